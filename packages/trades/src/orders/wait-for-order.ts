import type { Clock } from '@aster/core'

import type { OrderTracker } from './order-tracker.ts'
import type { OrderView } from './order-view.ts'

/**
 * Resolves with the order once `isDone` says so, or as it stands after `timeoutMs`. Asks nobody.
 *
 * @throws The signal's reason when it aborts.
 */
export function waitForOrder(
  parts: { readonly tracker: OrderTracker; readonly clock: Clock },
  clientOrderId: string,
  isDone: (view: OrderView) => boolean,
  options: { readonly timeoutMs: number; readonly signal?: AbortSignal | undefined },
): Promise<OrderView | undefined> {
  const { tracker, clock } = parts
  const { signal, timeoutMs } = options
  return new Promise((resolve, reject) => {
    const known = tracker.get(clientOrderId)
    if (known !== undefined && isDone(known)) return resolve(known)
    if (signal?.aborted === true) return reject(signal.reason as Error)
    const end = (finish: () => void) => {
      timer.cancel()
      stop()
      signal?.removeEventListener('abort', onAbort)
      finish()
    }
    const onAbort = () => end(() => reject(signal?.reason as Error))
    const timer = clock.schedule(timeoutMs, () => end(() => resolve(tracker.get(clientOrderId))))
    const stop = tracker.onChange((view) => {
      if (view.clientOrderId === clientOrderId && isDone(view)) end(() => resolve(view))
    })
    signal?.addEventListener('abort', onAbort, { once: true })
  })
}
