import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { incomeTypes } from '../enums.ts'
import { decimal, id, openText, timeMs } from '../schema/received.ts'
import { rowLimit, sentTimeMs, symbol } from '../schema/sent.ts'

/** The last 7 days by default; oldest first. */
export const incomeEndpoint = defineEndpoint({
  name: 'getIncome',
  group: 'account',
  method: 'GET',
  path: { v3: '/fapi/v3/income', v1: '/fapi/v1/income' },
  access: 'userData',
  effect: 'read',
  weight: 30,
  params: z.strictObject({
    symbol: symbol.optional(),
    /** One of the known types, or a newer one. */
    incomeType: z
      .string()
      .regex(/^[A-Z_]+$/, { error: 'must be an income type in upper case' })
      .optional(),
    startTime: sentTimeMs.optional(),
    endTime: sentTimeMs.optional(),
    limit: rowLimit(1000).optional(),
  }),
  result: z.array(
    z.object({
      /** Empty when it belongs to no symbol. */
      symbol: z.string(),
      incomeType: openText(incomeTypes),
      income: decimal,
      asset: z.string(),
      info: z.string(),
      time: timeMs,
      /** Unique within an income type. */
      tranId: id,
      /** May be empty. */
      tradeId: id.optional(),
    }),
  ),
})
