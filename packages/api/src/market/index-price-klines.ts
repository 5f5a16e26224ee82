import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { symbol } from '../schema/sent.ts'
import { klineParams, klineWeight, priceKlineRow } from './kline-row.ts'

/** `pair` equals the symbol for perpetuals. */
export const indexPriceKlinesEndpoint = defineEndpoint({
  name: 'getIndexPriceKlines',
  group: 'market',
  method: 'GET',
  path: { v3: '/fapi/v3/indexPriceKlines', v1: '/fapi/v1/indexPriceKlines' },
  access: 'public',
  effect: 'read',
  weight: klineWeight,
  params: z.strictObject({ pair: symbol, ...klineParams }),
  result: z.array(priceKlineRow),
})
