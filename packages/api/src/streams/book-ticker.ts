import { z } from 'zod'

import { decimal, timeMs, whole } from '../schema/received.ts'
import { symbol } from '../schema/sent.ts'
import { defineStream } from './define-stream.ts'
import { readDecimal, readObject, readText, readWhole } from './read-fields.ts'
import { parseSymbolStream, toStreamSymbol } from './stream-names.ts'

/** Best price and quantity of both sides. Prices in quote asset per base asset, quantities in base asset. */
export interface BookTickerEvent {
  readonly type: 'bookTicker'
  readonly symbol: string
  readonly updateId: number
  readonly eventTimeMs: number
  readonly transactionTimeMs: number
  readonly bestBid: string
  readonly bestBidQuantity: string
  readonly bestAsk: string
  readonly bestAskQuantity: string
}

export const bookTickerPayload = z.object({
  u: whole,
  E: timeMs,
  T: timeMs,
  s: z.string(),
  b: decimal,
  B: decimal,
  a: decimal,
  A: decimal,
})

export const toBookTickerEvent = (wire: z.output<typeof bookTickerPayload>): BookTickerEvent => ({
  type: 'bookTicker',
  symbol: wire.s,
  updateId: wire.u,
  eventTimeMs: wire.E,
  transactionTimeMs: wire.T,
  bestBid: wire.b,
  bestBidQuantity: wire.B,
  bestAsk: wire.a,
  bestAskQuantity: wire.A,
})

export function parseBookTicker(value: unknown): BookTickerEvent {
  const raw = readObject('bookTicker', value)
  return {
    type: 'bookTicker',
    symbol: readText('bookTicker', 's', raw['s']),
    updateId: readWhole('bookTicker', 'u', raw['u']),
    eventTimeMs: readWhole('bookTicker', 'E', raw['E']),
    transactionTimeMs: readWhole('bookTicker', 'T', raw['T']),
    bestBid: readDecimal('bookTicker', 'b', raw['b']),
    bestBidQuantity: readDecimal('bookTicker', 'B', raw['B']),
    bestAsk: readDecimal('bookTicker', 'a', raw['a']),
    bestAskQuantity: readDecimal('bookTicker', 'A', raw['A']),
  }
}

/** `<symbol>@bookTicker`: the touch of one symbol, in real time. */
export const bookTickerStream = defineStream({
  name: 'bookTicker',
  params: z.strictObject({ symbol }),
  streamName: (params) => `${toStreamSymbol(params.symbol)}@bookTicker`,
  parseStreamName: (name) => {
    const found = parseSymbolStream(name, 'bookTicker')
    return found === undefined ? undefined : { symbol: found }
  },
  payload: bookTickerPayload,
  toEvent: toBookTickerEvent,
  parseFast: parseBookTicker,
  order: { sequenceOf: (event) => event.updateId, isUnique: true },
  conflation: {},
  silenceMs: 60_000,
})
