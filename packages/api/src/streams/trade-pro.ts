import { z } from 'zod'

import { decimal, id, timeMs } from '../schema/received.ts'
import { symbol } from '../schema/sent.ts'
import { defineStream } from './define-stream.ts'
import { parseSymbolStream, toStreamSymbol } from './stream-names.ts'

/** One fill with its place on the chain. */
export interface TradeProEvent {
  readonly type: 'tradePro'
  readonly symbol: string
  readonly eventTimeMs: number
  readonly transactionTimeMs: number
  readonly tradeId: string
  /** Quote asset per base asset. */
  readonly price: string
  /** Base asset. */
  readonly quantity: string
  /** All zero for hidden trades. */
  readonly transactionHash: string
  /** An address, or the text `hidden` for private accounts. */
  readonly taker: string
  /** An address, or the text `hidden` for private accounts. */
  readonly maker: string
}

const payload = z.object({
  E: timeMs,
  T: timeMs,
  s: z.string(),
  t: id,
  p: decimal,
  q: decimal,
  h: z.string(),
  m: z.tuple([z.string(), z.string()]),
})

/** `<symbol>@tradepro`: single fills with chain hash and addresses, in real time. */
export const tradeProStream = defineStream({
  name: 'tradePro',
  params: z.strictObject({ symbol }),
  streamName: (params) => `${toStreamSymbol(params.symbol)}@tradepro`,
  parseStreamName: (name) => {
    const found = parseSymbolStream(name, 'tradepro')
    return found === undefined ? undefined : { symbol: found }
  },
  payload,
  toEvent: (wire): TradeProEvent => ({
    type: 'tradePro',
    symbol: wire.s,
    eventTimeMs: wire.E,
    transactionTimeMs: wire.T,
    tradeId: wire.t,
    price: wire.p,
    quantity: wire.q,
    transactionHash: wire.h,
    taker: wire.m[0],
    maker: wire.m[1],
  }),
  order: { sequenceOf: (event) => Number(event.tradeId), isUnique: true },
})
