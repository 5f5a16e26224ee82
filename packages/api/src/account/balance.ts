import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { bool, decimal, timeMs } from '../schema/received.ts'
import { noParams } from '../schema/sent.ts'

export const balanceEndpoint = defineEndpoint({
  name: 'getBalance',
  group: 'account',
  method: 'GET',
  path: { v3: '/fapi/v3/balance', v1: '/fapi/v2/balance' },
  access: 'userData',
  effect: 'read',
  weight: 5,
  params: noParams,
  result: z.array(
    z.object({
      accountAlias: z.string(),
      asset: z.string(),
      balance: decimal,
      crossWalletBalance: decimal,
      /** Not reliable: compute unrealised profit from positions and mark price. */
      crossUnPnl: decimal,
      availableBalance: decimal,
      maxWithdrawAmount: decimal,
      marginAvailable: bool.optional(),
      updateTime: timeMs,
    }),
  ),
})
