import { z } from 'zod'

import { decimal, timeMs } from '../schema/received.ts'
import { symbol } from '../schema/sent.ts'
import { defineStream } from './define-stream.ts'
import { parseSymbolStream, toStreamSymbol } from './stream-names.ts'

/** Rolling 24 hours, not the UTC day. Prices in quote asset per base asset. */
export interface MiniTickerEvent {
  readonly type: 'miniTicker'
  readonly symbol: string
  readonly eventTimeMs: number
  readonly close: string
  readonly open: string
  readonly high: string
  readonly low: string
  /** Base asset. */
  readonly volume: string
  /** Quote asset. */
  readonly quoteVolume: string
}

export const miniTickerPayload = z.object({
  E: timeMs,
  s: z.string(),
  c: decimal,
  o: decimal,
  h: decimal,
  l: decimal,
  v: decimal,
  q: decimal,
})

export const toMiniTickerEvent = (wire: z.output<typeof miniTickerPayload>): MiniTickerEvent => ({
  type: 'miniTicker',
  symbol: wire.s,
  eventTimeMs: wire.E,
  close: wire.c,
  open: wire.o,
  high: wire.h,
  low: wire.l,
  volume: wire.v,
  quoteVolume: wire.q,
})

/** `<symbol>@miniTicker`: the short 24-hour statistics, every 500 ms. */
export const miniTickerStream = defineStream({
  name: 'miniTicker',
  params: z.strictObject({ symbol }),
  streamName: (params) => `${toStreamSymbol(params.symbol)}@miniTicker`,
  parseStreamName: (name) => {
    const found = parseSymbolStream(name, 'miniTicker')
    return found === undefined ? undefined : { symbol: found }
  },
  payload: miniTickerPayload,
  toEvent: toMiniTickerEvent,
  order: { sequenceOf: (event) => event.eventTimeMs, isUnique: false },
  conflation: {},
  silenceMs: 60_000,
})
