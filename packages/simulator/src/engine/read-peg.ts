import { findBestOfOthers } from './best-of-others.ts'
import type { Market } from './market.ts'
import type { Peg } from './order.ts'
import { accept, refuse, refuseExtra, refuseMissing, refuseValue } from './refusal.ts'
import type { OrderRequest, Outcome } from './types.ts'

/**
 * Reads a peg and finds its price in the book as it stands: the best price of the other side (COUNTERPARTY_1) or of the
 * own one (QUEUE_1) plus a signed offset that only leads away from the market. -1112 when that side is empty.
 */
export function readPeg(
  market: Market,
  request: OrderRequest,
): Outcome<{ readonly peg: Peg; readonly priceTicks: number } | undefined> {
  const { pegPriceType: type, pegOffset, side } = request
  if (type === undefined) return pegOffset === undefined ? accept(undefined) : refuseMissing('pegPriceType')
  if (request.type !== 'LIMIT') return refuseExtra('pegPriceType')
  if (type !== 'COUNTERPARTY_1' && type !== 'QUEUE_1') return refuseValue('pegPriceType')
  const offsetTicks = readOffset(market, pegOffset ?? '0')
  if (offsetTicks === undefined || (side === 'BUY' ? offsetTicks > 0 : offsetTicks < 0)) return refuseValue('pegOffset')
  const isBuy = side === 'BUY'
  const best = findBestOfOthers(market, isBuy === (type === 'QUEUE_1') ? 1 : -1)
  if (best === undefined) return refuse(-1112)
  const priceTicks = best + offsetTicks
  return priceTicks < market.instrument.minPriceTicks
    ? refuse(-4013)
    : accept({ peg: { type, offsetTicks }, priceTicks })
}

/** Signed whole ticks. */
function readOffset(market: Market, text: string): number | undefined {
  if (!/^-?\d/.test(text)) return undefined
  const isNegative = text.startsWith('-')
  const size = isNegative ? text.slice(1) : text
  const ticks = Number(size) === 0 ? 0 : market.instrument.rules.priceGrid.parse(size)
  if (ticks === undefined || ticks % market.instrument.tickUnits !== 0) return undefined
  return isNegative ? 0 - ticks : ticks
}
