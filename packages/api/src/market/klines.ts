import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { symbol } from '../schema/sent.ts'
import { klineParams, klineRow, klineWeight } from './kline-row.ts'

export const klinesEndpoint = defineEndpoint({
  name: 'getKlines',
  group: 'market',
  method: 'GET',
  path: { v3: '/fapi/v3/klines', v1: '/fapi/v1/klines' },
  access: 'public',
  effect: 'read',
  weight: klineWeight,
  params: z.strictObject({ symbol, ...klineParams }),
  result: z.array(klineRow),
})
