import { type Clock, RateLimitError, type Timer } from '@aster/core'

import { type Lane, lanes } from '../request/find-lane.ts'
import type { RateReading } from '../response/read-rate-headers.ts'
import { type BudgetState, type Charge, RateBudget, endCharge } from './rate-budget.ts'
import { toLimits, type RateLimitRow } from './to-limits.ts'

/** How much of each limit a lane may use. What is left is the reserve of the lanes above it. */
const weightShares: Readonly<Record<Lane, number>> = { cancel: 1, close: 0.95, place: 0.9, read: 0.8 }
const orderShares: Readonly<Record<Lane, number>> = { cancel: 1, close: 1, place: 0.9, read: 1 }
/** However soon a ban is said to end, it is believed for this long: asking during a ban makes it longer. */
const shortestBanMs = 10_000
/** The exchange remembers the newest 100 nonces of an agent: a request that 100 others overtake dies. */
const signedInFlightLimits: Readonly<Record<Lane, number>> = { cancel: 60, close: 55, place: 50, read: 50 }

const defaultWeightLimits = [[60_000, 2_400]] as const
const defaultOrderLimits = [
  [60_000, 1_200],
  [10_000, 300],
] as const

/** What a call needs before it may be signed and sent. */
export interface Demand {
  readonly operation: string
  readonly lane: Lane
  readonly origin: string
  /** Whose orders are counted; undefined for calls without an account. */
  readonly account: string | undefined
  /** Whose nonces are used; undefined for unsigned calls. */
  readonly signer: string | undefined
  readonly weight: number
  readonly orders: number
  /** How long it may wait for room. */
  readonly maxWaitMs: number
  readonly signal?: AbortSignal | undefined
}

/** Leave to send one request. End it exactly once. */
export interface Ticket {
  /** `left` false: the request certainly never left, and nothing is counted. */
  end(left: boolean, readings?: readonly RateReading[]): void
  /** The exchange said stop (429, 418, -1003, -1015). `retryAfterMs` is what it asked for; returns what is kept. */
  block(facts: {
    readonly scope: 'weight' | 'orders'
    readonly banned: boolean
    readonly retryAfterMs: number | undefined
  }): number
}

export interface BudgetsState {
  /** By origin of the exchange. */
  readonly weight: Readonly<Record<string, BudgetState>>
  /** By origin and account, with a blank in between. */
  readonly orders: Readonly<Record<string, BudgetState>>
  /** By address of the signer. */
  readonly signedInFlight: Readonly<Record<string, number>>
  readonly waiting: Readonly<Record<Lane, number>>
}

/** Weight per address and orders per account, shared by all clients that get the same object. */
export interface Budgets {
  /** Leave to send, at once where there is room, else when there is. @throws {RateLimitError} It would take too long. */
  acquire(demand: Demand): Ticket | Promise<Ticket>
  /** Takes the limits that exchangeInfo lists. */
  applyRateLimits(origin: string, rateLimits: readonly RateLimitRow[]): void
  state(): BudgetsState
}

interface Waiting {
  readonly demand: Demand
  readonly admit: (ticket: Ticket) => void
}

/**
 * Creates the budgets of one process. They hold back before a limit is reached, keep a reserve for cancels and closes,
 * learn from the usage headers what others behind our address spend, and stop everything while the exchange says stop.
 */
