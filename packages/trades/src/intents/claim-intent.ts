import type { Account } from '../account/account.ts'
import { IntentExistsError } from './intent-exists-error.ts'

const rememberedIntents = 10_000
const claims = new WeakMap<Account, Set<string>>()

/**
 * Takes an intent for oneself within this process, at once: two calls with one id never both get past here.
 *
 * @returns The way to give it back, for when nothing was sent.
 * @throws {IntentExistsError} It is taken.
 */
export function claimIntent(account: Account, intentId: string): () => void {
  const taken = claims.get(account) ?? new Set<string>()
  claims.set(account, taken)
  if (taken.has(intentId)) throw new IntentExistsError({ intentId, clientOrderId: undefined })
  taken.add(intentId)
  for (const oldest of taken) {
    if (taken.size <= rememberedIntents) break
    taken.delete(oldest)
  }
  return () => void taken.delete(intentId)
}
