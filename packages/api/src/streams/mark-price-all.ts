import { z } from 'zod'

import { defineStream } from './define-stream.ts'
import { type MarkPriceEvent, markPricePayload, markPriceSpeed, toMarkPriceEvent } from './mark-price.ts'

export interface MarkPriceAllEvent {
  readonly type: 'markPriceAll'
  /** The newest event time in it; 0 when it is empty. */
  readonly eventTimeMs: number
  readonly markPrices: readonly MarkPriceEvent[]
}

/** `!markPrice@arr`: mark prices of every symbol, every 3 s or 1 s. */
export const markPriceAllStream = defineStream({
  name: 'markPriceAll',
  params: z.strictObject({ speedMs: markPriceSpeed.optional() }),
  streamName: (params) => (params.speedMs === 1000 ? '!markPrice@arr@1s' : '!markPrice@arr'),
  parseStreamName: (name) => {
    if (name === '!markPrice@arr') return { speedMs: 3000 as const }
    return name === '!markPrice@arr@1s' ? { speedMs: 1000 as const } : undefined
  },
  payload: z.array(markPricePayload),
  toEvent: (wire): MarkPriceAllEvent => ({
    type: 'markPriceAll',
    eventTimeMs: wire.reduce((newest, row) => Math.max(newest, row.E), 0),
    markPrices: wire.map(toMarkPriceEvent),
  }),
  order: { sequenceOf: (event) => event.eventTimeMs, isUnique: false },
  conflation: {},
  silenceMs: 15_000,
})
