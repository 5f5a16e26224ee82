import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { symbol } from '../schema/sent.ts'
import { klineParams, klineRow, klineWeight } from './kline-row.ts'

/** Not documented; other clients use it. Do not build on it. */
export const continuousKlinesEndpoint = defineEndpoint({
  name: 'getContinuousKlines',
  group: 'market',
  method: 'GET',
  path: { v1: '/fapi/v1/continuousKlines' },
  access: 'public',
  effect: 'read',
  weight: klineWeight,
  params: z.strictObject({ pair: symbol, contractType: z.literal('PERPETUAL'), ...klineParams }),
  result: z.array(klineRow),
})
