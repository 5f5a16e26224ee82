import { agentsEndpoint, balanceEndpoint, decideError } from '@aster/api'
import { computeKeyAddress, generateAgentKey, isSameAddress } from '@aster/auth'
import { AsterError, OutcomeUnknownError, RejectedError, type Secret, sleep } from '@aster/core'

import type { RestClient } from '../client/rest-client.ts'
import { refuseCall } from '../request/violations.ts'
import type { WalletAuthority } from '../wallet/wallet-authority.ts'
import type { AgentGrant } from './agent-grant.ts'
import { approveAgent } from './approve-agent.ts'
import { deleteAgent } from './delete-agent.ts'

/** What has been done so far. Everything before `revoked` leaves the old agent as it is. */
export type RotationStep = 'created' | 'stored' | 'approved' | 'listed' | 'answered' | 'revoked'

export interface RotationOptions {
  /** Of the old agent, which asks for the list. */
  readonly client: Pick<RestClient, 'call' | 'clock' | 'signer'>
  readonly authority: WalletAuthority
  /** What the new agent may do; see {@link AgentGrant} for the safe defaults. */
  readonly grant: Omit<AgentGrant, 'agentAddress'>
  /** Keeps the new key (a keystore), before anything is approved: a key that is lost afterwards cannot be had again. */
  readonly store: (key: NewAgent) => void | Promise<void>
  /** A client of the new agent, for its first signed read. */
  readonly createClient: (key: NewAgent) => Pick<RestClient, 'call'>
  readonly onStep?: ((step: RotationStep, agentAddress: string) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

export interface NewAgent {
  readonly agentAddress: string
  readonly privateKey: Secret
}

const looks = 10
const lookEveryMs = 1_000

/**
 * Replaces the agent of a client by a new one: makes a key, has it stored, approves it, waits until it is listed and
 * answers a signed read, and only then revokes the old one. An approval or a revocation without an answer is settled by
 * the list of agents. After an error the old agent still works, unless the step `answered` was reported: then the
 * revocation failed or is unknown, and the new agent works already.
 *
 * @throws {ParameterError} The client has no agent, or the grant does not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no.
 * @throws {OutcomeUnknownError} No answer, and the list does not show it.
 * @throws {TransportError} The list or the first read got no valid answer.
 * @throws What `store` throws; nothing was approved then.
 * @throws The signal's reason, when it aborts.
 * @example
 * const { agentAddress } = await rotateAgent({ client, authority, grant, store, createClient, onStep: print })
 */
export async function rotateAgent(options: RotationOptions): Promise<NewAgent> {
  const { client, authority, grant, store, createClient, signal } = options
  const old = client.signer
  if (old === undefined || old.apiVersion !== 'v3') {
    throw refuseCall('rotateAgent', 'client', 'required', undefined, 'must have the agent that is to be replaced')
  }
  const privateKey = generateAgentKey()
  const key: NewAgent = { agentAddress: computeKeyAddress(privateKey), privateKey }
  const { agentAddress } = key
  const reached = (step: RotationStep, address = agentAddress) => options.onStep?.(step, address)
  reached('created')
  await store(key)
  reached('stored')

  const lostApproval = await sendOrLose(() => approveAgent(client, authority, { ...grant, agentAddress }, { signal }))
  if (lostApproval === undefined) reached('approved')
  const isListed = await lookFor(client, agentAddress, true, client, signal)
  if (!isListed) throw lostApproval ?? new OutcomeUnknownError('approveAgent', { reason: 'the agent is not listed' })
  reached('listed')

  const next = createClient(key)
  await readSigned(next, client, signal)
  reached('answered')

  const lostRevocation = await sendOrLose(() =>
    deleteAgent(client, authority, { agentAddress: old.address }, { signal }),
  )
  // the new one asks: the old one may have lost the right to
  const isGone = await lookFor(next, old.address, false, client, signal)
  if (!isGone) throw lostRevocation ?? new OutcomeUnknownError('deleteAgent', { reason: 'the agent is still listed' })
  reached('revoked', old.address)
  return key
}

/** Sends, and gives the error instead of throwing it when there was no answer. */
async function sendOrLose(send: () => Promise<unknown>): Promise<OutcomeUnknownError | undefined> {
  try {
    await send()
    return undefined
  } catch (error) {
    if (error instanceof OutcomeUnknownError) return error
    throw error
  }
}

/** Looks into the list until it shows, or no longer shows, an agent: false when it never does. */
async function lookFor(
  client: Pick<RestClient, 'call'>,
  address: string,
  isWanted: boolean,
  { clock }: Pick<RestClient, 'clock'>,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  for (let look = 1; ; look += 1) {
    const agents = await client.call(agentsEndpoint, {}, { signal })
    if (agents.some(({ agentAddress }) => isSameAddress(agentAddress, address)) === isWanted) return true
    if (look === looks) return false
    await sleep(clock, lookEveryMs, signal)
  }
}

/** A first read with the new key. It may take a while until every server knows it. */
async function readSigned(
  client: Pick<RestClient, 'call'>,
  { clock }: Pick<RestClient, 'clock'>,
  signal: AbortSignal | undefined,
): Promise<void> {
  for (let look = 1; ; look += 1) {
    try {
      await client.call(balanceEndpoint, {}, { signal })
      return
    } catch (error) {
      signal?.throwIfAborted()
      if (!(error instanceof AsterError)) throw error
      const isUnknownYet = error instanceof RejectedError && decideError(error.code, error.reason) === 'fatalAuth'
      if (!isUnknownYet || look === looks) throw error
    }
    await sleep(clock, lookEveryMs, signal)
  }
}
