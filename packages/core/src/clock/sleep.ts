import type { Clock } from '../ports/clock.ts'

/** Waits `ms` on the clock. Rejects with the signal's reason as soon as it aborts, and leaves no timer behind. */
export function sleep(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason)
      return
    }
    const abort = () => {
      timer.cancel()
      reject(signal?.reason)
    }
    const timer = clock.schedule(ms, () => {
      signal?.removeEventListener('abort', abort)
      resolve()
    })
    signal?.addEventListener('abort', abort, { once: true })
  })
}
