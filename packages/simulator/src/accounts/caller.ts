import type { Access, ApiVersion, Endpoint } from '@aster/api'

import type { Params } from '../http/read-params.ts'

/** Who makes a call, once the proof was good. */
export interface Caller {
  readonly accountId: string
  readonly version: ApiVersion
  /** V3: the nonce the call was signed with, microseconds. */
  readonly nonceUs: bigint | undefined
  /** V3: the address that signed. */
  readonly signer: string | undefined
  /** V3: the nonce had been used before; only where a call may use that of an earlier one. */
  readonly isNonceUsed?: boolean
}

/** What is needed to find out who calls. */
export interface AccessCheck {
  readonly endpoint: Endpoint
  readonly access: Access
  readonly params: Params
  /** Query and body as received. */
  readonly query: string
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
  readonly remoteAddress: string
  /** The call is signed with the nonce of an earlier one, which may be used and old. */
  readonly reusesNonce?: boolean
}
