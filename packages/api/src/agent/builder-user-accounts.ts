import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { bool, id, timeMs, whole } from '../schema/received.ts'
import { symbol } from '../schema/sent.ts'
import { builderPage, builderPageParams } from './builder-page.ts'

/** For a builder about its users; -5049 when the feature is off. */
export const builderUserAccountsEndpoint = defineEndpoint({
  name: 'getBuilderUserAccounts',
  group: 'agent',
  method: 'GET',
  path: { v3: '/fapi/v3/builder/userAccounts' },
  access: 'userData',
  effect: 'read',
  weight: 5,
  params: z.strictObject({ symbol: symbol.optional(), ...builderPageParams }),
  result: builderPage(
    z.object({
      address: z.string(),
      feeTier: whole,
      canTrade: bool,
      canDeposit: bool,
      canWithdraw: bool,
      updateTime: timeMs,
      accountType: whole.optional(),
      dualSidePosition: bool,
      jointMargin: bool,
      feeBurn: bool.optional(),
      feeBurnAssetId: id.nullish(),
      symbolConfig: z
        .array(z.object({ symbol: z.string(), leverage: whole, notionalLimitCoef: z.string().nullish() }))
        .optional(),
    }),
  ),
})
