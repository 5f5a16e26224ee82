import type { Fill, JournalEntry, OrderNote, OrderTerms, TradePlan, TradeResult } from '@aster/trades'

import { isGiven } from './is-given.ts'

/** What an order asks for, in one breath. */
export function describeTerms(terms: OrderTerms): string {
  const { symbol, side, positionSide, type, timeInForce, quantity, price, stopPrice, closePosition, reduceOnly } = terms
  return [
    side,
    closePosition ? 'the whole position' : quantity,
    symbol,
    ...(positionSide === 'BOTH' ? [] : [positionSide]),
    type,
    ...(isGiven(price) ? [`at ${price}`] : []),
    ...(isGiven(stopPrice) ? [`when ${stopPrice} is reached`] : []),
    ...(timeInForce === undefined || type.endsWith('MARKET') ? [] : [timeInForce]),
    ...(reduceOnly && !closePosition ? ['reduce-only'] : []),
  ].join(' ')
}

function describeNote({ state, orderId, filledQuantity, averagePrice, triggered, refusal }: OrderNote): string {
  return [
    orderStates[state] ?? state,
    ...(isGiven(filledQuantity) ? [`${filledQuantity} filled at ${averagePrice} on average`] : []),
    ...(triggered ? ['triggered'] : []),
    ...(refusal === undefined ? [] : [refusal.reason]),
    ...(orderId === undefined ? [] : [`order ${orderId} of the exchange`]),
  ].join(', ')
}

const orderStates: Readonly<Record<string, string>> = {
  presumedAbsent: 'the exchange knows nothing of it',
  partlyFilled: 'partly filled',
}

export function describeFill({ quantity, price, liquidity, fee, feeAsset, realizedPnl, tradeId }: Fill): string {
  const profit = isGiven(realizedPnl) ? `, profit ${realizedPnl} before fees` : ''
  return `${quantity} at ${price} as ${liquidity}, fee ${fee} ${feeAsset ?? ''}${profit}, execution ${tradeId}`
}

function describePlan({ side, quantity, symbol, entry, takeProfits, stop, timeStopMs, owner }: TradePlan): string {
  const at = (distance: TradePlan['stop']['distance']): string =>
    'percent' in distance
      ? `${distance.percent} % away`
      : 'amount' in distance
        ? `${distance.amount} away`
        : `at ${distance.price}`
  return [
    `${side} ${quantity} ${symbol} by ${entry.type}`,
    `stop ${at(stop.distance)}`,
    ...takeProfits.map(({ distance }) => `take-profit ${at(distance)}`),
    ...(timeStopMs === undefined ? [] : [`closed after ${timeStopMs} ms`]),
    `for ${owner}`,
  ].join(', ')
}

function describeResult(result: TradeResult): string {
  const { state, exitReason, entry, exit, realizedPnl, fees, longestUnprotectedMs, refusal } = result
  return [
    `${state} by ${exitReason}`,
    ...(isGiven(entry.quantity) ? [`in ${entry.quantity} at ${entry.averagePrice}`] : []),
    ...(isGiven(exit.quantity) ? [`out ${exit.quantity} at ${exit.averagePrice}`] : []),
    ...(isGiven(entry.quantity)
      ? [`${realizedPnl} after fees of ${fees}`, `${longestUnprotectedMs} ms without stop`]
      : []),
    ...(refusal === undefined ? [] : [refusal]),
  ].join(', ')
}

/** An entry of a journal as a person says it: what happened, and its facts. */
export function describeJournalEntry(entry: JournalEntry): { readonly what: string; readonly detail: string } {
  switch (entry.type) {
    case 'intent':
      return { what: 'meant', detail: describeTerms(entry.terms) }
    case 'sent':
      return { what: 'sent', detail: entry.nonceUs === undefined ? '' : `signed with nonce ${entry.nonceUs}` }
    case 'order':
    case 'orderEnded':
      return { what: entry.type === 'order' ? 'reported' : 'ended', detail: describeNote(entry.note) }
    case 'fill':
      return { what: 'filled', detail: describeFill(entry.fill) }
    case 'tradeOpened':
      return { what: 'trade planned', detail: describePlan(entry.plan) }
    case 'tradeOrder':
      return { what: 'trade order', detail: `${entry.role} of trade ${entry.tradeId}` }
    case 'tradeTransition':
      return { what: 'trade', detail: `${entry.from} → ${entry.to} (${entry.cause})` }
    case 'tradeResumed':
      return { what: 'trade resumed', detail: 'by a later start of the program' }
    case 'tradeEnded':
      return { what: 'trade ended', detail: describeResult(entry.result) }
    case 'incident':
      return { what: 'incident', detail: `${entry.what}: ${entry.detail}` }
    default:
      return { what: entry.type, detail: JSON.stringify(entry) }
  }
}