export function createBudgets({ clock }: { readonly clock: Pick<Clock, 'now' | 'monotonicMs' | 'schedule'> }): Budgets {
  const weights = new Map<string, RateBudget>()
  const accounts = new Map<string, RateBudget>()
  const signedInFlight = new Map<string, number>()
  const waiting: Record<Lane, Waiting[]> = { cancel: [], close: [], place: [], read: [] }
  const orderLimits = new Map<string, readonly (readonly [number, number])[]>()
  let wakeUp: Timer | undefined
  let waitingCount = 0

  const find = (budgets: Map<string, RateBudget>, key: string, limits: readonly (readonly [number, number])[]) => {
    let budget = budgets.get(key)
    if (budget === undefined) {
      budget = new RateBudget(limits)
      budgets.set(key, budget)
    }
    return budget
  }
  const weightOf = (origin: string) => find(weights, origin, defaultWeightLimits)
  // one wallet may trade on two networks, which count apart and have limits of their own
  const ordersOf = ({ origin, account }: Demand) =>
    account === undefined
      ? undefined
      : find(accounts, `${origin} ${account}`, orderLimits.get(origin) ?? defaultOrderLimits)

  /** Why a demand has to wait: how long at least, and what for. */
  const findObstacle = (demand: Demand, nowMs: number): { key: string; waitMs: number } | undefined => {
    const { lane, origin, account, signer } = demand
    const weightWait = weightOf(origin).waitMs(demand.weight, weightShares[lane], nowMs)
    if (weightWait > 0) return { key: `weight ${origin}`, waitMs: weightWait }
    if (demand.orders > 0) {
      const waitMs = ordersOf(demand)?.waitMs(demand.orders, orderShares[lane], nowMs) ?? 0
      if (waitMs > 0) return { key: `orders ${origin} ${account}`, waitMs }
    }
    const inFlight = signer === undefined ? 0 : (signedInFlight.get(signer) ?? 0)
    // an answer frees a place; when it comes is not known
    return inFlight >= signedInFlightLimits[lane] ? { key: `nonces ${signer}`, waitMs: 1 } : undefined
  }

  const admit = (demand: Demand): Ticket => {
    const { origin, signer } = demand
    const weight = weightOf(origin)
    const orders = ordersOf(demand)
    const weightCharge = weight.begin(demand.weight)
    const orderCharge: Charge = orders?.begin(demand.orders) ?? []
    if (signer !== undefined) signedInFlight.set(signer, (signedInFlight.get(signer) ?? 0) + 1)
    return {
      end(left, readings) {
        const nowMs = clock.monotonicMs()
        endCharge(weightCharge, left, nowMs)
        endCharge(orderCharge, left, nowMs)
        if (signer !== undefined) signedInFlight.set(signer, (signedInFlight.get(signer) ?? 1) - 1)
        if (readings !== undefined && readings.length > 0) {
          weight.report(weightCharge, readings, 'weight', nowMs)
          orders?.report(orderCharge, readings, 'orders', nowMs)
        }
        pump()
      },
      block({ scope, banned, retryAfterMs }) {
        const budget = scope === 'orders' && orders !== undefined ? orders : weight
        const interval = budget.shortestIntervalMs
        // without a hint: the end of the running interval, a little late; a ban lasts two minutes at least
        const askedMs = retryAfterMs ?? (banned ? 120_000 : interval - (clock.now() % interval) + 250)
        // the end of a ban is a time of the exchange, which may be past by our clock
        const waitMs = Math.max(banned ? shortestBanMs : 1, askedMs)
        budget.block(waitMs, banned, clock.monotonicMs())
        return waitMs
      },
    }
  }

  const pump = () => {
    if (waitingCount === 0) return
    wakeUp?.cancel()
    wakeUp = undefined
    const nowMs = clock.monotonicMs()
    const obstacles = new Set<string>()
    let nextMs = Number.POSITIVE_INFINITY
    for (const lane of lanes) {
      if (waiting[lane].length === 0) continue
      waiting[lane] = waiting[lane].filter((entry) => {
        const { demand } = entry
        // whoever stands in line for the same thing goes first
        const isBehind =
          (demand.weight > 0 && obstacles.has(`weight ${demand.origin}`)) ||
          (demand.orders > 0 && obstacles.has(`orders ${demand.origin} ${demand.account}`)) ||
          (demand.signer !== undefined && obstacles.has(`nonces ${demand.signer}`))
        const obstacle = isBehind ? undefined : findObstacle(demand, nowMs)
        if (isBehind || obstacle !== undefined) {
          if (obstacle !== undefined) {
            obstacles.add(obstacle.key)
            if (!obstacle.key.startsWith('nonces')) nextMs = Math.min(nextMs, obstacle.waitMs)
          }
          return true
        }
        waitingCount -= 1
        entry.admit(admit(demand))
        return false
      })
    }
    if (Number.isFinite(nextMs)) wakeUp = clock.schedule(Math.ceil(nextMs), pump)
  }

  const refuse = (demand: Demand, retryAfterMs: number): RateLimitError => {
    const nowMs = clock.monotonicMs()
    const banned = weightOf(demand.origin).isBanned(nowMs)
    const reason = banned ? 'the exchange has banned this address' : 'the budget is spent'
    return new RateLimitError(demand.operation, { retryAfterMs: Math.ceil(retryAfterMs), banned, reason })
  }

  const wait = (demand: Demand): Promise<Ticket> =>
    new Promise((resolve, reject) => {
      const leave = () => {
        const others = waiting[demand.lane].filter((other) => other !== entry)
        waitingCount -= waiting[demand.lane].length - others.length
        waiting[demand.lane] = others
        if (waitingCount === 0) wakeUp?.cancel()
        timer.cancel()
        demand.signal?.removeEventListener('abort', onAbort)
      }
      const onAbort = () => {
        leave()
        reject(demand.signal?.reason as Error)
      }
      const entry: Waiting = {
        demand,
        admit(ticket) {
          timer.cancel()
          demand.signal?.removeEventListener('abort', onAbort)
          resolve(ticket)
        },
      }
      const timer = clock.schedule(demand.maxWaitMs, () => {
        leave()
        reject(refuse(demand, findObstacle(demand, clock.monotonicMs())?.waitMs ?? 1))
      })
      demand.signal?.addEventListener('abort', onAbort, { once: true })
      waiting[demand.lane].push(entry)
      waitingCount += 1
      pump()
    })

  return {
    acquire(demand) {
      const nowMs = clock.monotonicMs()
      const obstacle = findObstacle(demand, nowMs)
      if (obstacle === undefined && waitingCount === 0) return admit(demand)
      if (obstacle !== undefined && obstacle.waitMs > demand.maxWaitMs) throw refuse(demand, obstacle.waitMs)
      return wait(demand)
    },
    applyRateLimits(origin, rateLimits) {
      const { weight, orders } = toLimits(rateLimits)
      if (weight.length > 0) weightOf(origin).setLimits(weight)
      if (orders.length > 0) {
        orderLimits.set(origin, orders)
        for (const [key, budget] of accounts) if (key.startsWith(`${origin} `)) budget.setLimits(orders)
      }
      pump()
    },
    state() {
      const nowMs = clock.monotonicMs()
      const describe = (budgets: Map<string, RateBudget>) =>
        Object.fromEntries([...budgets].map(([key, budget]) => [key, budget.state(nowMs)]))
      return {
        weight: describe(weights),
        orders: describe(accounts),
        signedInFlight: Object.fromEntries(signedInFlight),
        waiting: {
          cancel: waiting.cancel.length,
          close: waiting.close.length,
          place: waiting.place.length,
          read: waiting.read.length,
        },
      }
    },
  }
}
