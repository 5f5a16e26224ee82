import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { noParams } from '../schema/sent.ts'

export const assetLogosEndpoint = defineEndpoint({
  name: 'getAssetLogos',
  group: 'market',
  method: 'GET',
  path: { v3: '/fapi/v3/common/asset/all-asset-logo' },
  access: 'public',
  effect: 'read',
  weight: 1,
  params: noParams,
  result: z.array(z.object({ assetCode: z.string(), logoUrl: z.string() })),
})
