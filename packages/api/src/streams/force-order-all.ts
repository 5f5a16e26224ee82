import { z } from 'zod'

import { defineStream } from './define-stream.ts'
import { forceOrderPayload, toForceOrderEvent } from './force-order.ts'

/** `!forceOrder@arr`: liquidations of every symbol, one event each despite the suffix. */
export const forceOrderAllStream = defineStream({
  name: 'forceOrderAll',
  params: z.strictObject({}),
  streamName: () => '!forceOrder@arr',
  parseStreamName: (name) => (name === '!forceOrder@arr' ? {} : undefined),
  payload: forceOrderPayload,
  toEvent: toForceOrderEvent,
  order: { sequenceOf: (event) => event.eventTimeMs, partitionOf: (event) => event.symbol, isUnique: false },
})
