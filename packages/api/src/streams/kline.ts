import { z } from 'zod'

import { type KlineInterval, klineIntervals } from '../enums.ts'
import { bool, decimal, id, type OpenText, openText, timeMs, whole } from '../schema/received.ts'
import { symbol } from '../schema/sent.ts'
import { defineStream } from './define-stream.ts'
import { splitSymbolStream, toStreamSymbol } from './stream-names.ts'

/** The running bar, or its last state when `isClosed`. Prices in quote asset per base asset, volumes in base asset. */
export interface KlineEvent {
  readonly type: 'kline'
  readonly symbol: string
  readonly eventTimeMs: number
  readonly interval: OpenText<KlineInterval>
  readonly openTimeMs: number
  /** The last millisecond of the bar. */
  readonly closeTimeMs: number
  readonly firstTradeId: string
  readonly lastTradeId: string
  readonly open: string
  readonly high: string
  readonly low: string
  readonly close: string
  readonly volume: string
  readonly quoteVolume: string
  readonly tradeCount: number
  readonly takerBuyVolume: string
  readonly takerBuyQuoteVolume: string
  readonly isClosed: boolean
}

const payload = z.object({
  E: timeMs,
  s: z.string(),
  k: z.object({
    t: timeMs,
    T: timeMs,
    s: z.string(),
    i: openText(klineIntervals),
    f: id,
    L: id,
    o: decimal,
    c: decimal,
    h: decimal,
    l: decimal,
    v: decimal,
    n: whole,
    x: bool,
    q: decimal,
    V: decimal,
    Q: decimal,
  }),
})

/** `<symbol>@kline_<interval>`: the running bar, every 250 ms when something changed. */
export const klineStream = defineStream({
  name: 'kline',
  params: z.strictObject({ symbol, interval: z.literal(klineIntervals) }),
  streamName: (params) => `${toStreamSymbol(params.symbol)}@kline_${params.interval}`,
  parseStreamName: (name) => {
    const found = splitSymbolStream(name)
    const interval = klineIntervals.find((known) => found?.rest === `kline_${known}`)
    return found === undefined || interval === undefined ? undefined : { symbol: found.symbol, interval }
  },
  payload,
  toEvent: ({ E, k }): KlineEvent => ({
    type: 'kline',
    symbol: k.s,
    eventTimeMs: E,
    interval: k.i,
    openTimeMs: k.t,
    closeTimeMs: k.T,
    firstTradeId: k.f,
    lastTradeId: k.L,
    open: k.o,
    high: k.h,
    low: k.l,
    close: k.c,
    volume: k.v,
    quoteVolume: k.q,
    tradeCount: k.n,
    takerBuyVolume: k.V,
    takerBuyQuoteVolume: k.Q,
    isClosed: k.x,
  }),
  order: { sequenceOf: (event) => event.eventTimeMs, isUnique: false },
  // A slow reader still gets the last state of every bar.
  conflation: { keyOf: (event) => String(event.openTimeMs) },
})
