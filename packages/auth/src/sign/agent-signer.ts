import type { Secret } from '@aster/core'

import { assertClockSure } from '../clock-unsure-error.ts'
import { getMessageHasher } from '../eip712/hash-message.ts'
import type { EngineName } from '../engine/crypto-engine.ts'
import { selectEngine } from '../engine/select-engine.ts'
import { computeAddress } from '../keys/address.ts'
import { parsePrivateKey } from '../keys/parse-private-key.ts'
import { type Network, chainIdOf } from '../networks.ts'
import type { NonceSource } from '../nonce/create-nonce-source.ts'
import { buildMessage } from './build-message.ts'
import { assertIdentity } from './check-identity.ts'
import { createSignedRequest } from './signed-request.ts'
import type { SyncSigner } from './signer.ts'

export interface AgentSignerOptions {
  /** The agent's key: 64 hex digits, with or without 0x. */
  readonly privateKey: Secret
  /** The agent's address, checked against the key. */
  readonly signer?: string | undefined
  /** The main wallet whose account is traded; sent when given. */
  readonly user?: string | undefined
  readonly network?: Network | undefined
  /** Wins over `network`; mainnet (1666) when neither is given. */
  readonly chainId?: number | undefined
  /** The nonces of this agent. Two signers of one agent must share one source. */
  readonly nonces: NonceSource
  /** How wrong the clock offset may be, in milliseconds. Nothing is signed above 5000. */
  readonly clockUncertaintyMs?: (() => number) | undefined
  /** `auto` takes the fastest that loads. */
  readonly engine?: EngineName | 'auto' | undefined
  /** Lets the main wallet sign for itself. Off by default: it puts the main key into the program. */
  readonly allowSignerAsUser?: boolean | undefined
}

/**
 * Signs V3 requests with an agent key. GET goes into the query string, writes into a form body.
 *
 * @throws {ParameterError} The key has the wrong shape, the signer does not belong to it, or it is the user's own. The key
 * is never repeated.
 * @see Aster futures API v3, "Signature"; about 45 microseconds each with the native engine.
 * @example
 * const signer = agentSigner({ privateKey, user, network: 'mainnet', nonces: createNonceSource({ clock }) })
 * const { body } = signer.sign({ method: 'POST', params: [['symbol', 'BTCUSDT'], ['side', 'BUY']] })
 */
export function agentSigner(options: AgentSignerOptions): SyncSigner {
  const { user, nonces, clockUncertaintyMs } = options
  const engine = selectEngine(options.engine)
  const key = parsePrivateKey(options.privateKey, 'agentSigner')
  const keyAddress = computeAddress(engine.computePublicKey(key), engine)
  assertIdentity('agentSigner', {
    keyAddress,
    signer: options.signer,
    user,
    allowSignerAsUser: options.allowSignerAsUser,
  })
  const address = options.signer ?? keyAddress
  const hash = getMessageHasher(options.chainId ?? chainIdOf[options.network ?? 'mainnet'], engine)
  const signature = Buffer.alloc(65)
  const rs = signature.subarray(0, 64)
  return {
    apiVersion: 'v3',
    address,
    user,
    engine: engine.name,
    keyHeaders: {},
    sign(request) {
      assertClockSure(clockUncertaintyMs)
      const nonceUs = request.nonceUs ?? nonces.next()
      const text = buildMessage(request.params, nonceUs, address, user)
      signature[64] = 27 + engine.sign(hash(text).digest, key, rs)
      const signed = `${text}&signature=0x${signature.toString('hex')}`
      const place = request.method === 'GET' ? 'query' : 'body'
      return createSignedRequest(place, signed, { nonceUs, timestampMs: Number(nonceUs / 1000n) })
    },
  }
}
