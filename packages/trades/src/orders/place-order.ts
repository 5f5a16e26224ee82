import { OutcomeUnknownError, RejectedError, sleep } from '@aster/core'

import type { ApprovedOrder } from '../risk/approved-order.ts'
import { evidenceFromOrder } from './evidence-from-order.ts'
import type { DeskParts, PlaceOptions } from './order-desk.ts'
import { OrderNotPlacedError } from './order-not-placed-error.ts'
import { createOrderView, type OrderView } from './order-view.ts'
import { prepareOrder, type PreparedOrder, writeIntent, writeSent } from './prepare-order.ts'
import { queryOrder } from './query-order.ts'
import { refuseOrder } from './refuse-order.ts'
import { type SendOptions, sendWithStop, watchStop } from './send-with-stop.ts'
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
  const stop = prepareStop(parts, options.stop, prepared)
  await writeIntent(parts, prepared)
  if (stop !== undefined) await writeIntent(parts, stop)
  return sendOrder(parts, prepared, options, stop)
}

function prepareStop(
  parts: DeskParts,
  stop: PlaceOptions['stop'],
  { clientOrderId }: PreparedOrder,
): PreparedOrder | undefined {
  if (stop === undefined) return undefined
  try {
    return prepareOrder(parts, parts.approve(stop))
  } catch (error) {
    refuseOrder(parts, clientOrderId, error, 'not sent')
    throw error
  }
}

/**
 * Sends what was prepared and written down.
 *
 * @param stop - Goes out in the same request, for the exchange to place with the order's first fill.
 */
export async function sendOrder(
  parts: DeskParts,
  { clientOrderId, parameters, terms, reducesRisk }: PreparedOrder,
  options: PlaceOptions,
  stop?: PreparedOrder,
): Promise<OrderView> {
  const { rest, clock, tracker } = parts
  const { symbol } = parameters
  let sent: SentOrder = { symbol, clientOrderId, nonceUs: undefined, sentAtMs: clock.now() }
  try {
    const sendOptions: SendOptions = {
      signal: options.signal,
      timeoutMs: options.timeoutMs ?? defaultAnswerMs,
      lane: reducesRisk ? 'close' : 'place',
      budgetWaitMs: options.sendWithinMs,
      onSigned: async ({ nonceUs }) => {
        sent = { ...sent, nonceUs, sentAtMs: clock.now() }
        await writeSent(parts, { clientOrderId, terms, reducesRisk }, sent)
        if (stop !== undefined) await writeSent(parts, stop, sent)
      },
    }
    if (stop !== undefined) {
      await sendWithStop(rest, parameters, stop.parameters, sendOptions)
      parts.onAcknowledged(clientOrderId)
      void watchStop(parts, symbol, clientOrderId, stop.clientOrderId)
      // the answer names no orders: what became of the entry is told by the stream, or by asking
      const found = await queryOrder(parts, clientOrderId, { symbol }).catch(() => undefined)
      return found ?? tracker.get(clientOrderId) ?? createOrderView(clientOrderId)
    }
    const order = await rest.trading.placeOrder(parameters, sendOptions)
    const view = tracker.apply(evidenceFromOrder(order, 'answer'))
    parts.onAcknowledged(clientOrderId)
    return view
  } catch (error) {
    if (error instanceof OutcomeUnknownError || (error instanceof RejectedError && error.code === duplicateIdCode)) {
      if (stop !== undefined) void watchStop(parts, symbol, clientOrderId, stop.clientOrderId)
      return await settle(parts, sent, error, options)
    }
    refuseOrder(parts, clientOrderId, error, 'not sent')
    if (stop !== undefined) refuseOrder(parts, stop.clientOrderId, error, 'not sent')
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
