import { chainIdOf, checksumAddress, cutSignature, isAddress, isSameAddress, verifyMessage } from '@aster/auth'
import type { Clock } from '@aster/core'

import { refuse } from '../http/api-refusal.ts'
import { isLoopback } from '../http/is-loopback.ts'
import type { AccountRegistry, Agent, RegisteredAccount } from './account-registry.ts'
import type { AccessCheck, Caller } from './caller.ts'
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

/**
 * Checks a V3 call, in the exchange's order: nonce, agent, signature; the nonce is remembered only when all is well, so
 * that a stranger cannot burn nonces.
 *
 * @throws {ApiRefusal} -1102 for missing parts, -1021 for a nonce outside the window, -4225 for one used or too old,
 * -1000 "No agent found", -2015 for an agent without the right, -1022 for a wrong signature.
 */
export function authenticateV3(options: V3Options, check: AccessCheck): Caller {
  const { clock, registry, nonces } = options
  const nonceUs = readNonce(check.params['nonce'])
  const aheadUs = nonceUs - clock.nowUs()
  const windowUs = BigInt(options.nonceWindowMs) * 1000n
  const isOld = aheadUs < -windowUs
  const mayBeUsed = check.reusesNonce === true
  if (aheadUs > windowUs || (isOld && !mayBeUsed)) {
    throw refuse(
      -1021,
      `Nonce is outside of the window of ${options.nonceWindowMs} ms around the server's time; it must be in microseconds.`,
    )
  }

  const signer = readAddress(check.params, 'signer') ?? readAddress(check.params, 'user')
  if (signer === undefined) throw refuse(-1102, mandatory('signer'))
  const user = readAddress(check.params, 'user')
  const known =
    user === undefined ? (registry.findAgentAccount(signer) ?? registry.findUser(signer)) : registry.findUser(user)
  if (known === undefined && !mayOpen(options, check.remoteAddress)) throw noAgent()
  const agent = known === undefined ? undefined : findAgent(known, signer)
  if (agent !== undefined) checkRights(agent, check, clock.now())

  const { text, signature } = cutSignature(joinText(check.query, check.body))
  if (signature === undefined || signature === '') throw refuse(-1102, mandatory('signature'))
  const verdict = nonces.judge(signer.toLowerCase(), nonceUs)
  const isNonceUsed = verdict !== 'fresh' || isOld
  if (isNonceUsed && !mayBeUsed) throw refuse(-4225)
  if (verifyMessage({ text, chainId: chainIdOf.mainnet, signature, address: signer }) === undefined) throw refuse(-1022)
  if (!isNonceUsed) nonces.record(signer.toLowerCase(), nonceUs)

  const account = known ?? openAccount(options, user ?? signer, signer)
  return { accountId: account.accountId, version: 'v3', nonceUs, signer, ...(mayBeUsed && { isNonceUsed }) }
}

function readNonce(text: string | undefined): bigint {
  if (text === undefined || !/^\d{1,20}$/.test(text)) throw refuse(-1102, mandatory('nonce'))
  return BigInt(text)
}

function readAddress(params: AccessCheck['params'], name: string): string | undefined {
  const text = params[name]
  if (text === undefined || text === '') return undefined
  if (!isAddress(text))
    throw refuse(-1100, `Illegal characters found in parameter '${name}'; legal range is '^0x[0-9a-fA-F]{40}$'.`)
  return text
}

/** The agent's record; undefined when the main wallet signs for itself. */
function findAgent(account: RegisteredAccount, signer: string): Agent | undefined {
  if (account.user !== undefined && isSameAddress(account.user, signer)) return undefined
  const agent = account.agents.get(signer.toLowerCase())
  if (agent === undefined) throw noAgent()
  return agent
}

function checkRights(agent: Agent, check: AccessCheck, nowMs: number): void {
  const expired = agent.expiresMs <= nowMs
  const lacksRight = check.access === 'trade' && !agent.canPerpTrade
  const strangeAddress = agent.ipWhitelist.length > 0 && !agent.ipWhitelist.includes(check.remoteAddress)
  if (expired || lacksRight || strangeAddress) throw refuse(-2015)
}

const mayOpen = (options: V3Options, remoteAddress: string): boolean => !options.closed && isLoopback(remoteAddress)

function openAccount(options: V3Options, user: string, signer: string): RegisteredAccount {
  return options.registry.open({
    usdt: options.freshUsdt,
    v3: { user: checksumAddress(user), signers: isSameAddress(user, signer) ? [] : [checksumAddress(signer)] },
  })
}

/** With everything in one place the text is what was received; a split, which nothing documents, is joined like a form. */
const joinText = (query: string, body: string): string =>
  query === '' || body === '' ? query + body : `${query}&${body}`

const noAgent = () => refuse(-1000, 'No agent found')
const mandatory = (name: string) => `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`
