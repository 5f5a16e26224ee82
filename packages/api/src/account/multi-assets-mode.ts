import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { bool } from '../schema/received.ts'
import { noParams } from '../schema/sent.ts'

export const multiAssetsModeEndpoint = defineEndpoint({
  name: 'getMultiAssetsMode',
  group: 'account',
  method: 'GET',
  path: { v3: '/fapi/v3/multiAssetsMargin', v1: '/fapi/v1/multiAssetsMargin' },
  access: 'userData',
  effect: 'read',
  weight: 30,
  params: noParams,
  result: z.object({ multiAssetsMargin: bool }),
})
