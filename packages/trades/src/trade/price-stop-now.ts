import { Decimal, getOppositeSide, getSideSign, roundOrderPrice, type SymbolRules, toDecimal } from '@aster/core'

import { planTakeProfits } from './plan-take-profits.ts'
import { priceStop, priceTakeProfit } from './price-exits.ts'
import type { TradeReading } from './read-trade.ts'
import type { TradeFacts } from './trade-facts.ts'
import type { TradePlan, TrailingPlan } from './trade-plan.ts'

/** Where the stop belongs now, and why there. */
export interface StopPlace {
  readonly price: string
  readonly reason: 'stop' | 'trailingStop' | 'breakEven'
}

/** The most protective of the stop as asked for, the move to break-even and the local trailing stop. */
export function priceStopNow(reading: TradeReading, facts: TradeFacts): StopPlace {
  const { rules, plan } = facts
  const places: StopPlace[] = [
    { price: priceStop(rules, plan.side, reading.averageEntryPrice, plan.stop.distance), reason: 'stop' },
  ]
  if (isBreakEvenDue(reading, facts)) places.push({ price: priceBreakEven(reading, facts), reason: 'breakEven' })
  const trailed = priceTrailing(facts)
  if (trailed !== undefined) places.push({ price: trailed, reason: 'trailingStop' })
  const sign = getSideSign(plan.side)
  return places.reduce((best, place) => (toDecimal(place.price).minus(best.price).times(sign).gt(0) ? place : best))
}

/** Where the local trailing stop stands: the best price less the callback, rounded away from the market. */
function priceTrailing({ rules, plan, memory }: TradeFacts): string | undefined {
  const { extremePrice } = memory
  if (plan.trailing === undefined || extremePrice === undefined) return undefined
  if (plan.trailing.how === 'native' && memory.trailsLocally !== true) return undefined
  return computeTrailingStop(rules, plan.side, extremePrice, plan.trailing)
}

/** @param side - Of the entry. */
function computeTrailingStop(
  rules: SymbolRules,
  side: TradePlan['side'],
  extremePrice: string,
  trailing: TrailingPlan,
): string {
  const callback = computeCallback(trailing, extremePrice)
  const place = toDecimal(extremePrice).minus(callback.times(getSideSign(side)))
  return roundOrderPrice(rules, place, getOppositeSide(side), 'stop')
}

/** How far behind its best the price may come back, in quote asset per base asset. */
export const computeCallback = ({ callbackPercent, callbackAmount }: TrailingPlan, extremePrice: string): Decimal =>
  callbackAmount === undefined
    ? toDecimal(extremePrice)
        .times(callbackPercent ?? 0)
        .div(100)
    : toDecimal(callbackAmount)

function isBreakEvenDue(reading: TradeReading, facts: TradeFacts): boolean {
  const { plan, rules, memory } = facts
  const { breakEven } = plan
  if (reading.entryLive) return false
  if (memory.breakEvenAsked === true) return true
  if (breakEven === undefined) return false
  if (memory.breakEvenReached === true) return true
  const { afterTakeProfit } = breakEven
  if (afterTakeProfit === undefined) return false
  const { targets } = planTakeProfits(rules, plan, {
    quantity: reading.entryFilled,
    averagePrice: reading.averageEntryPrice,
    complete: true,
  })
  // a level that was merged counts with the one that took it over
  const target = targets.find(({ level }) => level >= afterTakeProfit - 1) ?? targets.at(-1)
  if (target === undefined) return false
  const filled = reading.takeProfits
    .filter(({ level }) => level === target.level)
    .reduce((sum, { view }) => sum.plus(view.filledQuantity), new Decimal(0))
  return filled.gte(target.quantity)
}

/** Average entry price, offset and fees; rounded so that it never yields less than asked. Without a plan for it: fees, and no offset. */
export function priceBreakEven(reading: TradeReading, { plan, rules, orders }: TradeFacts): string {
  const { breakEven, side } = plan
  const sign = getSideSign(side)
  const base = toDecimal(reading.averageEntryPrice)
  const offset = base.times(breakEven?.offsetPercent ?? 0).div(100)
  const fills = orders.filter(({ role }) => role === 'entry').flatMap(({ view }) => view.fills)
  const charged = fills.filter(({ feeAsset }) => feeAsset === rules.quoteAsset)
  const fees = charged.reduce((sum, { fee }) => sum.plus(fee), new Decimal(0))
  const perUnit = (breakEven?.coverFees ?? true) ? fees.times(2).div(reading.entryFilled) : new Decimal(0)
  const price = base.plus(offset.plus(Decimal.max(0, perUnit)).times(sign))
  return roundOrderPrice(rules, price, getOppositeSide(side), 'target')
}

/** Where a trailing stop begins to follow; undefined: at once. */
export function priceActivation(
  rules: SymbolRules,
  plan: Pick<TradePlan, 'side' | 'trailing'>,
  averageEntryPrice: string,
): string | undefined {
  const activation = plan.trailing?.activation
  return activation === undefined ? undefined : priceTakeProfit(rules, plan.side, averageEntryPrice, activation)
}
