import type { Clock } from '@aster/core'
import type { BudgetState, RestClient } from '@aster/rest'
import type { Account } from '@aster/trades'

/** What a signal may take of the exchange's limits until it is over, its stop included. */
export interface RoomDemand {
  readonly orders: number
  /** Exits go first, and may use what entries leave. */
  readonly isExit: boolean
  readonly maxWaitMs: number
}

/** Room that is held for one signal. */
export interface HeldRoom {
  /** False: there was none in time. An entry must not be sent then. */
  readonly isHeld: boolean
  readonly release: () => void
}

/** Of the limits, for entries: the rest is for what takes risk off, also what nobody could plan. As the client's lanes have it. */
const entryShares = { orders: 0.9, weight: 0.8 } as const
/** Two readings of the position, an entry, a stop, and questions about them. */
const weightOfSignal = 15
const lookEveryMs = 25

interface Waiting {
  readonly demand: RoomDemand
  readonly admit: (held: HeldRoom) => void
}

/**
 * Shares the exchange's limits out among the signals of one account. An entry begins only when there is room for it and for
 * the stop that it will need, beside the stops that others are still to send.
 */
export interface OrderRoom {
  take(demand: RoomDemand): Promise<HeldRoom>
}

/** A limit of our own on how often entries are sent: what one more would come to. */
export interface EntryRate {
  readonly value: number
  readonly limit: number
}

interface RoomParts {
  readonly clock: Pick<Clock, 'schedule'>
  readonly rest: Pick<RestClient, 'baseUrl' | 'signer' | 'budgets'>
  readonly readRates: () => readonly EntryRate[]
}

const rooms = new WeakMap<Account, OrderRoom>()

/** The one room of an account. */
export function findOrderRoom(account: Account): OrderRoom {
  const { rest, clock } = account
  const room = rooms.get(account) ?? createOrderRoom({ rest, clock, readRates: () => readEntryRates(account) })
  rooms.set(account, room)
  return room
}

/** By the risk gate, which refuses what would be too often: such an entry is better sent later. */
function readEntryRates({ risk, symbols, hedgeMode }: Account): readonly EntryRate[] {
  const [symbol = ''] = symbols
  const leg = hedgeMode ? ({ positionSide: 'LONG' } as const) : {}
  const { checks } = risk.explain({ symbol, side: 'BUY', type: 'MARKET', quantity: '0', ...leg })
  return checks.filter(({ rule }) => rule === 'ordersPer10Seconds' || rule === 'ordersPerMinute')
}

export function createOrderRoom({ rest, clock, readRates }: RoomParts): OrderRoom {
  const { origin } = new URL(rest.baseUrl)
  const { user, address } = rest.signer ?? {}
  const accountKey = `${origin} ${(user ?? address ?? '').toLowerCase()}`
  const waiting: { readonly exit: Waiting[]; readonly entry: Waiting[] } = { exit: [], entry: [] }
  let heldOrders = 0
  let heldWeight = 0
  let heldEntries = 0
  let nextLook: { cancel(): void } | undefined

  const hasRoom = ({ orders, isExit }: RoomDemand): boolean => {
    const state = rest.budgets()
    const ordersShare = isExit ? 1 : entryShares.orders
    return (
      fits(state.orders[accountKey], { held: heldOrders, wanted: orders, share: ordersShare }) &&
      (isExit ||
        (fits(state.weight[origin], { held: heldWeight, wanted: weightOfSignal, share: entryShares.weight }) &&
          readRates().every(({ value, limit }) => value + heldEntries <= Math.max(1, limit))))
    )
  }
  const hold = ({ orders, isExit }: RoomDemand): HeldRoom => {
    const entries = isExit ? 0 : 1
    heldOrders += orders
    heldEntries += entries
    heldWeight += weightOfSignal
    let isHeld = true
    return {
      isHeld: true,
      release: () => {
        if (!isHeld) return
        isHeld = false
        heldOrders -= orders
        heldEntries -= entries
        heldWeight -= weightOfSignal
        admitNext()
      },
    }
  }
  function admitNext(): void {
    nextLook?.cancel()
    nextLook = undefined
    for (const queue of [waiting.exit, waiting.entry]) {
      for (let first = queue[0]; first !== undefined && hasRoom(first.demand); first = queue[0]) {
        queue.shift()
        first.admit(hold(first.demand))
      }
      // whoever comes first is waited for
      if (queue.length > 0) break
    }
    if (waiting.exit.length + waiting.entry.length > 0) nextLook = clock.schedule(lookEveryMs, admitNext)
  }

  return {
    take: (demand) =>
      new Promise((resolve) => {
        const queue = demand.isExit ? waiting.exit : waiting.entry
        const entry: Waiting = {
          demand,
          admit(held) {
            timer.cancel()
            resolve(held)
          },
        }
        const timer = clock.schedule(demand.maxWaitMs, () => {
          queue.splice(queue.indexOf(entry), 1)
          resolve({ isHeld: false, release: () => {} })
          admitNext()
        })
        queue.push(entry)
        admitNext()
      }),
  }
}

/** Whether something fits below a share of every limit. More than that share is as much as fits when nothing else is held. */
function fits(
  budget: BudgetState | undefined,
  amount: { readonly held: number; readonly wanted: number; readonly share: number },
): boolean {
  if (budget === undefined) return true
  return (
    budget.blockedForMs === 0 &&
    budget.windows.every(({ limit, used }) => {
      const allowed = Math.floor(limit * amount.share)
      return used + amount.held + Math.min(amount.wanted, allowed) <= allowed
    })
  )
}
