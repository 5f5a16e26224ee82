import { type Clock, sleep } from '@aster/core'

import type { Backoff } from '../link/create-backoff.ts'

/** Makes calls, a few at a time, each until it succeeds. */
export interface CallLanes {
  /** Resolves once the call has succeeded; rejects only when the lanes were closed. */
  run<Result>(call: () => Promise<Result>, createBackoff: () => Backoff): Promise<Result>
}

export function createCallLanes(parts: {
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly lanes: number
  readonly onFailure: (error: unknown) => void
}): CallLanes {
  const { clock, signal, lanes, onFailure } = parts
  const waiting: (() => void)[] = []
  let free = lanes

  const enter = async () => {
    if (free > 0) free--
    else await new Promise<void>((resolve) => waiting.push(resolve))
  }
  const leave = () => {
    const next = waiting.shift()
    if (next === undefined) free++
    else next()
  }

  return {
    async run(call, createBackoff) {
      const backoff = createBackoff()
      for (;;) {
        signal.throwIfAborted()
        await enter()
        try {
          signal.throwIfAborted()
          return await call()
        } catch (error) {
          if (signal.aborted) throw error
          onFailure(error)
        } finally {
          leave()
        }
        await sleep(clock, backoff.nextMs(), signal)
      }
    },
  }
}
