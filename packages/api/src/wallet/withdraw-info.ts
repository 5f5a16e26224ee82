import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { decimal, whole } from '../schema/received.ts'
import { noParams } from '../schema/sent.ts'

const chainLimits = z.object({
  chainId: whole,
  spotMaxWithdrawAmount: decimal,
  perpMaxWithdrawAmount: decimal,
  chainLimit: decimal,
  withdrawFee: decimal,
})

const assetLimits = z.object({
  currency: z.string(),
  spotTotalWithdrawAmount: decimal,
  perpTotalWithdrawAmount: decimal,
  dailyLimit: decimal,
  /** By chain id. */
  chainBalances: z.record(z.string(), chainLimits),
})

/** Limits, fees and what can be withdrawn. A POST that only reads. */
export const withdrawInfoEndpoint = defineEndpoint({
  name: 'getWithdrawInfo',
  group: 'wallet',
  method: 'POST',
  path: { v3: '/fapi/v3/aster/user-withdraw-info', v1: '/fapi/aster/user-withdraw-info' },
  access: 'userData',
  effect: 'read',
  // not documented
  weight: 1,
  params: noParams,
  result: z.object({
    userDailyLimit: decimal,
    userRemainingDailyLimit: decimal,
    totalDailyLimit: decimal,
    totalRemainingDailyLimit: decimal,
    /** By asset. */
    balances: z.record(z.string(), assetLimits),
  }),
})
