import {
  type Decimal,
  getOppositeSide,
  getSideSign,
  roundOrderPrice,
  type Side,
  type SymbolRules,
  toDecimal,
} from '@aster/core'

import type { Distance } from './trade-plan.ts'

/**
 * Where the stop belongs. Rounded away from the entry, so that it is never closer than asked: down for a long, up for a
 * short.
 *
 * @param side - Of the entry.
 */
export function priceStop(rules: SymbolRules, side: Side, averageEntryPrice: string, distance: Distance): string {
  return roundOrderPrice(rules, locate(side, averageEntryPrice, distance, -1), getOppositeSide(side), 'stop')
}

/**
 * Where a take-profit belongs. Rounded away from the entry, so that it never yields less than asked: up for a long, down
 * for a short.
 *
 * @param side - Of the entry.
 */
export function priceTakeProfit(rules: SymbolRules, side: Side, averageEntryPrice: string, distance: Distance): string {
  return roundOrderPrice(rules, locate(side, averageEntryPrice, distance, 1), getOppositeSide(side), 'target')
}

/** `towards`: 1 where the trade wins, -1 where it loses; for a short, up and down change places. */
function locate(side: Side, averageEntryPrice: string, distance: Distance, towards: 1 | -1): Decimal {
  if ('price' in distance) return toDecimal(distance.price)
  if ('amount' in distance)
    return toDecimal(averageEntryPrice).plus(toDecimal(distance.amount).times(getSideSign(side) * towards))
  const percent = toDecimal(distance.percent).times(getSideSign(side) * towards)
  return toDecimal(averageEntryPrice).times(percent.plus(100)).div(100)
}
