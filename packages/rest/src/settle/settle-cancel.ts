import type { Order } from '@aster/api'

import type { Certainty } from './ask-until-certain.ts'
import type { Finding } from './find-order.ts'
import { findStanding } from './order-standing.ts'
import { settleEach, settleOne } from './settle-each.ts'
import type { LostRequest, OrderName, SettleClient, SettleOptions, Unsettled } from './settle-options.ts'

/** A cancel whose answer was lost. */
export interface LostCancel extends LostRequest, OrderName {}

export type CancelSettlement =
  /** It rests no more: canceled, filled, expired or rejected, as `order.status` and `order.executedQty` say. */
  | { readonly outcome: 'final'; readonly order: Order }
  /** It still rests, and the lost cancel can never reach it: cancel again. */
  | { readonly outcome: 'open'; readonly order: Order }
  /** The exchange does not know it. Whether a lost placement of it may still come, `settleOrder` says. */
  | { readonly outcome: 'notFound' }
  | Unsettled

/**
 * Finds out what became of a cancel whose answer was lost, by asking for the order. An order that is final is certain at
 * once; `open` is said only when the lost cancel cannot be carried out any more. Who is in a hurry cancels again
 * meanwhile: a second cancel of an exchange order id does no harm.
 *
 * Weight 1 per question. Cancels nothing.
 *
 * @throws {ParameterError} Neither id was given.
 * @throws {RejectedError} The key itself is refused, so that no question can be answered.
 * @throws The signal's reason, when it aborts.
 * @example
 * const { outcome } = await settleCancel(client, { symbol, orderId, nonceUs: error.nonce, sentAtMs })
 */
export const settleCancel = (
  client: SettleClient,
  lost: LostCancel,
  options?: SettleOptions,
): Promise<CancelSettlement> => settleOne(client, lost, judgeCancel, options)

/**
 * As {@link settleCancel}, for the orders of one lost batch cancel, or for those of its elements that ended unknown.
 *
 * @returns In the order of `elements`.
 */
export const settleCancels = (
  client: SettleClient,
  lost: LostRequest & { readonly elements: readonly OrderName[] },
  options?: SettleOptions,
): Promise<CancelSettlement[]> => settleEach(client, lost, judgeCancel, options)

function judgeCancel(finding: Finding, _: OrderName, certainty: Certainty): CancelSettlement | undefined {
  const { isPast, isCaughtUp } = certainty
  if (finding === 'noAnswer') return undefined
  // an order that was placed just before may be missing in a read that lags
  if (finding === 'notFound') return isPast && isCaughtUp ? { outcome: 'notFound' } : undefined
  const { order } = finding
  const standing = findStanding(order)
  if (standing === 'final') return { outcome: 'final', order }
  return standing === 'open' && isPast ? { outcome: 'open', order } : undefined
}
