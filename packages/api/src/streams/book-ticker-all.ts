import { z } from 'zod'

import { bookTickerPayload, parseBookTicker, toBookTickerEvent } from './book-ticker.ts'
import { defineStream } from './define-stream.ts'

/** `!bookTicker`: the touch of every symbol, one event per change, in real time. */
export const bookTickerAllStream = defineStream({
  name: 'bookTickerAll',
  params: z.strictObject({}),
  streamName: () => '!bookTicker',
  parseStreamName: (name) => (name === '!bookTicker' ? {} : undefined),
  payload: bookTickerPayload,
  toEvent: toBookTickerEvent,
  parseFast: parseBookTicker,
  order: { sequenceOf: (event) => event.updateId, partitionOf: (event) => event.symbol, isUnique: true },
  conflation: { keyOf: (event) => event.symbol },
  silenceMs: 30_000,
})
