import { OutcomeUnknownError, RejectedError, sleep } from '@aster/core'

import type { ApprovedOrder } from '../risk/approved-order.ts'
import { evidenceFromOrder } from './evidence-from-order.ts'
import type { DeskParts, PlaceOptions } from './order-desk.ts'
import { OrderNotPlacedError } from './order-not-placed-error.ts'
import type { OrderView } from './order-view.ts'
import { prepareOrder, type PreparedOrder, writeIntent, writeSent } from './prepare-order.ts'
import { refuseOrder } from './refuse-order.ts'
import { settleInDoubt, type SentOrder } from './settle-in-doubt.ts'

/** Short enough for a noop with the same nonce to be accepted still, which settles a lost answer at once. */
export const defaultAnswerMs = 4_000

/** The id is taken: an order with it is open, which can only be ours. */
const duplicateIdCode = -4116

/**
 * Places one order that the risk gate has approved, once. The id is chosen and written down first; whatever happens to the answer, the order is found
 * again by it, and nothing is sent a second time. See `OrderDesk.place` for the errors.
 */
export async function placeOrder(
  parts: DeskParts,
  approved: ApprovedOrder,
  options: PlaceOptions = {},
): Promise<OrderView> {
  options.signal?.throwIfAborted()
  const prepared = prepareOrder(parts, approved)
  await writeIntent(parts, prepared)
  return sendOrder(parts, prepared, options)
}

/** Sends what was prepared and written down. */
export async function sendOrder(
  parts: DeskParts,
  { clientOrderId, parameters, reducesRisk }: PreparedOrder,
  options: PlaceOptions,
): Promise<OrderView> {
  const { rest, clock, tracker } = parts
  const { symbol } = parameters
  let sent: SentOrder = { symbol, clientOrderId, nonceUs: undefined, sentAtMs: clock.now() }
  try {
    const order = await rest.trading.placeOrder(parameters, {
      signal: options.signal,
      timeoutMs: options.timeoutMs ?? defaultAnswerMs,
      lane: reducesRisk ? 'close' : 'place',
      budgetWaitMs: options.sendWithinMs,
      onSigned: async ({ nonceUs }) => {
        sent = { ...sent, nonceUs, sentAtMs: clock.now() }
        await writeSent(parts, { clientOrderId, reducesRisk }, sent)
      },
    })
    const view = tracker.apply(evidenceFromOrder(order, 'answer'))
    parts.onAcknowledged(clientOrderId)
    return view
  } catch (error) {
    if (error instanceof OutcomeUnknownError || (error instanceof RejectedError && error.code === duplicateIdCode)) {
      return await settle(parts, sent, error, options)
    }
    refuseOrder(parts, clientOrderId, error, 'not sent')
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
