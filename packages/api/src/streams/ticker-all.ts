import { z } from 'zod'

import { defineStream } from './define-stream.ts'
import { mergeBySymbol } from './merge-by-symbol.ts'
import { type TickerEvent, tickerPayload, toTickerEvent } from './ticker.ts'

/** Changed symbols only. */
export interface TickerAllEvent {
  readonly type: 'tickerAll'
  /** The newest event time in it; 0 when it is empty. */
  readonly eventTimeMs: number
  readonly tickers: readonly TickerEvent[]
}

/** `!ticker@arr`: the 24-hour statistics of every symbol that changed, every second. */
export const tickerAllStream = defineStream({
  name: 'tickerAll',
  params: z.strictObject({}),
  streamName: () => '!ticker@arr',
  parseStreamName: (name) => (name === '!ticker@arr' ? {} : undefined),
  payload: z.array(tickerPayload),
  toEvent: (wire): TickerAllEvent => ({
    type: 'tickerAll',
    eventTimeMs: wire.reduce((newest, row) => Math.max(newest, row.E), 0),
    tickers: wire.map(toTickerEvent),
  }),
  order: { sequenceOf: (event) => event.eventTimeMs, isUnique: false },
  conflation: { merge: (older, newer) => ({ ...newer, tickers: mergeBySymbol(older.tickers, newer.tickers) }) },
  silenceMs: 30_000,
})
