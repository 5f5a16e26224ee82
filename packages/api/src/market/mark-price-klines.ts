import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { symbol } from '../schema/sent.ts'
import { klineParams, klineWeight, priceKlineRow } from './kline-row.ts'

export const markPriceKlinesEndpoint = defineEndpoint({
  name: 'getMarkPriceKlines',
  group: 'market',
  method: 'GET',
  path: { v3: '/fapi/v3/markPriceKlines', v1: '/fapi/v1/markPriceKlines' },
  access: 'public',
  effect: 'read',
  weight: klineWeight,
  params: z.strictObject({ symbol, ...klineParams }),
  result: z.array(priceKlineRow),
})
