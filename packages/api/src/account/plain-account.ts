import { defineEndpoint } from '../define-endpoint.ts'
import { noParams } from '../schema/sent.ts'
import { accountResult } from './account-result.ts'

/** The same without the joint-margin view. Prefer `getAccount`. */
export const plainAccountEndpoint = defineEndpoint({
  name: 'getPlainAccount',
  group: 'account',
  method: 'GET',
  path: { v3: '/fapi/v3/account', v1: '/fapi/v2/account' },
  access: 'userData',
  effect: 'read',
  weight: 5,
  params: noParams,
  result: accountResult,
})
