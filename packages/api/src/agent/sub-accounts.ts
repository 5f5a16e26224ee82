import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { bool, id } from '../schema/received.ts'
import { noParams } from '../schema/sent.ts'

/** Needs a signer that names its user. */
export const subAccountsEndpoint = defineEndpoint({
  name: 'getSubAccounts',
  group: 'agent',
  method: 'GET',
  path: { v3: '/fapi/v3/getSubAccountList' },
  access: 'userData',
  addedBySignature: ['nonce', 'user', 'signer', 'signature'],
  effect: 'read',
  weight: 5,
  params: noParams,
  result: z.array(z.object({ accountId: id, subAccountName: z.string().nullish(), parentAccount: bool })),
})
