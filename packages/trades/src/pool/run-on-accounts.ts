import { type Clock, sleep } from '@aster/core'

import type { Account } from '../account/account.ts'
import type { AccountOutcome } from './account-outcome.ts'
import { AccountTimeoutError } from './pool-errors.ts'

export interface PoolMember {
  readonly id: string
  readonly account: Account
}

/** Runs work on accounts side by side, all begun in one turn. Never rejects. */
export function runOnAccounts<T>(
  clock: Clock,
  members: readonly PoolMember[],
  work: (member: PoolMember) => Promise<T>,
  timeoutMs?: number,
): Promise<readonly AccountOutcome<T>[]> {
  return Promise.all(
    members.map(async (member): Promise<AccountOutcome<T>> => {
      const startMs = clock.monotonicMs()
      const { id } = member
      try {
        const running = begin(work, member)
        const result = await (timeoutMs === undefined ? running : withinTime(clock, running, id, timeoutMs))
        return { id, success: true, result, tookMs: clock.monotonicMs() - startMs }
      } catch (error) {
        const reason = error instanceof Error ? error : new Error(String(error))
        return { id, success: false, error: reason, tookMs: clock.monotonicMs() - startMs }
      }
    }),
  )
}

/** What throws before its first wait is a rejection as well. */
async function begin<T>(work: (member: PoolMember) => Promise<T>, member: PoolMember): Promise<T> {
  return work(member)
}

async function withinTime<T>(clock: Clock, running: Promise<T>, id: string, timeoutMs: number): Promise<T> {
  const control = new AbortController()
  const late = sleep(clock, timeoutMs, control.signal).then(() => {
    throw new AccountTimeoutError(id, timeoutMs)
  })
  late.catch(() => undefined)
  // its end, when it comes after all, is nobody's failure
  running.catch(() => undefined)
  try {
    return await Promise.race([running, late])
  } finally {
    control.abort()
  }
}
