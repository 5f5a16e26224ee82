import { defineEndpoint } from '../define-endpoint.ts'
import { confirmation } from '../schema/received.ts'
import { noParams } from '../schema/sent.ts'

/**
 * Sent with the nonce of an earlier request that has not been acted on yet: whichever is handled first wins, the other
 * is refused with -4225.
 */
export const noopEndpoint = defineEndpoint({
  name: 'noop',
  group: 'trading',
  method: 'POST',
  path: { v3: '/fapi/v3/noop' },
  access: 'trade',
  effect: 'idempotent',
  weight: 1,
  params: noParams,
  result: confirmation,
})
