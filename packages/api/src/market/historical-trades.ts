import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { idText, rowLimit, symbol } from '../schema/sent.ts'
import { tradeRow } from './trade-row.ts'

/** The newest trades, or those from `fromId` on. V1 wants the key header. */
export const historicalTradesEndpoint = defineEndpoint({
  name: 'getHistoricalTrades',
  group: 'market',
  method: 'GET',
  path: { v3: '/fapi/v3/historicalTrades', v1: '/fapi/v1/historicalTrades' },
  access: 'marketData',
  effect: 'read',
  weight: 20,
  params: z.strictObject({ symbol, limit: rowLimit(1000).optional(), fromId: idText.optional() }),
  result: z.array(tradeRow),
})
