import { OutcomeUnknownError } from '@aster/core'

import type { RestClient } from '../client/rest-client.ts'
import { refuseCall } from '../request/violations.ts'
import type { WalletAuthority } from '../wallet/wallet-authority.ts'
import type { AgentGrant } from './agent-grant.ts'
import { approveAgent } from './approve-agent.ts'
import { deleteAgent } from './delete-agent.ts'
import { type KeyKeeping, type NewAgent, takeKey } from './new-agent.ts'
import { isListed, lookFor, readSigned, sendOrLose } from './watch-agents.ts'

/** What has been done so far. Everything before `revoked` leaves the old agent as it is. */
export type RotationStep = 'created' | 'stored' | 'approved' | 'listed' | 'answered' | 'revoked'

export interface RotationOptions extends KeyKeeping {
  /** Of the old agent, which asks for the list. */
  readonly client: Pick<RestClient, 'call' | 'clock' | 'signer'>
  readonly authority: WalletAuthority
  /** What the new agent may do; see {@link AgentGrant} for the safe defaults. */
  readonly grant: Omit<AgentGrant, 'agentAddress'>
  /** A client of the new agent, for its first signed read. */
  readonly createClient: (key: NewAgent) => Pick<RestClient, 'call'>
  readonly onStep?: ((step: RotationStep, agentAddress: string) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Replaces the agent of a client by a new one: makes a key, has it stored, approves it, waits until it is listed and
 * answers a signed read, and only then revokes the old one. An approval or a revocation without an answer is settled by
 * the list of agents. After an error the old agent still works, unless the step `answered` was reported: then the
 * revocation failed or is unknown, and the new agent works already. What `onStep` throws at `answered` leaves the old one
 * alone. With `resume` a rotation that was cut off goes on with its key.
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
  const { client, authority, grant, createClient, signal } = options
  const old = client.signer
  if (old === undefined || old.apiVersion !== 'v3') {
    throw refuseCall('rotateAgent', 'client', 'required', undefined, 'must have the agent that is to be replaced')
  }
  const reached = (step: RotationStep, address: string): void => options.onStep?.(step, address)
  const key = await takeKey(options, reached)
  const { agentAddress } = key

  const isKnown = options.resume !== undefined && (await isListed(client, agentAddress, signal))
  if (!isKnown) {
    const lost = await sendOrLose(() => approveAgent(client, authority, { ...grant, agentAddress }, { signal }))
    if (lost === undefined) reached('approved', agentAddress)
    if (!(await lookFor(client, agentAddress, true, client, signal))) {
      throw lost ?? new OutcomeUnknownError('approveAgent', { reason: 'the agent is not listed' })
    }
  }
  reached('listed', agentAddress)

  const next = createClient(key)
  await readSigned(next, client, signal)
  reached('answered', agentAddress)

  const lostRevocation = await sendOrLose(() =>
    deleteAgent(client, authority, { agentAddress: old.address }, { signal }),
  )
  // the new one asks: the old one may have lost the right to
  const isGone = await lookFor(next, old.address, false, client, signal)
  if (!isGone) throw lostRevocation ?? new OutcomeUnknownError('deleteAgent', { reason: 'the agent is still listed' })
  reached('revoked', old.address)
  return key
}
