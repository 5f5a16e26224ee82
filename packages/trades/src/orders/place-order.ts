import { OutcomeUnknownError, ParameterError, RateLimitError, RejectedError, sleep, TransportError } from '@aster/core'

import { JournalError } from '../journal/journal-errors.ts'
import type { ApprovedOrder } from '../risk/approved-order.ts'
import { evidenceFromOrder } from './evidence-from-order.ts'
import type { DeskParts, PlaceOptions } from './order-desk.ts'
import { OrderNotPlacedError } from './order-not-placed-error.ts'
import { toOrderParameters, toOrderTerms } from './order-parameters.ts'
import type { OrderView } from './order-view.ts'
import { settleInDoubt, type SentOrder } from './settle-in-doubt.ts'

/** Short enough for a noop with the same nonce to be accepted still, which settles a lost answer at once. */
const defaultTimeoutMs = 4_000

/** The id is taken: an order with it is open, which can only be ours. */
const duplicateIdCode = -4116

/**
 * Places one order that the risk gate has approved, once. The id is chosen and written down first; whatever happens to the answer, the order is found
 * again by it, and nothing is sent a second time. See `OrderDesk.place` for the errors.
 */
export async function placeOrder(
  parts: DeskParts,
  { request, isReducing: reducesRisk }: ApprovedOrder,
  options: PlaceOptions = {},
): Promise<OrderView> {
  const { rest, clock, tracker } = parts
  const { symbol } = request
  options.signal?.throwIfAborted()
  if (!reducesRisk) parts.checkOpen()
  const clientOrderId = request.clientOrderId ?? parts.nextId(request.label ?? '')
  const parameters = toOrderParameters(parts.getRules(symbol), request, parts.isHedgeMode(), clientOrderId)
  const terms = toOrderTerms(request)
  tracker.open(clientOrderId, terms)
  try {
    await parts.write({ type: 'intent', atMs: clock.now(), clientOrderId, terms })
  } catch (error) {
    if (!reducesRisk) {
      refuse(parts, clientOrderId, undefined, 'the intent could not be written down')
      throw error
    }
    parts.report(
      'listenerFailed',
      `The intent of ${clientOrderId} could not be written down; it reduces risk and is sent`,
    )
  }
  let sent: SentOrder = { symbol, clientOrderId, nonceUs: undefined, sentAtMs: clock.now() }
  try {
    const order = await rest.trading.placeOrder(parameters, {
      signal: options.signal,
      timeoutMs: options.timeoutMs ?? defaultTimeoutMs,
      lane: reducesRisk ? 'close' : 'place',
      budgetWaitMs: options.sendWithinMs,
      onSigned: async ({ nonceUs }) => {
        sent = { ...sent, nonceUs, sentAtMs: clock.now() }
        await parts.write({ type: 'sent', atMs: sent.sentAtMs, clientOrderId, nonceUs }).catch((error: unknown) => {
          // the journal has not got it: whatever adds risk stays here
          if (error instanceof JournalError && !reducesRisk) throw error
          parts.report('listenerFailed', String(error), clientOrderId)
        })
      },
    })
    const view = tracker.apply(evidenceFromOrder(order, 'answer'))
    parts.onAcknowledged(clientOrderId)
    return view
  } catch (error) {
    if (error instanceof OutcomeUnknownError || (error instanceof RejectedError && error.code === duplicateIdCode)) {
      return await settle(parts, sent, error, options)
    }
    refuse(parts, clientOrderId, error, 'not sent')
    if (error instanceof RejectedError) parts.onRefused(error)
    throw error
  }
}

/**
 * The truth is looked for until it is known, also when the caller stops waiting for it; it may come from the stream
 * before any question is answered.
 */
async function settle(
  parts: DeskParts,
  sent: SentOrder,
  cause: Error,
  { signal, settleWithinMs }: PlaceOptions,
): Promise<OrderView> {
  const { clientOrderId } = sent
  parts.report('inDoubt', cause.message, clientOrderId)
  const waits = [settleInDoubt(parts, sent), whenAborted(signal)]
  if (settleWithinMs !== undefined) waits.push(sleep(parts.clock, settleWithinMs))
  await Promise.race(waits)
  const view = parts.tracker.get(clientOrderId)
  if (view === undefined || view.state === 'sent') throw cause
  if (view.state === 'presumedAbsent') throw new OrderNotPlacedError(clientOrderId, { cause })
  return view
}

const whenAborted = (signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve) => {
    if (signal?.aborted === true) resolve()
    signal?.addEventListener('abort', () => resolve(), { once: true })
  })

/** Nothing came of it, for certain. */
function refuse(parts: DeskParts, clientOrderId: string, error: unknown, otherwise: string): void {
  const reason = error instanceof RejectedError ? error.reason : error instanceof Error ? error.message : otherwise
  const isKnown =
    error instanceof TransportError ||
    error instanceof ParameterError ||
    error instanceof RateLimitError ||
    error instanceof JournalError
  if (error !== undefined && !(error instanceof RejectedError) && !isKnown) {
    // not one of the errors that the client promises: nothing is certain, and the reconciliation will tell
    parts.report('inDoubt', reason, clientOrderId)
    return
  }
  parts.tracker.apply({
    clientOrderId,
    state: 'rejected',
    timeMs: 0,
    refusal: {
      code: error instanceof RejectedError ? error.code : undefined,
      reason,
      retryAfterMs: error instanceof RateLimitError ? error.retryAfterMs : undefined,
    },
  })
}
