import { OutcomeUnknownError, RateLimitError, sleep } from '@aster/core'

import { isAbort } from '../is-abort.ts'
import { awaitOrder } from './await-order.ts'
import { evidenceFromOrder } from './evidence-from-order.ts'
import { isTerminal } from './evidence.ts'
import type { DeskParts, WaitOptions } from './order-desk.ts'
import type { OrderView } from './order-view.ts'
import { isUnknownOrder, queryOrder } from './query-order.ts'

const defaultTimeoutMs = 10_000
/** A cancel that takes longer to be answered is sent again: it does no harm. */
const answerMs = 2_000
const firstPauseMs = 100
const longestPauseMs = 2_000

/** Over, or known never to have existed. */
const isOver = (view: OrderView): boolean => isTerminal(view.state) || view.state === 'presumedAbsent'

/**
 * Cancels one order and returns it once the exchange has confirmed its final state. "Unknown order" is a question, not an
 * answer: the order may just have filled, so it is looked up. A cancel may be repeated without harm, and is, until the
 * truth is known or the time is up.
 *
 * @throws {OutcomeUnknownError} The final state is not confirmed within `timeoutMs`, 10 s by default.
 * @throws The signal's reason when it aborts.
 */
export async function cancelOrder(
  parts: DeskParts,
  clientOrderId: string,
  options: WaitOptions = {},
): Promise<OrderView> {
  const { clock, tracker } = parts
  const signal = options.signal === undefined ? parts.lifetime : AbortSignal.any([options.signal, parts.lifetime])
  const deadlineMs = clock.monotonicMs() + (options.timeoutMs ?? defaultTimeoutMs)
  let pauseMs = firstPauseMs
  let lastError: unknown
  while (true) {
    const known = tracker.get(clientOrderId)
    if (known === undefined) throw new RangeError(`No order ${clientOrderId} is known`)
    if (isOver(known)) return known
    const symbol = known.terms?.symbol
    if (symbol === undefined) throw new RangeError(`The symbol of ${clientOrderId} is not known`)
    try {
      await attemptCancel(parts, clientOrderId, symbol, signal)
      lastError = undefined
    } catch (error) {
      if (isAbort(error, signal)) throw error
      lastError = error
      if (error instanceof RateLimitError) pauseMs = Math.max(pauseMs, Math.min(error.retryAfterMs, longestPauseMs))
    }
    const leftMs = deadlineMs - clock.monotonicMs()
    const view = await awaitOrder(parts, clientOrderId, isOver, {
      signal,
      timeoutMs: Math.min(pauseMs, Math.max(0, leftMs)),
    })
    if (isOver(view)) return view
    if (leftMs <= pauseMs) break
    pauseMs = Math.min(pauseMs * 2, longestPauseMs)
  }
  throw new OutcomeUnknownError(
    'cancelOrder',
    { clientOrderId, reason: 'its final state is not confirmed' },
    lastError === undefined ? undefined : { cause: lastError },
  )
}

/** One request to cancel, and one question where the exchange says that there is nothing to cancel. */
async function attemptCancel(
  parts: DeskParts,
  clientOrderId: string,
  symbol: string,
  signal: AbortSignal,
): Promise<void> {
  try {
    const order = await parts.rest.trading.cancelOrder(
      { symbol, origClientOrderId: clientOrderId },
      { signal, timeoutMs: answerMs },
    )
    parts.tracker.apply(evidenceFromOrder(order, 'query'))
  } catch (error) {
    if (!isUnknownOrder(error) && !(error instanceof OutcomeUnknownError)) throw error
    await queryOrder(parts, clientOrderId, { symbol, signal })
  }
}

/**
 * Cancels until the exchange has confirmed that the order is over. Ends before that only when the account closes, and
 * never fails: an order that we want gone is never forgotten.
 */
export async function ensureGone(parts: DeskParts, clientOrderId: string): Promise<void> {
  const { clock, tracker, lifetime } = parts
  let pauseMs = firstPauseMs
  while (!lifetime.aborted) {
    try {
      await cancelOrder(parts, clientOrderId)
      return
    } catch (error) {
      if (lifetime.aborted) return
      const known = tracker.get(clientOrderId)
      if (known === undefined) return
      parts.report('cancelDelayed', String(error), clientOrderId)
    }
    await sleep(clock, pauseMs, lifetime).catch(() => undefined)
    pauseMs = Math.min(pauseMs * 2, longestPauseMs)
  }
}
