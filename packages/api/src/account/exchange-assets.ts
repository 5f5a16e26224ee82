import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { decimal, id, timeMs } from '../schema/received.ts'
import { noParams } from '../schema/sent.ts'

/** Converts balances now. Multi-assets mode only, otherwise -4212. No answer when nothing was exchanged. */
export const exchangeAssetsEndpoint = defineEndpoint({
  name: 'exchangeAssets',
  group: 'account',
  method: 'POST',
  path: { v3: '/fapi/v3/assetExchange' },
  access: 'trade',
  effect: 'write',
  weight: 1,
  params: noParams,
  result: z.object({ accountId: id, asset: z.string(), balance: decimal, updateTime: timeMs }).optional(),
})
