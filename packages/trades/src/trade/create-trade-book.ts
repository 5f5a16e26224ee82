import type { Account } from '../account/account.ts'
import { fillKey, type Fill } from '../fills/fill.ts'
import { intentOrderId } from '../intents/intent-order-id.ts'
import { listFills } from '../orders/order-tracker.ts'
import type { OrderView } from '../orders/order-view.ts'
import type { TradeFacts, TradeOrder, TradeRole } from './trade-facts.ts'
import type { TradeMemory } from './trade-memory.ts'
import type { TradePlan } from './trade-plan.ts'

/** Which orders belong to a trade, and what else happened on its position. */
export interface TradeBook {
  readonly nextEntryId: () => string
  readonly startAttempts: (attempt: number) => void
  readonly register: (role: TradeRole, level?: number) => string
  readonly adopt: (clientOrderId: string, role: TradeRole, level?: number) => void
  readonly ids: readonly string[]
  readonly orders: () => readonly TradeOrder[]
  readonly facts: (entryRuns: boolean, memory: TradeMemory) => TradeFacts
  /** Whether a change of an order can matter to the trade. */
  readonly concerns: (view: OrderView) => boolean
}

/** An order of a trade by its id, as a journal has it. */
export interface TradeOrderId {
  readonly clientOrderId: string
  readonly role: TradeRole
  readonly level?: number | undefined
}

const labels: Readonly<Record<TradeRole, string>> = {
  entry: 'en',
  stop: 'sl',
  trailing: 'ts',
  takeProfit: 'tp',
  exit: 'ex',
}

/**
 * @param parts.known - Orders that an earlier process placed for the trade.
 * @param parts.onOrderId - Told of each id before its order is sent.
 */
export function createTradeBook(
  account: Account,
  plan: TradePlan,
  parts: { readonly known: readonly TradeOrderId[] | undefined; readonly onOrderId: (id: TradeOrderId) => void },
): TradeBook {
  const { orders } = account
  const own = new Map<
    string,
    { readonly role: TradeRole; readonly level: number | undefined; readonly takenMs: number }
  >()
  const isHere = ({ terms }: OrderView) => terms?.symbol === plan.symbol && terms.positionSide === plan.positionSide
  /** Executions from before the trade, which do not concern it. */
  const earlier = new Set(parts.known === undefined ? listFills(orders.list(isHere)).map(fillKey) : [])

  const add = ({ clientOrderId, role, level }: TradeOrderId) => {
    own.set(clientOrderId, { role, level, takenMs: account.clock.monotonicMs() })
    account.keepOrder(clientOrderId)
  }
  const adopt = (clientOrderId: string, role: TradeRole, level?: number) => {
    add({ clientOrderId, role, level })
    parts.onOrderId({ clientOrderId, role, level })
  }
  for (const order of parts.known ?? []) add(order)
  const listOrders = (): readonly TradeOrder[] =>
    [...own].flatMap(([clientOrderId, { role, level, takenMs }]) => {
      const view = orders.get(clientOrderId)
      return view === undefined ? [] : [{ role, level, view, ageMs: account.clock.monotonicMs() - takenMs }]
    })
  const listForeignFills = (own_: readonly TradeOrder[]): readonly Fill[] => {
    const firstMs = Math.min(...own_.flatMap(({ view }) => view.fills.map((fill) => fill.timeMs)))
    if (firstMs === Infinity) return []
    const others = orders.list((view) => isHere(view) && !own.has(view.clientOrderId) && view.fills.length > 0)
    return listFills(others).filter((fill) => fill.timeMs >= firstMs && !earlier.has(fillKey(fill)))
  }

  let entryAttempt = 1
  const nextEntryId = () => {
    if (plan.intentId === undefined) return orders.nextId(labels.entry)
    const id = intentOrderId(account, plan.intentId, { label: labels.entry, attempt: entryAttempt })
    entryAttempt += 1
    return id
  }

  return {
    nextEntryId,
    startAttempts(attempt) {
      entryAttempt = attempt
    },
    register(role, level) {
      const label = role === 'takeProfit' ? `tp${(level ?? 0) + 1}` : labels[role]
      const clientOrderId = role === 'entry' ? nextEntryId() : orders.nextId(label)
      adopt(clientOrderId, role, level)
      return clientOrderId
    },
    adopt,
    get ids() {
      return [...own.keys()]
    },
    orders: listOrders,
    facts(entryRuns, memory) {
      const listed = listOrders()
      return {
        plan,
        rules: account.getRules(plan.symbol),
        orders: listed,
        foreignFills: listForeignFills(listed),
        memory,
        entryRuns,
        nowMs: account.exchangeNow(),
      }
    },
    concerns: (view) => own.has(view.clientOrderId) || isHere(view),
  }
}
