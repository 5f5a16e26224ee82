import { z } from 'zod'

import { decimal, id, timeMs, whole } from '../schema/received.ts'
import { symbol } from '../schema/sent.ts'
import { defineStream } from './define-stream.ts'
import { parseSymbolStream, toStreamSymbol } from './stream-names.ts'

/** Rolling 24 hours. Prices in quote asset per base asset. */
export interface TickerEvent {
  readonly type: 'ticker'
  readonly symbol: string
  readonly eventTimeMs: number
  readonly priceChange: string
  /** Percent. */
  readonly priceChangePercent: string
  readonly weightedAveragePrice: string
  readonly lastPrice: string
  readonly lastQuantity: string
  readonly open: string
  readonly high: string
  readonly low: string
  /** Base asset. */
  readonly volume: string
  /** Quote asset. */
  readonly quoteVolume: string
  readonly openTimeMs: number
  readonly closeTimeMs: number
  readonly firstTradeId: string
  readonly lastTradeId: string
  readonly tradeCount: number
}

export const tickerPayload = z.object({
  E: timeMs,
  s: z.string(),
  p: decimal,
  P: decimal,
  w: decimal,
  c: decimal,
  Q: decimal,
  o: decimal,
  h: decimal,
  l: decimal,
  v: decimal,
  q: decimal,
  O: timeMs,
  C: timeMs,
  F: id,
  L: id,
  n: whole,
})

export const toTickerEvent = (wire: z.output<typeof tickerPayload>): TickerEvent => ({
  type: 'ticker',
  symbol: wire.s,
  eventTimeMs: wire.E,
  priceChange: wire.p,
  priceChangePercent: wire.P,
  weightedAveragePrice: wire.w,
  lastPrice: wire.c,
  lastQuantity: wire.Q,
  open: wire.o,
  high: wire.h,
  low: wire.l,
  volume: wire.v,
  quoteVolume: wire.q,
  openTimeMs: wire.O,
  closeTimeMs: wire.C,
  firstTradeId: wire.F,
  lastTradeId: wire.L,
  tradeCount: wire.n,
})

/** `<symbol>@ticker`: the 24-hour statistics, every 500 ms. */
export const tickerStream = defineStream({
  name: 'ticker',
  params: z.strictObject({ symbol }),
  streamName: (params) => `${toStreamSymbol(params.symbol)}@ticker`,
  parseStreamName: (name) => {
    const found = parseSymbolStream(name, 'ticker')
    return found === undefined ? undefined : { symbol: found }
  },
  payload: tickerPayload,
  toEvent: toTickerEvent,
  order: { sequenceOf: (event) => event.eventTimeMs, isUnique: false },
  conflation: {},
  silenceMs: 60_000,
})
