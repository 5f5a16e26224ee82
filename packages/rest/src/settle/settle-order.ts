import type { Order } from '@aster/api'

import type { Certainty } from './ask-until-certain.ts'
import type { Finding } from './find-order.ts'
import { settleEach, settleOne } from './settle-each.ts'
import type { LostRequest, SettleClient, SettleOptions, Unsettled } from './settle-options.ts'

/** One placement, by the id it was given. */
export interface PlacementName {
  readonly symbol: string
  readonly clientOrderId: string
}

/** A placement whose answer was lost. */
export interface LostPlacement extends LostRequest, PlacementName {}

export type Settlement =
  | { readonly outcome: 'placed'; readonly order: Order }
  /** It is not there and can never come. */
  | { readonly outcome: 'absent' }
  /** Nothing is known for certain. Do not send it again; ask once more later. */
  | Unsettled

/**
 * Finds out what became of a placement whose answer was lost, by asking for it under its client order id. With V3 it
 * also sends a `noop` with the placement's nonce: once that is accepted, the placement can never be. `absent` is said
 * only then, or when the time in which the exchange takes the request has passed and it still is not there. A query
 * that finds nothing proves nothing by itself: reads lag, and a late request may still arrive.
 *
 * Weight 1 per question. Never places anything.
 *
 * @throws {RejectedError} The key itself is refused, so that no question can be answered.
 * @throws The signal's reason, when it aborts.
 * @example
 * const settlement = await settleOrder(client, { symbol, clientOrderId, nonceUs: error.nonce, sentAtMs })
 * if (settlement.outcome === 'absent') await placeAgainUnderANewId()
 */
export const settleOrder = (client: SettleClient, lost: LostPlacement, options?: SettleOptions): Promise<Settlement> =>
  settleOne(client, lost, judgePlacement, options)

/**
 * As {@link settleOrder}, for the placements of one lost batch, or for those of its elements that ended unknown. They
 * share the nonce of the batch and are settled together.
 *
 * @returns In the order of `elements`.
 * @example
 * const settlements = await settleOrders(client, { elements: [{ symbol, clientOrderId }], nonceUs: error.nonce, sentAtMs })
 */
export const settleOrders = (
  client: SettleClient,
  lost: LostRequest & { readonly elements: readonly PlacementName[] },
  options?: SettleOptions,
): Promise<Settlement[]> => settleEach(client, lost, judgePlacement, options)

function judgePlacement(finding: Finding, _: PlacementName, { isPast }: Certainty): Settlement | undefined {
  if (typeof finding === 'object') return { outcome: 'placed', order: finding.order }
  return finding === 'notFound' && isPast ? { outcome: 'absent' } : undefined
}
