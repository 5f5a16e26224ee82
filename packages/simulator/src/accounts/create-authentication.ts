import type { ApiVersion } from '@aster/api'
import type { Clock } from '@aster/core'

import type { AccountRegistry } from './account-registry.ts'
import { authenticateV1 } from './authenticate-v1.ts'
import { authenticateV3 } from './authenticate-v3.ts'
import { authenticateWallet } from './authenticate-wallet.ts'
import type { AccessCheck, Caller } from './caller.ts'
import type { NonceMemory } from './nonce-memory.ts'

/** USDT in the wallet of an account that is opened for an unknown user. */
const freshUsdt = '10000'

export interface AuthenticationOptions {
  readonly clock: Clock
  readonly registry: AccountRegistry
  readonly nonceWindowMs: number
  readonly closed: boolean
  readonly nonces: NonceMemory
}

/** Finds out who calls, by the rules of the path's version. */
export function createAuthentication(
  options: AuthenticationOptions,
): (version: ApiVersion, check: AccessCheck) => Caller {
  const v3Options = { ...options, freshUsdt }
  return (version, check) => {
    if (check.endpoint.signature !== undefined) return authenticateWallet(v3Options, check)
    return version === 'v1' ? authenticateV1(options, check) : authenticateV3(v3Options, check)
  }
}
