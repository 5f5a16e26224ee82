import { z } from 'zod'

import { bool, decimal, id, timeMs } from '../schema/received.ts'
import { symbol } from '../schema/sent.ts'
import { defineStream } from './define-stream.ts'
import { readDecimal, readFlag, readId, readObject, readText, readWhole } from './read-fields.ts'
import { parseSymbolStream, toStreamSymbol } from './stream-names.ts'

/** Fills of one taker order at one price, merged. Order-book trades only. */
export interface AggTradeEvent {
  readonly type: 'aggTrade'
  readonly symbol: string
  readonly eventTimeMs: number
  readonly tradeTimeMs: number
  readonly aggregateTradeId: string
  /** Quote asset per base asset. */
  readonly price: string
  /** Base asset. */
  readonly quantity: string
  readonly firstTradeId: string
  readonly lastTradeId: string
  /** True when the taker sold. */
  readonly isBuyerMaker: boolean
}

const payload = z.object({
  E: timeMs,
  s: z.string(),
  a: id,
  p: decimal,
  q: decimal,
  f: id,
  l: id,
  T: timeMs,
  m: bool,
})

const toEvent = (wire: z.output<typeof payload>): AggTradeEvent => ({
  type: 'aggTrade',
  symbol: wire.s,
  eventTimeMs: wire.E,
  tradeTimeMs: wire.T,
  aggregateTradeId: wire.a,
  price: wire.p,
  quantity: wire.q,
  firstTradeId: wire.f,
  lastTradeId: wire.l,
  isBuyerMaker: wire.m,
})

function parseFast(value: unknown): AggTradeEvent {
  const raw = readObject('aggTrade', value)
  return {
    type: 'aggTrade',
    symbol: readText('aggTrade', 's', raw['s']),
    eventTimeMs: readWhole('aggTrade', 'E', raw['E']),
    tradeTimeMs: readWhole('aggTrade', 'T', raw['T']),
    aggregateTradeId: readId('aggTrade', 'a', raw['a']),
    price: readDecimal('aggTrade', 'p', raw['p']),
    quantity: readDecimal('aggTrade', 'q', raw['q']),
    firstTradeId: readId('aggTrade', 'f', raw['f']),
    lastTradeId: readId('aggTrade', 'l', raw['l']),
    isBuyerMaker: readFlag('aggTrade', 'm', raw['m']),
  }
}

/** `<symbol>@aggTrade`: trades, gathered over 100 ms. */
export const aggTradeStream = defineStream({
  name: 'aggTrade',
  params: z.strictObject({ symbol }),
  streamName: (params) => `${toStreamSymbol(params.symbol)}@aggTrade`,
  parseStreamName: (name) => {
    const found = parseSymbolStream(name, 'aggTrade')
    return found === undefined ? undefined : { symbol: found }
  },
  payload,
  toEvent,
  parseFast,
  order: {
    sequenceOf: (event) => Number(event.aggregateTradeId),
    previousOf: (event) => Number(event.aggregateTradeId) - 1,
    isUnique: true,
  },
})
