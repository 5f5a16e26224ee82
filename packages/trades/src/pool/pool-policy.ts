import { ParameterError } from '@aster/core'

/**
 * What it takes for a write on many accounts to stand.
 * - `bestEffort`: whatever succeeded stands.
 * - `allOrUnwind`: when one account fails, what the others did is taken back.
 * - `quorum`: the same when fewer than `atLeast` accounts succeed.
 */
export type PoolPolicy = 'bestEffort' | 'allOrUnwind' | { readonly policy: 'quorum'; readonly atLeast: number }

/** How many accounts must succeed. */
export function countNeeded(policy: PoolPolicy, accounts: number): number {
  if (policy === 'bestEffort') return 0
  if (policy === 'allOrUnwind') return accounts
  const { atLeast } = policy
  if (Number.isSafeInteger(atLeast) && atLeast >= 1 && atLeast <= accounts) return atLeast
  throw new ParameterError('pool', [
    { field: 'atLeast', rule: 'range', value: String(atLeast), message: `must be from 1 to ${accounts} accounts` },
  ])
}
