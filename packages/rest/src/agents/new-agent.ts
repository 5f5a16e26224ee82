import { computeKeyAddress, generateAgentKey } from '@aster/auth'
import type { Secret } from '@aster/core'

export interface NewAgent {
  readonly agentAddress: string
  readonly privateKey: Secret
}

export interface KeyKeeping {
  /** Keeps the new key (a keystore), before anything is approved: a key that is lost afterwards cannot be had again. */
  readonly store: (key: NewAgent) => void | Promise<void>
  /** The key that an earlier attempt stored; it may be approved already. It is used instead of a new one. */
  readonly resume?: NewAgent | undefined
}

/** The key of an earlier attempt, or a new one that has been stored. */
export async function takeKey(
  { store, resume }: KeyKeeping,
  reached: (step: 'created' | 'stored', agentAddress: string) => void,
): Promise<NewAgent> {
  if (resume !== undefined) return resume
  const privateKey = generateAgentKey()
  const key: NewAgent = { agentAddress: computeKeyAddress(privateKey), privateKey }
  reached('created', key.agentAddress)
  await store(key)
  reached('stored', key.agentAddress)
  return key
}
