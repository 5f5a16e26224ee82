import type { Clock } from '../ports/clock.ts'

/**
 * Runs `work` with a signal that aborts after `timeoutMs` on the clock, or when the caller's signal does. Rejects at that moment with
 * the signal's reason, whether or not the work listens: a `TimeoutError` (`DOMException`), or what the caller gave.
 */
export async function withDeadline<T>(
  clock: Clock,
  timeoutMs: number,
  work: (signal: AbortSignal) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  signal?.throwIfAborted()
  const controller = new AbortController()
  const abort = () => controller.abort(signal?.reason)
  signal?.addEventListener('abort', abort, { once: true })
  const timer = clock.schedule(timeoutMs, () =>
    controller.abort(new DOMException(`Not done within ${timeoutMs} ms`, 'TimeoutError')),
  )
  const ended = new Promise<never>((_resolve, reject) => {
    controller.signal.addEventListener('abort', () => reject(controller.signal.reason), { once: true })
  })
  try {
    return await Promise.race([work(controller.signal), ended])
  } finally {
    timer.cancel()
    signal?.removeEventListener('abort', abort)
  }
}
