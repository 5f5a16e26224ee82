import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { rowLimit, symbol } from '../schema/sent.ts'
import { tradeRow } from './trade-row.ts'

export const tradesEndpoint = defineEndpoint({
  name: 'getTrades',
  group: 'market',
  method: 'GET',
  path: { v3: '/fapi/v3/trades', v1: '/fapi/v1/trades' },
  access: 'public',
  effect: 'read',
  weight: 1,
  params: z.strictObject({ symbol, limit: rowLimit(1000).optional() }),
  result: z.array(tradeRow),
})
