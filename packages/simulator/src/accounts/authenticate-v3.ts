import { chainIdOf, cutSignature, isSameAddress, verifyMessage } from '@aster/auth'

import { refuse } from '../http/api-refusal.ts'
import type { Agent, RegisteredAccount } from './account-registry.ts'
import type { AccessCheck, Caller } from './caller.ts'
import { isOnIpList } from './ip-list.ts'
import {
  joinText,
  mandatory,
  mayOpen,
  noAgent,
  openAccount,
  readAddress,
  readNonce,
  type V3Options,
} from './v3-proof.ts'

/** Calls that take money off the exchange: the agent needs that right, and a list of addresses. */
const withdrawals: ReadonlySet<string> = new Set(['withdraw', 'withdrawToSolana'])

/**
 * Checks a V3 call, in the exchange's order: nonce, agent, signature; the nonce is remembered only when all is well, so
 * that a stranger cannot burn nonces.
 *
 * @throws {ApiRefusal} -1102 for missing parts, -1021 for a nonce outside the window, -4225 for one used or too old,
 * -1000 "No agent found", -2015 for an agent without the right, -1022 for a wrong signature.
 */
export function authenticateV3(options: V3Options, check: AccessCheck): Caller {
  const { clock, registry, nonces } = options
  const mayBeUsed = check.reusesNonce === true
  const { nonceUs, isOld } = readNonce(options, check.params, mayBeUsed)
  const signer = readAddress(check.params, 'signer') ?? readAddress(check.params, 'user')
  if (signer === undefined) throw refuse(-1102, mandatory('signer'))
  const user = readAddress(check.params, 'user')
  const known =
    user === undefined ? (registry.findAgentAccount(signer) ?? registry.findUser(signer)) : registry.findUser(user)
  if (known === undefined && !mayOpen(options, check.remoteAddress)) throw noAgent()
  const agent = known === undefined ? undefined : findAgent(known, signer)
  if (agent !== undefined) checkRights(agent, check, clock.now())

  const { text, signature } = cutSignature(joinText(check))
  if (signature === undefined || signature === '') throw refuse(-1102, mandatory('signature'))
  const verdict = nonces.judge(signer.toLowerCase(), nonceUs)
  const isNonceUsed = verdict !== 'fresh' || isOld
  if (isNonceUsed && !mayBeUsed) throw refuse(-4225)
  if (verifyMessage({ text, chainId: chainIdOf.mainnet, signature, address: signer }) === undefined) throw refuse(-1022)
  if (!isNonceUsed) nonces.record(signer.toLowerCase(), nonceUs)

  const account = known ?? openAccount(options, user ?? signer, signer)
  return { accountId: account.accountId, version: 'v3', nonceUs, signer, ...(mayBeUsed && { isNonceUsed }) }
}

/** The agent's record; undefined when the main wallet signs for itself. */
export function findAgent(account: RegisteredAccount, signer: string): Agent | undefined {
  if (account.user !== undefined && isSameAddress(account.user, signer)) return undefined
  const agent = account.agents.get(signer.toLowerCase())
  if (agent === undefined) throw noAgent()
  return agent
}

/** @throws {ApiRefusal} -2015 for an agent that has expired, lacks the right, or calls from somewhere else. */
export function checkRights(agent: Agent, check: AccessCheck, nowMs: number): void {
  const expired = agent.expiresMs <= nowMs
  const withdraws = withdrawals.has(check.endpoint.name)
  const lacksRight =
    (check.access === 'trade' && !agent.canPerpTrade) ||
    (withdraws && (!agent.canWithdraw || agent.ipWhitelist.length === 0))
  const strangeAddress = agent.ipWhitelist.length > 0 && !isOnIpList(agent.ipWhitelist, check.remoteAddress)
  if (expired || lacksRight || strangeAddress) throw refuse(-2015)
}
