import { Decimal, formatDecimal, toDecimal } from '@aster/core'

import { isLive } from '../orders/evidence.ts'
import type { OrderView } from '../orders/order-view.ts'
import type { TradeAction } from './plan-trade-actions.ts'
import { priceActivation, priceStopNow } from './price-stop-now.ts'
import { type TradeReading, standsFor } from './read-trade.ts'
import type { TradeFacts } from './trade-facts.ts'

/** After so many of the exchange's own trailing stops that came to nothing, the stop is moved instead. */
export const mostTrailings = 3

/** A protective order is being executed: nothing is placed beside it. */
export const hasFired = (reading: TradeReading): boolean =>
  [...reading.workingStops, ...reading.trailings.filter((view) => isLive(view.state))].some((view) => view.triggered)

/** What is not covered gets a stop at once. */
export function planStopNow(reading: TradeReading, facts: TradeFacts): readonly TradeAction[] {
  if (reading.openQuantity === '0' || reading.stopInDoubt || reading.isCovered) return []
  const { price } = priceStopNow(reading, facts)
  if (!isBound(reading, facts, price)) return [{ type: 'placeStop', stopPrice: price }]
  const covered = sumOf(reading.workingStops)
  return placeQuantity(facts, price, toDecimal(reading.openQuantity).minus(covered))
}

/**
 * Moves the stop to where it belongs now: after later fills, to break-even, behind the price; and fits it to the quantity
 * where it is bound to one. The new stop is placed first, the old one goes once the new one works. A new one that is
 * refused leaves the old one where it is.
 */
export function planStops(reading: TradeReading, facts: TradeFacts): readonly TradeAction[] {
  if (reading.entryLive || reading.openQuantity === '0') return []
  const { price } = priceStopNow(reading, facts)
  const bound = isBound(reading, facts, price)
  const open = toDecimal(reading.openQuantity)
  const fitting = reading.workingStops.filter(
    (view) => view.terms?.stopPrice === price && view.terms.closePosition !== bound,
  )
  const kept = bound ? newestWithin(fitting, open) : fitting.slice(0, 1)
  const missing = bound ? open.minus(sumOf(kept)) : new Decimal(kept.length === 0 ? open : 0)
  if (missing.lte(0)) {
    return reading.workingStops
      .filter((view) => !kept.includes(view) && !view.triggered)
      .map((view) => ({ type: 'cancel', clientOrderId: view.clientOrderId }))
  }
  if (reading.stopInDoubt || hasFired(reading) || wasRefused(facts, price, bound)) return []
  return bound ? placeQuantity(facts, price, missing) : [{ type: 'placeStop', stopPrice: price }]
}

/** The exchange's own trailing stop stands beside the stop, for all that is open once the entry is over. */
export function planTrailing(reading: TradeReading, facts: TradeFacts): readonly TradeAction[] {
  const { plan, rules, memory } = facts
  if (plan.trailing?.how !== 'native' || reading.entryLive || reading.openQuantity === '0') return []
  const live = reading.trailings.filter((view) => isLive(view.state))
  if (memory.trailsLocally === true) {
    // only once the stop that follows in its place works
    const { price } = priceStopNow(reading, facts)
    const isReplaced = reading.workingStops.some((view) => view.terms?.stopPrice === price)
    return isReplaced ? live.map(({ clientOrderId }) => ({ type: 'cancel', clientOrderId })) : []
  }
  if (live.length > 0 || hasFired(reading)) return []
  const activationPrice = priceActivation(rules, plan, reading.averageEntryPrice)
  return [{ type: 'placeTrailing', quantity: reading.openQuantity, activationPrice }]
}

/** Bound to our quantity: others hold a part of the position, or the exchange would not take another that closes all of it. */
const isBound = (reading: TradeReading, facts: TradeFacts, price: string): boolean =>
  facts.plan.besideOthers ||
  reading.foreignQuantity !== '0' ||
  (reading.workingStops.length > 0 && wasRefused(facts, price, false))

const sumOf = (stops: readonly OrderView[]): Decimal =>
  stops.reduce((sum, view) => sum.plus(standsFor(view) ?? 0), new Decimal(0))

/** The newest stops that together stand for no more than what is open. */
function newestWithin(stops: readonly OrderView[], open: Decimal): readonly OrderView[] {
  const kept: OrderView[] = []
  let left = open
  for (const view of stops.toReversed()) {
    const quantity = standsFor(view) ?? left
    if (quantity.gt(left)) continue
    kept.push(view)
    left = left.minus(quantity)
  }
  return kept
}

function placeQuantity({ rules }: TradeFacts, stopPrice: string, missing: Decimal): readonly TradeAction[] {
  const largest = rules.marketMaxQuantity
  const quantity = largest.gt(0) ? Decimal.min(missing, largest) : missing
  return [{ type: 'placeStop', stopPrice, quantity: formatDecimal(quantity) }]
}

/** By the exchange, for good: not again the same. A full list of conditional orders (-4045) may have room later. */
const wasRefused = (facts: TradeFacts, stopPrice: string, bound: boolean): boolean =>
  facts.orders.some(
    ({ role, view }) =>
      role === 'stop' &&
      view.state === 'rejected' &&
      view.refusal?.code !== undefined &&
      view.refusal.code !== -4045 &&
      view.terms?.stopPrice === stopPrice &&
      view.terms.closePosition !== bound,
  )
