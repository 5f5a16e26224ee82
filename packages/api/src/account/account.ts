import { defineEndpoint } from '../define-endpoint.ts'
import { noParams } from '../schema/sent.ts'
import { accountResult } from './account-result.ts'

/** The joint-margin view, documented for both versions. */
export const accountEndpoint = defineEndpoint({
  name: 'getAccount',
  group: 'account',
  method: 'GET',
  path: { v3: '/fapi/v3/accountWithJoinMargin', v1: '/fapi/v4/account' },
  access: 'userData',
  effect: 'read',
  weight: 5,
  params: noParams,
  result: accountResult,
})
