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

/** The full top of the book each time, not a difference. Bids run from the highest price down, asks from the lowest up. */
export interface PartialDepthEvent extends DepthFields {
  readonly type: 'partialDepth'
}

const depthLevels = [5, 10, 20] as const

/** `<symbol>@depth<levels>`: the top 5, 10 or 20 levels, every 250 ms, 500 ms or 100 ms. */
export const partialDepthStream = defineStream({
  name: 'partialDepth',
  params: z.strictObject({ symbol, levels: z.literal(depthLevels), speedMs: depthSpeed.optional() }),
  streamName: (params) => `${toStreamSymbol(params.symbol)}@depth${params.levels}${toDepthSuffix(params.speedMs)}`,
  parseStreamName: (name) => {
    const found = splitSymbolStream(name)
    const match = /^depth(5|10|20)(@.*)?$/.exec(found?.rest ?? '')
    if (found === undefined || match === null) return undefined
    const levels = depthLevels.find((known) => known === Number(match[1]))
    const speedMs = parseDepthSuffix(match[2] ?? '')
    return levels === undefined || speedMs === undefined ? undefined : { symbol: found.symbol, levels, speedMs }
  },
  payload: depthPayload,
  toEvent: (wire): PartialDepthEvent => toDepthFields('partialDepth', wire),
  parseFast: (raw): PartialDepthEvent => parseDepthFields('partialDepth', raw),
  order: { sequenceOf: (event) => event.lastUpdateId, isUnique: true },
  conflation: {},
  silenceMs: 60_000,
})
