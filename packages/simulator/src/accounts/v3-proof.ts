import { checksumAddress, isAddress, isSameAddress } from '@aster/auth'
import type { Clock } from '@aster/core'

import { refuse } from '../http/api-refusal.ts'
import { isLoopback } from '../http/is-loopback.ts'
import type { AccountRegistry, RegisteredAccount } from './account-registry.ts'
import type { AccessCheck } from './caller.ts'
import type { NonceMemory } from './nonce-memory.ts'

export interface V3Options {
  readonly clock: Clock
  readonly registry: AccountRegistry
  readonly nonces: NonceMemory
  /** How far a nonce may be from the exchange's time, either way. */
  readonly nonceWindowMs: number
  /** True refuses unknown users; false opens an account for them when they call from this machine. */
  readonly closed: boolean
  /** Wallet balance of accounts that are opened on the way. */
  readonly freshUsdt: string
}

/** Reads the nonce of a call and checks that it belongs to now; one that may have been used before may also be old. */
export function readNonce(
  options: Pick<V3Options, 'clock' | 'nonceWindowMs'>,
  params: AccessCheck['params'],
  mayBeUsed = false,
): { readonly nonceUs: bigint; readonly isOld: boolean } {
  const text = params['nonce']
  if (text === undefined || !/^\d{1,20}$/.test(text)) throw refuse(-1102, mandatory('nonce'))
  const nonceUs = BigInt(text)
  const aheadUs = nonceUs - options.clock.nowUs()
  const windowUs = BigInt(options.nonceWindowMs) * 1000n
  const isOld = aheadUs < -windowUs
  if (aheadUs <= windowUs && (!isOld || mayBeUsed)) return { nonceUs, isOld }
  throw refuse(
    -1021,
    `Nonce is outside of the window of ${options.nonceWindowMs} ms around the server's time; it must be in microseconds.`,
  )
}

export function readAddress(params: AccessCheck['params'], name: string): string | undefined {
  const text = params[name]
  if (text === undefined || text === '') return undefined
  if (!isAddress(text))
    throw refuse(-1100, `Illegal characters found in parameter '${name}'; legal range is '^0x[0-9a-fA-F]{40}$'.`)
  return text
}

export const mayOpen = (options: Pick<V3Options, 'closed'>, remoteAddress: string): boolean =>
  !options.closed && isLoopback(remoteAddress)

/** Opens an account for a wallet that has proved itself, with the agent that did so, if it was one. */
export function openAccount(options: V3Options, user: string, signer: string): RegisteredAccount {
  return options.registry.open({
    usdt: options.freshUsdt,
    v3: { user: checksumAddress(user), signers: isSameAddress(user, signer) ? [] : [checksumAddress(signer)] },
  })
}

/** With everything in one place the text is what was received; a split, which nothing documents, is joined like a form. */
export const joinText = ({ query, body }: Pick<AccessCheck, 'query' | 'body'>): string =>
  query === '' || body === '' ? query + body : `${query}&${body}`

export const noAgent = () => refuse(-1000, 'No agent found')
export const mandatory = (name: string) => `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`
