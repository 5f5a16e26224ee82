import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { nothing } from '../schema/received.ts'

/** Extends the account's key by 60 minutes; renew every 30. -1125 when there is no such key. */
export const keepAliveListenKeyEndpoint = defineEndpoint({
  name: 'keepAliveListenKey',
  group: 'stream',
  method: 'PUT',
  path: { v3: '/fapi/v3/listenKey', v1: '/fapi/v1/listenKey' },
  access: 'userStream',
  effect: 'idempotent',
  weight: 1,
  /** The account decides which key; naming one is harmless. */
  params: z.strictObject({ listenKey: z.string().min(1).optional() }),
  result: nothing,
})
