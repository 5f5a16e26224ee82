import type { Order } from '@aster/api'
import { toDecimal } from '@aster/core'

import type { Certainty } from './ask-until-certain.ts'
import type { Finding } from './find-order.ts'
import { findStanding } from './order-standing.ts'
import { settleEach, settleOne } from './settle-each.ts'
import type { LostRequest, OrderName, SettleClient, SettleOptions, Unsettled } from './settle-options.ts'

/** One change of an order: what was asked for, as plain decimal texts. */
export interface Amendment extends OrderName {
  readonly price: string
  readonly quantity: string
}

/** A change (`modifyOrder`) whose answer was lost. */
export interface LostAmend extends LostRequest, Amendment {}

export type AmendSettlement =
  /** The order has the price and the quantity that were asked for. Whether it still rests, `order.status` says. */
  | { readonly outcome: 'amended'; readonly order: Order }
  /** It rests with other values, and the lost change can never reach it. */
  | { readonly outcome: 'unchanged'; readonly order: Order }
  /** It rests no more and has other values: filled or canceled before the change, or by it. */
  | { readonly outcome: 'final'; readonly order: Order }
  /** The exchange does not know it. */
  | { readonly outcome: 'notFound' }
  | Unsettled

/**
 * Finds out what became of a change whose answer was lost, by comparing price and quantity of the order with what was
 * asked for. `unchanged` is said only when the lost change cannot be carried out any more.
 *
 * Weight 1 per question. Changes nothing.
 *
 * @throws {ParameterError} Neither id was given, or a value is no number.
 * @throws {RejectedError} The key itself is refused, so that no question can be answered.
 * @throws The signal's reason, when it aborts.
 * @example
 * const { outcome } = await settleAmend(client, { symbol, orderId, price, quantity, nonceUs: error.nonce, sentAtMs })
 */
export const settleAmend = (client: SettleClient, lost: LostAmend, options?: SettleOptions): Promise<AmendSettlement> =>
  settleOne(client, lost, judgeAmend, options)

/**
 * As {@link settleAmend}, for the changes of one lost batch, or for those of its elements that ended unknown.
 *
 * @returns In the order of `elements`.
 */
export const settleAmends = (
  client: SettleClient,
  lost: LostRequest & { readonly elements: readonly Amendment[] },
  options?: SettleOptions,
): Promise<AmendSettlement[]> => settleEach(client, lost, judgeAmend, options)

function judgeAmend(finding: Finding, asked: Amendment, certainty: Certainty): AmendSettlement | undefined {
  const { isPast, isCaughtUp } = certainty
  if (finding === 'noAnswer') return undefined
  if (finding === 'notFound') return isPast && isCaughtUp ? { outcome: 'notFound' } : undefined
  const { order } = finding
  const isAsAsked = toDecimal(order.price).eq(asked.price) && toDecimal(order.origQty).eq(asked.quantity)
  if (isAsAsked) return { outcome: 'amended', order }
  const standing = findStanding(order)
  if (standing === 'final') return { outcome: 'final', order }
  return standing === 'open' && isPast ? { outcome: 'unchanged', order } : undefined
}
