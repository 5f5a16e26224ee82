import { z } from 'zod'

import { defineStream } from './define-stream.ts'
import { mergeBySymbol } from './merge-by-symbol.ts'
import { type MiniTickerEvent, miniTickerPayload, toMiniTickerEvent } from './mini-ticker.ts'

/** Changed symbols only. */
export interface MiniTickerAllEvent {
  readonly type: 'miniTickerAll'
  /** The newest event time in it; 0 when it is empty. */
  readonly eventTimeMs: number
  readonly miniTickers: readonly MiniTickerEvent[]
}

/** `!miniTicker@arr`: the short 24-hour statistics of every symbol that changed, every second. */
export const miniTickerAllStream = defineStream({
  name: 'miniTickerAll',
  params: z.strictObject({}),
  streamName: () => '!miniTicker@arr',
  parseStreamName: (name) => (name === '!miniTicker@arr' ? {} : undefined),
  payload: z.array(miniTickerPayload),
  toEvent: (wire): MiniTickerAllEvent => ({
    type: 'miniTickerAll',
    eventTimeMs: wire.reduce((newest, row) => Math.max(newest, row.E), 0),
    miniTickers: wire.map(toMiniTickerEvent),
  }),
  order: { sequenceOf: (event) => event.eventTimeMs, isUnique: false },
  conflation: {
    merge: (older, newer) => ({ ...newer, miniTickers: mergeBySymbol(older.miniTickers, newer.miniTickers) }),
  },
  silenceMs: 30_000,
})
