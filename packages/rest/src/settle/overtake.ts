import { decideError, noopEndpoint } from '@aster/api'
import { AsterError, RejectedError } from '@aster/core'

import type { SettleClient } from './settle-options.ts'

/**
 * Who owns a nonce. `ours`: the noop was accepted, so no other request with it ever will be. `taken`: something with it
 * was handled already, or it is too old. `open`: the noop got no answer.
 */
export type NonceOwner = 'ours' | 'taken' | 'open'

/** Sends a noop with the nonce of a lost request, so that the lost one cannot be accepted any more. */
export async function overtake(
  client: SettleClient,
  nonceUs: bigint | undefined,
  signal: AbortSignal | undefined,
): Promise<NonceOwner> {
  try {
    await client.call(noopEndpoint, {}, { nonceUs, lane: 'cancel', signal })
    return 'ours'
  } catch (error) {
    signal?.throwIfAborted()
    if (!(error instanceof AsterError)) throw error
    if (!(error instanceof RejectedError)) return 'open'
    if (decideError(error.code, error.reason) === 'fatalAuth') throw error
    return 'taken'
  }
}
