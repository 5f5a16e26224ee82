import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { noParams } from '../schema/sent.ts'

/** Valid 60 minutes. With a running key the same one comes back, extended. */
export const createListenKeyEndpoint = defineEndpoint({
  name: 'createListenKey',
  group: 'stream',
  method: 'POST',
  path: { v3: '/fapi/v3/listenKey', v1: '/fapi/v1/listenKey' },
  access: 'userStream',
  effect: 'idempotent',
  weight: 1,
  params: noParams,
  result: z.object({ listenKey: z.string().min(1) }),
})
