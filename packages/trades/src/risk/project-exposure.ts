import type { OrderRequest } from '../orders/order-desk.ts'
import type { RiskFacts } from './risk-facts.ts'

/** What a leg of a symbol can grow to, base asset, both without sign. */
interface Leg {
  quantity: number
  longest: number
  shortest: number
}

/** The worst that positions can become when every order that opens is filled. */
export interface Exposure {
  /** Base asset: what the leg of the order can become on the order's side; 0 or less when it can only shrink. */
  readonly ofOrder: number
  /** Quote asset, over all symbols, longs and shorts added up. */
  readonly account: number
}

const legKey = (symbol: string, positionSide: string): string => `${symbol}:${positionSide}`

/** Projects positions and orders, with one more order. Symbols without a mark price count at their entry price. */
export function projectExposure(facts: RiskFacts, order: OrderRequest): Exposure {
  const legs = new Map<string, Leg>()
  const prices = new Map<string, number>()
  const find = (symbol: string, positionSide: string): Leg => {
    const key = legKey(symbol, positionSide)
    const known = legs.get(key) ?? { quantity: 0, longest: 0, shortest: 0 }
    legs.set(key, known)
    return known
  }
  for (const { symbol, positionSide, quantity, entryPrice } of facts.positions) {
    const leg = find(symbol, positionSide)
    leg.quantity = quantity
    leg.longest += quantity
    leg.shortest += quantity
    if (!facts.marks.has(symbol)) prices.set(symbol, entryPrice)
  }
  const add = (symbol: string, positionSide: string, side: string, quantity: number) => {
    const leg = find(symbol, positionSide)
    if (side === 'BUY') leg.longest += quantity
    else leg.shortest -= quantity
  }
  for (const { symbol, positionSide, side, remaining, isReducing } of facts.openOrders) {
    if (!isReducing) add(symbol, positionSide, side, remaining)
  }
  const { symbol, side, positionSide = 'BOTH' } = order
  add(symbol, positionSide, side, Number(order.quantity ?? 0))
  let account = 0
  for (const [key, { longest, shortest }] of legs) {
    const name = key.slice(0, key.lastIndexOf(':'))
    const price = facts.marks.get(name)?.price ?? prices.get(name) ?? 0
    account += Math.max(Math.abs(longest), Math.abs(shortest)) * price
  }
  const own = find(symbol, positionSide)
  return { ofOrder: side === 'BUY' ? own.longest : -own.shortest, account }
}
