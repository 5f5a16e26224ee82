import { type Clock, RateLimitError, sleep } from '@aster/core'

/** A budget is full again after a minute at the latest; more is a ban, which is the caller's to know of. */
const longestWaitMs = 65_000
const attempts = 3

/** Asks, and asks again when the budget of the address has room: many accounts may start at once. */
export async function waitForBudget<T>(clock: Clock, ask: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ask()
    } catch (error) {
      const isPatient = error instanceof RateLimitError && error.retryAfterMs <= longestWaitMs && attempt < attempts
      if (!isPatient) throw error
      await sleep(clock, error.retryAfterMs, signal)
    }
  }
}
