import { isAbort } from '../is-abort.ts'
import type { DeskParts, WaitOptions } from './order-desk.ts'
import type { OrderView } from './order-view.ts'
import { queryOrder } from './query-order.ts'
import { waitForOrder } from './wait-for-order.ts'

const defaultAskAfterMs = 1_000
const largestAskAfterMs = 10_000

/**
 * Waits for an order. The user stream tells first; whenever it has been silent about the order for `askAfterMs`, the
 * exchange is asked, ever more rarely.
 *
 * @returns The order, done or as it stands when the time is up.
 * @throws The signal's reason when it aborts.
 */
export async function awaitOrder(
  parts: Pick<DeskParts, 'rest' | 'tracker' | 'clock' | 'lifetime'>,
  clientOrderId: string,
  isDone: (view: OrderView) => boolean,
  options: WaitOptions = {},
): Promise<OrderView> {
  const { tracker, clock } = parts
  const signal = options.signal === undefined ? parts.lifetime : AbortSignal.any([options.signal, parts.lifetime])
  const startedMs = clock.monotonicMs()
  const timeoutMs = options.timeoutMs ?? Number.POSITIVE_INFINITY
  let askAfterMs = options.askAfterMs ?? defaultAskAfterMs
  while (true) {
    const leftMs = timeoutMs - (clock.monotonicMs() - startedMs)
    const known = tracker.get(clientOrderId)
    if (known === undefined) throw new RangeError(`No order ${clientOrderId} is known`)
    if (isDone(known) || leftMs <= 0) return known
    // a rest of less than a millisecond would not move any clock
    const waitMs = Math.min(askAfterMs, Math.ceil(leftMs))
    const seen = await waitForOrder(parts, clientOrderId, isDone, { timeoutMs: waitMs, signal })
    if (seen !== undefined && isDone(seen)) return seen
    const symbol = seen?.terms?.symbol
    if (symbol === undefined || leftMs < askAfterMs) continue
    try {
      await queryOrder(parts, clientOrderId, { symbol, signal })
    } catch (error) {
      if (isAbort(error, signal)) throw error
      // an answer that does not come is no answer: the stream may still tell, and the next round asks again
    }
    askAfterMs = Math.min(askAfterMs * 1.5, largestAskAfterMs)
  }
}
