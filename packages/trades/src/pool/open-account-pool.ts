import type { Clock, DecimalInput } from '@aster/core'

import type { Account } from '../account/account.ts'
import { type AccountPool, createAccountPool } from './create-account-pool.ts'

/** How to open one account of a pool. */
export interface PoolSeat {
  readonly id: string
  readonly open: () => Promise<Account>
  readonly multiplier?: DecimalInput | undefined
}

export interface OpenedPool {
  readonly pool: AccountPool
  /** Accounts that could not be opened; the others are open. */
  readonly failed: readonly { readonly id: string; readonly error: Error }[]
}

/**
 * Opens accounts side by side and binds those that open into a pool. Each costs weight 48 and 2 a symbol: 50 accounts on
 * one IP with 2,400 a minute take a little over a minute, which the clients' shared budgets see to.
 *
 * @throws {AggregateError} None could be opened; the reasons are in `errors`.
 */
export async function openAccountPool(
  seats: readonly PoolSeat[],
  { clock }: { readonly clock: Clock },
): Promise<OpenedPool> {
  const failed: { id: string; error: Error }[] = []
  const opened = await Promise.all(
    seats.map(async ({ id, open, multiplier }) => {
      try {
        return { id, account: await open(), multiplier }
      } catch (error) {
        failed.push({ id, error: error instanceof Error ? error : new Error(String(error)) })
        return undefined
      }
    }),
  )
  const accounts = opened.filter((entry) => entry !== undefined)
  if (accounts.length === 0 && seats.length > 0) {
    throw new AggregateError(
      failed.map(({ error }) => error),
      `None of ${seats.length} accounts could be opened`,
    )
  }
  return { pool: createAccountPool(accounts, { clock }), failed }
}
