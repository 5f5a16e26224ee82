import { type NonceSourceOptions, createNonceSource } from '../nonce/create-nonce-source.ts'
import { type AgentSignerOptions, agentSigner } from './agent-signer.ts'
import type { SyncSigner } from './signer.ts'

export type SharedSignerOptions = Omit<AgentSignerOptions, 'nonces'> &
  NonceSourceOptions & { readonly share: { readonly index: number; readonly of: number } }

/**
 * An agent signer for one of several processes that share an agent: process `index` of `of` only uses nonces whose
 * remainder is its own, so no two processes can collide. One agent per process is simpler; prefer it.
 */
export function sharedSigner(options: SharedSignerOptions): SyncSigner {
  const { clock, offsetUs, share, ...signerOptions } = options
  return agentSigner({ ...signerOptions, nonces: createNonceSource({ clock, offsetUs, share }) })
}
