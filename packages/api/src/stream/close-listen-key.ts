import { defineEndpoint } from '../define-endpoint.ts'
import { nothing } from '../schema/received.ts'
import { noParams } from '../schema/sent.ts'

/** One key per account: closing it silences every program that shares the account. */
export const closeListenKeyEndpoint = defineEndpoint({
  name: 'closeListenKey',
  group: 'stream',
  method: 'DELETE',
  path: { v3: '/fapi/v3/listenKey', v1: '/fapi/v1/listenKey' },
  access: 'userStream',
  effect: 'idempotent',
  weight: 1,
  params: noParams,
  result: nothing,
})
