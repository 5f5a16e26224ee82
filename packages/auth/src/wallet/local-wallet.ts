import type { Secret } from '@aster/core'

import type { EngineName } from '../engine/crypto-engine.ts'
import { selectEngine } from '../engine/select-engine.ts'
import { computeAddress } from '../keys/address.ts'
import { parsePrivateKey } from '../keys/parse-private-key.ts'
import { formatSignature } from '../verify/parse-signature.ts'
import type { Wallet } from './wallet.ts'

/**
 * A wallet whose key is in memory. For the key of a main wallet prefer a wallet outside the program.
 *
 * @throws {ParameterError} The key has the wrong shape. It is never repeated.
 */
export function localWallet(options: {
  readonly privateKey: Secret
  readonly engine?: EngineName | 'auto' | undefined
}): Wallet {
  const engine = selectEngine(options.engine)
  const key = parsePrivateKey(options.privateKey, 'localWallet')
  return {
    address: computeAddress(engine.computePublicKey(key), engine),
    sign({ digest }) {
      const rs = new Uint8Array(64)
      return formatSignature({ recoveryId: engine.sign(digest, key, rs), rs })
    },
  }
}
