import type { Account } from '../account/account.ts'
import type { OrderRequest, PlaceOptions } from '../orders/order-desk.ts'
import type { OrderView } from '../orders/order-view.ts'
import { claimIntent } from './claim-intent.ts'
import { findIntent } from './find-intent.ts'
import { IntentExistsError } from './intent-exists-error.ts'
import { intentOrderId } from './intent-order-id.ts'

/**
 * Places the order of an intent, once, whoever asks and however often, also after a restart: the client order id follows
 * from the intent's.
 *
 * @param request.isFirst - See `findIntent`; saves a question.
 * @throws {IntentExistsError} It was placed before; `clientOrderId` says as which order. Nothing was sent.
 * @throws The errors of `account.orders.place`.
 * @example
 * await placeOnce(account, { intentId: alert.id, symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.01' })
 */
export async function placeOnce(
  account: Account,
  request: Omit<OrderRequest, 'clientOrderId'> & { readonly intentId: string; readonly isFirst?: boolean | undefined },
  options?: PlaceOptions,
): Promise<OrderView> {
  const { intentId, label = 'in', isFirst, ...order } = request
  const release = claimIntent(account, intentId)
  let clientOrderId: string | undefined
  try {
    const trace = await findIntent(account, { symbol: order.symbol, intentId, label, isFirst })
    if (trace.state === 'known') throw new IntentExistsError({ intentId, clientOrderId: trace.clientOrderId })
    clientOrderId = intentOrderId(account, intentId, { label, attempt: trace.attempt })
    return await account.orders.place({ ...order, clientOrderId }, options)
  } catch (error) {
    // what may have been carried out stays taken
    const state = clientOrderId === undefined ? 'rejected' : (account.orders.get(clientOrderId)?.state ?? 'rejected')
    if (state === 'rejected' || state === 'presumedAbsent') release()
    throw error
  }
}
