import { type Clock, RateLimitError } from '@aster/core'

/** Runs actions side by side, none twice at once, and none again right after it failed. */
export interface ActionRunner {
  /** Starts an action unless one with its key runs, or failed a moment ago. */
  launch(key: string, perform: () => Promise<boolean>): void
  readonly isIdle: boolean
  /** Monotonic time at which an action that was asked for and held back may run. */
  readonly dueMs: number | undefined
  /** How often it failed in a row. */
  failuresOf(key: string): number
  /** Forgets what was held back; called before a new round of launches. */
  beginRound(): void
}

interface Hold {
  readonly failures: number
  readonly untilMs: number
}

/**
 * @param parts.firstPauseMs - After a first failure; doubles with each further one.
 * @param parts.onEnd - Called when an action has ended, well or not.
 */
export function createActionRunner(parts: {
  readonly clock: Clock
  readonly firstPauseMs: (key: string) => number
  readonly longestPauseMs: (key: string) => number
  onFailure(key: string, error: unknown, failures: number): void
  onEnd(): void
}): ActionRunner {
  const { clock } = parts
  const running = new Set<string>()
  const holds = new Map<string, Hold>()
  let dueMs: number | undefined

  const holdBack = (key: string, error: unknown) => {
    const failures = (holds.get(key)?.failures ?? 0) + 1
    const pauseMs = Math.min(parts.firstPauseMs(key) * 2 ** (failures - 1), parts.longestPauseMs(key))
    const waitMs = error instanceof RateLimitError ? Math.max(pauseMs, error.retryAfterMs) : pauseMs
    holds.set(key, { failures, untilMs: clock.monotonicMs() + waitMs })
    parts.onFailure(key, error, failures)
  }

  const run = async (key: string, perform: () => Promise<boolean>) => {
    running.add(key)
    try {
      if (await perform()) holds.delete(key)
      else holdBack(key, undefined)
    } catch (error) {
      holdBack(key, error)
    } finally {
      running.delete(key)
      parts.onEnd()
    }
  }

  return {
    launch(key, perform) {
      if (running.has(key)) return
      const untilMs = holds.get(key)?.untilMs
      if (untilMs !== undefined && clock.monotonicMs() < untilMs) {
        dueMs = Math.min(dueMs ?? untilMs, untilMs)
        return
      }
      void run(key, perform)
    },
    get isIdle() {
      return running.size === 0
    },
    get dueMs() {
      return dueMs
    },
    failuresOf: (key) => holds.get(key)?.failures ?? 0,
    beginRound() {
      dueMs = undefined
    },
  }
}
