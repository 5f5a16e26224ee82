import type { DecimalInput } from '../decimal/decimal.ts'
import { getSideSign, type Side } from '../domain/order-words.ts'
import type { SymbolRules } from './symbol-rules.ts'
import { fromTicks, toTicks } from './ticks-and-lots.ts'

/**
 * What a price is for, which decides the side of the grid that does no harm:
 * - `entry`: never a worse price than asked (buy down, sell up);
 * - `target`: a take profit, never worse than asked (buy down, sell up);
 * - `stop`: never closer to the entry than asked (buy up, sell down).
 */
export type PriceRole = 'entry' | 'target' | 'stop'

/** The tick at or below a price. */
export function roundPriceDown(rules: SymbolRules, price: DecimalInput): string {
  return fromTicks(rules, toTicks(rules, price, 'down'))
}

/** The tick at or above a price. */
export function roundPriceUp(rules: SymbolRules, price: DecimalInput): string {
  return fromTicks(rules, toTicks(rules, price, 'up'))
}

/**
 * Puts the price of an order on a tick, to the side that its role asks for.
 *
 * @param side - Of the order itself: the stop of a long position is a `SELL`.
 */
export function roundOrderPrice(
  rules: SymbolRules,
  price: DecimalInput,
  side: Side,
  role: PriceRole = 'entry',
): string {
  const roundsDown = (getSideSign(side) === 1) !== (role === 'stop')
  return roundsDown ? roundPriceDown(rules, price) : roundPriceUp(rules, price)
}
