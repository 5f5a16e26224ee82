import { defineEndpoint } from '../define-endpoint.ts'
import { nothing } from '../schema/received.ts'
import { noParams } from '../schema/sent.ts'

export const pingEndpoint = defineEndpoint({
  name: 'ping',
  group: 'market',
  method: 'GET',
  path: { v3: '/fapi/v3/ping', v1: '/fapi/v1/ping' },
  access: 'public',
  effect: 'read',
  weight: 1,
  params: noParams,
  result: nothing,
})
