import type { FeedEvent } from '@aster/runtime'

import { isGiven } from './is-given.ts'

/** An event of a feed as a person says it: what happened, and its facts. */
export function describeFeedEvent(event: FeedEvent): { readonly what: string; readonly detail: string } {
  switch (event.kind) {
    case 'order': {
      const { status, side, symbol, type, quantity, price, stopPrice, filledQuantity, reason } = event
      const where = `${isGiven(price) ? ` at ${price}` : ''}${isGiven(stopPrice) ? ` when ${stopPrice} is reached` : ''}`
      const filled = isGiven(filledQuantity) ? `, ${filledQuantity} filled` : ''
      const why = reason === undefined ? '' : `, ${reason}`
      const size = isGiven(quantity) ? ` ${quantity}` : ''
      return { what: 'order', detail: `${status}: ${side}${size} ${symbol} ${type}${where}${filled}${why}` }
    }
    case 'fill': {
      const { quantity, price, isMaker, fee, feeAsset, tradeId } = event
      const as = isMaker ? 'maker' : 'taker'
      return { what: 'fill', detail: `${quantity} at ${price} as ${as}, fee ${fee} ${feeAsset}, execution ${tradeId}` }
    }
    case 'decision':
      return { what: 'decision', detail: `${event.what}, ${event.outcome}: ${event.reason}` }
    case 'incident':
      return { what: 'incident', detail: `${event.severity}: ${event.what}, ${event.detail}` }
    default: {
      const { kind, sequence: _sequence, atMs: _atMs, ...facts } = event
      return { what: kind, detail: JSON.stringify(facts) }
    }
  }
}
