import { assertClockSure } from '../clock-unsure-error.ts'
import { type Network, chainIdOf } from '../networks.ts'
import type { NonceSource } from '../nonce/create-nonce-source.ts'
import { buildMessagePayload } from '../wallet/message-payload.ts'
import { signWithWallet } from '../wallet/sign-with-wallet.ts'
import type { Wallet } from '../wallet/wallet.ts'
import { buildMessage } from './build-message.ts'
import { assertIdentity } from './check-identity.ts'
import { createSignedRequest } from './signed-request.ts'
import type { Signer } from './signer.ts'

export interface ExternalSignerOptions {
  /** The address that signs. */
  readonly address: string
  readonly user?: string | undefined
  /** A wallet, a KMS, another process: gets the digest and the typed data, answers 65 bytes as hex. */
  readonly sign: Wallet['sign']
  readonly network?: Network | undefined
  /** Wins over `network`; mainnet (1666) when neither is given. */
  readonly chainId?: number | undefined
  readonly nonces: NonceSource
  readonly clockUncertaintyMs?: (() => number) | undefined
  readonly allowSignerAsUser?: boolean | undefined
}

/**
 * Signs V3 requests with a key that is somewhere else. Every answer is checked against the address before it is used. The
 * nonce is taken before the key is asked, so an answer must come well within the exchange's window of 10 s.
 *
 * @throws {ParameterError} Signer and user do not fit together.
 */
export function externalSigner(options: ExternalSignerOptions): Signer {
  const { address, user, nonces, clockUncertaintyMs, allowSignerAsUser, sign } = options
  assertIdentity('externalSigner', { keyAddress: address, signer: address, user, allowSignerAsUser })
  const chainId = options.chainId ?? chainIdOf[options.network ?? 'mainnet']
  const wallet: Wallet = { address, sign }
  return {
    apiVersion: 'v3',
    address,
    user,
    engine: 'external',
    keyHeaders: {},
    async sign(request) {
      assertClockSure(clockUncertaintyMs)
      const nonceUs = request.nonceUs ?? nonces.next()
      const text = buildMessage(request.params, nonceUs, address, user)
      const signature = await signWithWallet(wallet, buildMessagePayload(text, chainId))
      const place = request.method === 'GET' ? 'query' : 'body'
      return createSignedRequest(place, `${text}&signature=${signature}`, {
        nonceUs,
        timestampMs: Number(nonceUs / 1000n),
      })
    },
  }
}
