import { z } from 'zod'

import { decimal, timeMs } from '../schema/received.ts'
import { symbol } from '../schema/sent.ts'
import { defineStream } from './define-stream.ts'
import { parseSymbolStream, toStreamSymbol } from './stream-names.ts'

/** Prices in quote asset per base asset. */
export interface MarkPriceEvent {
  readonly type: 'markPrice'
  readonly symbol: string
  readonly eventTimeMs: number
  readonly markPrice: string
  readonly indexPrice: string
  /** Meaningful only in the last hour before a settlement. */
  readonly estimatedSettlePrice: string
  /** Paid by longs to shorts when positive, per funding interval of the symbol. */
  readonly fundingRate: string
  readonly nextFundingTimeMs: number
}

export const markPricePayload = z.object({
  E: timeMs,
  s: z.string(),
  p: decimal,
  i: decimal,
  P: decimal.optional(),
  r: z.union([z.literal('').transform(() => '0'), decimal]),
  T: timeMs,
})

export const toMarkPriceEvent = (wire: z.output<typeof markPricePayload>): MarkPriceEvent => ({
  type: 'markPrice',
  symbol: wire.s,
  eventTimeMs: wire.E,
  markPrice: wire.p,
  indexPrice: wire.i,
  estimatedSettlePrice: wire.P ?? '0',
  fundingRate: wire.r,
  nextFundingTimeMs: wire.T,
})

/** Milliseconds between two events; 3,000 is the name without suffix. */
export const markPriceSpeed = z.literal([1000, 3000])

/** `<symbol>@markPrice`: mark price, index price and funding, every 3 s or 1 s. */
export const markPriceStream = defineStream({
  name: 'markPrice',
  params: z.strictObject({ symbol, speedMs: markPriceSpeed.optional() }),
  streamName: (params) => `${toStreamSymbol(params.symbol)}@markPrice${params.speedMs === 1000 ? '@1s' : ''}`,
  parseStreamName: (name) => {
    const slow = parseSymbolStream(name, 'markPrice')
    if (slow !== undefined) return { symbol: slow, speedMs: 3000 as const }
    const fast = parseSymbolStream(name, 'markPrice@1s')
    return fast === undefined ? undefined : { symbol: fast, speedMs: 1000 as const }
  },
  payload: markPricePayload,
  toEvent: toMarkPriceEvent,
  order: { sequenceOf: (event) => event.eventTimeMs, isUnique: true },
  conflation: {},
  silenceMs: 15_000,
})
