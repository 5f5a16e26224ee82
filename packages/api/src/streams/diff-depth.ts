import { z } from 'zod'

import { symbol } from '../schema/sent.ts'
import { defineStream } from './define-stream.ts'
import {
  type DepthFields,
  depthPayload,
  depthSpeed,
  parseDepthFields,
  parseDepthSuffix,
  toDepthFields,
  toDepthSuffix,
} from './depth-payload.ts'
import { splitSymbolStream, toStreamSymbol } from './stream-names.ts'

/** Levels that changed. Quantities are absolute; 0 removes the level; removing an unknown level is normal. */
export interface DiffDepthEvent extends DepthFields {
  readonly type: 'diffDepth'
}

/** `<symbol>@depth`: changes of the whole book, every 250 ms, 500 ms or 100 ms; silent when nothing changed. */
export const diffDepthStream = defineStream({
  name: 'diffDepth',
  params: z.strictObject({ symbol, speedMs: depthSpeed.optional() }),
  streamName: (params) => `${toStreamSymbol(params.symbol)}@depth${toDepthSuffix(params.speedMs)}`,
  parseStreamName: (name) => {
    const found = splitSymbolStream(name)
    if (found === undefined || !found.rest.startsWith('depth')) return undefined
    const speedMs = parseDepthSuffix(found.rest.slice('depth'.length))
    return speedMs === undefined ? undefined : { symbol: found.symbol, speedMs }
  },
  payload: depthPayload,
  toEvent: (wire): DiffDepthEvent => toDepthFields('diffDepth', wire),
  parseFast: (raw): DiffDepthEvent => parseDepthFields('diffDepth', raw),
  order: {
    sequenceOf: (event) => event.lastUpdateId,
    previousOf: (event) => event.previousUpdateId,
    isUnique: true,
  },
  silenceMs: 60_000,
})
