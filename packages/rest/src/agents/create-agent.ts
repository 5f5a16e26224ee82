import type { OutcomeUnknownError } from '@aster/core'

import type { RestClient } from '../client/rest-client.ts'
import type { WalletAuthority } from '../wallet/wallet-authority.ts'
import type { AgentGrant } from './agent-grant.ts'
import { approveAgent } from './approve-agent.ts'
import { type KeyKeeping, type NewAgent, takeKey } from './new-agent.ts'
import { registerAndApproveAgent } from './register-and-approve-agent.ts'
import { readOnce, readSigned, sendOrLose } from './watch-agents.ts'

/** What has been done so far. */
export type CreationStep = 'created' | 'stored' | 'approved' | 'answered'

export interface CreationOptions extends KeyKeeping {
  /** Needs no signer: the wallet signs. */
  readonly client: Pick<RestClient, 'call' | 'clock'>
  readonly authority: WalletAuthority
  /** What the agent may do; see {@link AgentGrant} for the safe defaults. */
  readonly grant: Omit<AgentGrant, 'agentAddress'>
  /** Opens the account of the wallet as well, where it has none. */
  readonly isRegistering?: boolean | undefined
  /** A client of the new agent, for its first signed read. */
  readonly createClient: (key: NewAgent) => Pick<RestClient, 'call'>
  readonly onStep?: ((step: CreationStep, agentAddress: string) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Gives an account an agent: makes a key, has it stored, approves it, and waits until it answers a signed read. An
 * approval without an answer is settled by that read. With `resume` an attempt that was cut off goes on with its key.
 *
 * @throws {ParameterError} The grant does not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no.
 * @throws {OutcomeUnknownError} No answer, and the exchange does not know the agent.
 * @throws {TransportError} The first read got no valid answer.
 * @throws What `store` throws; nothing was approved then.
 * @throws The signal's reason, when it aborts.
 * @example
 * const { agentAddress } = await createAgent({ client, authority, grant, store, createClient })
 */
export async function createAgent(options: CreationOptions): Promise<NewAgent> {
  const { client, authority, createClient, signal } = options
  const reached = (step: CreationStep, address: string): void => options.onStep?.(step, address)
  const key = await takeKey(options, reached)
  const { agentAddress } = key
  const next = createClient(key)
  const isKnown = options.resume !== undefined && (await readOnce(next, signal))
  let lost: OutcomeUnknownError | undefined
  if (!isKnown) {
    const approve = options.isRegistering === true ? registerAndApproveAgent : approveAgent
    lost = await sendOrLose(() => approve(client, authority, { ...options.grant, agentAddress }, { signal }))
    if (lost === undefined) reached('approved', agentAddress)
  }
  await readSigned(next, client, signal).catch((error: unknown) => {
    throw lost ?? error
  })
  reached('answered', agentAddress)
  return key
}
