import { ParameterError } from '@aster/core'

import { isSameAddress } from '../keys/address.ts'
import { formatSignature, parseSignature } from '../verify/parse-signature.ts'
import { recoverDigestSigner } from '../verify/recover-signer.ts'
import type { SignPayload, Wallet } from './wallet.ts'

/**
 * Asks a wallet to sign, checks that the answer belongs to its address, and spells it as clients send it.
 *
 * @throws {ParameterError} The wallet answered something that is not its signature of this payload. Nothing was sent.
 */
export async function signWithWallet(wallet: Wallet, payload: SignPayload): Promise<string> {
  const answer = await wallet.sign(payload)
  const parsed = parseSignature(answer)
  if (parsed === undefined) refuse('must be 65 bytes of hex: r, s, v', `${answer.length} characters`)
  const recovered = recoverDigestSigner(payload.digest, answer)
  if (recovered === undefined || !isSameAddress(recovered, wallet.address)) {
    refuse(`must be of ${wallet.address}`, `a signature of ${recovered ?? 'nobody'}`)
  }
  return formatSignature(parsed)
}

function refuse(message: string, value: string): never {
  throw new ParameterError('sign', [{ field: 'signature', rule: 'walletSignature', value, message }])
}
