import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { weightBySymbol } from '../schema/cost.ts'
import { rows } from '../schema/one-or-all.ts'
import { decimal, id, timeMs, whole } from '../schema/received.ts'
import { symbol } from '../schema/sent.ts'

export const ticker24hrEndpoint = defineEndpoint({
  name: 'getTicker24hr',
  group: 'market',
  method: 'GET',
  path: { v3: '/fapi/v3/ticker/24hr', v1: '/fapi/v1/ticker/24hr' },
  access: 'public',
  effect: 'read',
  weight: weightBySymbol(1, 40),
  params: z.strictObject({ symbol: symbol.optional() }),
  oneWhen: 'symbol',
  result: rows(
    z.object({
      symbol: z.string(),
      priceChange: decimal,
      priceChangePercent: decimal,
      weightedAvgPrice: decimal,
      prevClosePrice: decimal.optional(),
      lastPrice: decimal,
      lastQty: decimal,
      openPrice: decimal,
      highPrice: decimal,
      lowPrice: decimal,
      volume: decimal,
      quoteVolume: decimal,
      openTime: timeMs,
      closeTime: timeMs,
      firstId: id,
      lastId: id,
      count: whole,
    }),
  ),
})
