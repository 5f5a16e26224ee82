import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { confirmation } from '../schema/received.ts'
import { flag } from '../schema/sent.ts'

/** True: all assets margin each other. It changes the meaning of `availableBalance` and of account totals. */
export const setMultiAssetsModeEndpoint = defineEndpoint({
  name: 'setMultiAssetsMode',
  group: 'account',
  method: 'POST',
  path: { v3: '/fapi/v3/multiAssetsMargin', v1: '/fapi/v1/multiAssetsMargin' },
  access: 'trade',
  effect: 'idempotent',
  weight: 1,
  params: z.strictObject({ multiAssetsMargin: flag }),
  result: confirmation,
})
