import { Decimal, formatDecimal } from '@aster/core'

import type { Account } from '../account/account.ts'
import { fillKey, type Fill } from '../fills/fill.ts'
import { listFills } from '../orders/order-tracker.ts'
import type { OrderView } from '../orders/order-view.ts'
import type { TradeFacts, TradeOrder, TradeRole } from './trade-facts.ts'
import type { TradePlan } from './trade-plan.ts'

/** Which orders belong to a trade, and what else happened on its position. */
export interface TradeBook {
  readonly register: (role: TradeRole, level?: number) => string
  readonly adopt: (clientOrderId: string, role: TradeRole, level?: number) => void
  readonly ids: readonly string[]
  readonly orders: () => readonly TradeOrder[]
  readonly facts: (entryRuns: boolean) => TradeFacts
  /** Whether a change of an order can matter to the trade. */
  readonly concerns: (view: OrderView) => boolean
  /** Part of the position is gone, and no execution explains it. */
  readonly addClosedUnseen: (quantity: Decimal) => void
  /** It was not gone after all. */
  readonly forgetClosedUnseen: () => void
  readonly closedUnseen: string
}

const labels: Readonly<Record<TradeRole, string>> = { entry: 'en', stop: 'sl', takeProfit: 'tp', exit: 'ex' }

export function createTradeBook(account: Account, plan: TradePlan): TradeBook {
  const { orders } = account
  const own = new Map<
    string,
    { readonly role: TradeRole; readonly level: number | undefined; readonly takenMs: number }
  >()
  let closedUnseen = new Decimal(0)
  const isHere = ({ terms }: OrderView) => terms?.symbol === plan.symbol && terms.positionSide === plan.positionSide
  /** Executions from before the trade, which do not concern it. */
  const earlier = new Set(listFills(orders.list(isHere)).map(fillKey))

  const adopt = (clientOrderId: string, role: TradeRole, level?: number) => {
    own.set(clientOrderId, { role, level, takenMs: account.clock.monotonicMs() })
    account.keepOrder(clientOrderId)
  }
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

  return {
    register(role, level) {
      const clientOrderId = orders.nextId(role === 'takeProfit' ? `tp${(level ?? 0) + 1}` : labels[role])
      adopt(clientOrderId, role, level)
      return clientOrderId
    },
    adopt,
    get ids() {
      return [...own.keys()]
    },
    orders: listOrders,
    facts(entryRuns) {
      const listed = listOrders()
      return {
        plan,
        rules: account.getRules(plan.symbol),
        orders: listed,
        foreignFills: listForeignFills(listed),
        closedUnseen: formatDecimal(closedUnseen),
        entryRuns,
        nowMs: account.exchangeNow(),
      }
    },
    concerns: (view) => own.has(view.clientOrderId) || isHere(view),
    addClosedUnseen(quantity) {
      closedUnseen = closedUnseen.plus(quantity)
    },
    forgetClosedUnseen() {
      closedUnseen = new Decimal(0)
    },
    get closedUnseen() {
      return formatDecimal(closedUnseen)
    },
  }
}
