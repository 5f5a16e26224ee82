import { Decimal, formatDecimal, toDecimal } from '@aster/core'

import { compareTradeIds, fillKey, mergeFill, type Fill } from '../fills/fill.ts'
import { stateRank, type Evidence, type OrderState, type Refusal } from './evidence.ts'
import type { OrderTerms } from './order-terms.ts'
import type { OrderView } from './order-view.ts'

/**
 * Adds one piece of evidence to what is known. Any evidence, in any order, any number of times, gives one result:
 * every field is the maximum of what was seen, by a comparison that depends on the evidence alone.
 */
export function foldOrder(view: OrderView, evidence: Evidence): OrderView {
  const fills = evidence.fill === undefined ? view.fills : addFill(view.fills, evidence.fill)
  const reported = largerReport(view.reported, {
    quantity: evidence.filledQuantity ?? '0',
    averagePrice: evidence.averagePrice ?? '0',
  })
  const counted = sumFills(fills)
  const countedIsLarger = counted.quantity.gte(reported.quantity)
  const filledQuantity = countedIsLarger ? formatDecimal(counted.quantity) : reported.quantity
  const { terms, termsTimeMs } = newerTerms(view, evidence)
  const reportedState = higherState(view.reportedState, evidence.state)
  const held = evidence.state !== 'sent' && evidence.state !== 'presumedAbsent' && evidence.state !== 'rejected'
  return {
    clientOrderId: view.clientOrderId,
    orderId: largerId(view.orderId, evidence.orderId ?? evidence.fill?.orderId),
    state: decideState(reportedState, terms, filledQuantity),
    reportedState,
    terms,
    termsTimeMs,
    filledQuantity,
    averagePrice: countedIsLarger ? counted.averagePrice : reported.averagePrice,
    reported,
    fills,
    fillsComplete: countedIsLarger,
    triggered: view.triggered || evidence.triggered === true,
    refusal: largerRefusal(view.refusal, evidence.refusal),
    acknowledgedMs: held && evidence.timeMs > 0 ? earlier(view.acknowledgedMs, evidence.timeMs) : view.acknowledgedMs,
    updatedMs: Math.max(view.updatedMs, evidence.timeMs),
  }
}

const higherState = (a: OrderState, b: OrderState): OrderState => (stateRank[b] > stateRank[a] ? b : a)

/** A fill can arrive before the report of the state that it leads to, and after a report that says the order is over. */
function decideState(state: OrderState, terms: OrderTerms | undefined, filledQuantity: string): OrderState {
  if (filledQuantity === '0') return state
  const asked = terms?.quantity ?? '0'
  if (asked !== '0' && toDecimal(filledQuantity).gte(asked)) return 'filled'
  return stateRank[state] < stateRank.partlyFilled ? 'partlyFilled' : state
}

function addFill(fills: readonly Fill[], fill: Fill): readonly Fill[] {
  const key = fillKey(fill)
  const known = fills.findIndex((other) => fillKey(other) === key)
  if (known === -1) return [...fills, fill].sort(compareFills)
  return fills.with(known, mergeFill(fills[known] ?? fill, fill))
}

const compareFills = (a: Fill, b: Fill): number =>
  compareTradeIds(a.tradeId, b.tradeId) || compareTradeIds(a.orderId, b.orderId)

/** Quantity and average price of a list of fills. */
export function sumFills(fills: readonly Fill[]): { quantity: Decimal; averagePrice: string } {
  let quantity = new Decimal(0)
  let value = new Decimal(0)
  for (const fill of fills) {
    quantity = quantity.plus(fill.quantity)
    value = value.plus(toDecimal(fill.quantity).times(fill.price))
  }
  return { quantity, averagePrice: quantity.isZero() ? '0' : formatDecimal(value.div(quantity)) }
}

type Report = OrderView['reported']

function largerReport(a: Report, b: Report): Report {
  const byQuantity = toDecimal(a.quantity).cmp(b.quantity)
  if (byQuantity !== 0) return byQuantity > 0 ? a : b
  return toDecimal(a.averagePrice).gte(b.averagePrice) ? a : b
}

function newerTerms(view: OrderView, evidence: Evidence): Pick<OrderView, 'terms' | 'termsTimeMs'> {
  const known = { terms: view.terms, termsTimeMs: view.termsTimeMs }
  if (evidence.terms === undefined) return known
  const seen = { terms: evidence.terms, termsTimeMs: evidence.timeMs }
  if (view.terms === undefined || seen.termsTimeMs > known.termsTimeMs) return seen
  if (seen.termsTimeMs < known.termsTimeMs) return known
  return termsText(evidence.terms) > termsText(view.terms) ? seen : known
}

const termsText = (terms: OrderTerms): string =>
  [
    terms.quantity.padStart(40),
    terms.price,
    terms.stopPrice,
    terms.symbol,
    terms.side,
    terms.positionSide,
    terms.type,
    terms.timeInForce,
    terms.workingType,
    terms.reduceOnly,
    terms.closePosition,
  ].join('|')

const largerId = (a: string | undefined, b: string | undefined): string | undefined =>
  a === undefined ? b : b === undefined || compareTradeIds(a, b) >= 0 ? a : b

const earlier = (a: number | undefined, b: number): number => (a === undefined ? b : Math.min(a, b))

function largerRefusal(a: Refusal | undefined, b: Refusal | undefined): Refusal | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return refusalText(b) > refusalText(a) ? b : a
}

const refusalText = (refusal: Refusal): string =>
  `${refusal.code ?? ''}|${refusal.reason}|${refusal.retryAfterMs ?? ''}`
