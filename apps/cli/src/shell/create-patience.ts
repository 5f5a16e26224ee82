import { RateLimitError, sleep } from '@aster/core'

import type { CliContext } from './command.ts'

/** Two windows of the exchange's budget: in one of them there is room. */
const longestMs = 120_000

/**
 * For what must get done: where a budget is spent, nothing was carried out, so that it is waited out and done then. At most
 * two minutes in all, and never a ban.
 *
 * @throws {RateLimitError} It would take longer.
 */
export function createPatience({ clock, signal, stderr }: Pick<CliContext, 'clock' | 'signal' | 'stderr'>) {
  const untilMs = clock.monotonicMs() + longestMs
  return async function patience<T>(act: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await act()
      } catch (error) {
        if (!(error instanceof RateLimitError) || error.banned) throw error
        const waitMs = Math.max(1_000, error.retryAfterMs)
        if (clock.monotonicMs() + waitMs > untilMs) throw error
        stderr.write(
          `aster: ${error.operation} has to wait ${Math.ceil(waitMs / 1_000)} s: the exchange's budget is spent\n`,
        )
        await sleep(clock, waitMs, signal)
      }
    }
  }
}
