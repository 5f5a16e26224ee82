import { Secret } from '@aster/core'

import type { AccountSpec } from '../accounts/account-spec.ts'
import { testKeys } from './test-keys.ts'

/** Accounts for tests: the master wallet with its agent and 10,000 USDT, and an API key with as much. */
export const testAccounts: readonly AccountSpec[] = [
  { usdt: '10000', v3: { user: testKeys.master.address, signers: [testKeys.agent.address] } },
  { usdt: '10000', v1: { apiKey: new Secret(testKeys.v1.apiKey), apiSecret: new Secret(testKeys.v1.apiSecret) } },
]
