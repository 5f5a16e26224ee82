import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { decimal, openText, timeMs, whole } from '../schema/received.ts'
import { noParams } from '../schema/sent.ts'

/** A POST that only reads. */
export const depositWithdrawHistoryEndpoint = defineEndpoint({
  name: 'getDepositWithdrawHistory',
  group: 'wallet',
  method: 'POST',
  path: { v3: '/fapi/v3/aster/deposit-withdraw-history', v1: '/fapi/aster/deposit-withdraw-history' },
  access: 'userData',
  effect: 'read',
  // not documented
  weight: 5,
  params: noParams,
  result: z.array(
    z.object({
      id: z.string(),
      type: openText(['DEPOSIT', 'WITHDRAW']),
      asset: z.string(),
      amount: decimal,
      state: openText(['PROCESSING', 'SUCCESS', 'FAILED']),
      txHash: z.string().nullish(),
      time: timeMs,
      chainId: whole,
      accountType: openText(['spot', 'perp']),
    }),
  ),
})
