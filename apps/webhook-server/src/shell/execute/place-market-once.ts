import { AsterError, floorMarketQuantity } from '@aster/core'
import { type Account, findIntent, IntentExistsError, placeOnce } from '@aster/trades'

import type { MarketOrder, OrderFacts } from './hands.ts'

/** A market order whose answer says how it ended. */
export class NotFilledError extends AsterError {
  override name = 'NotFilledError'
}

const endsWithinMs = 10_000

/**
 * Sends the one market order of a signal, or finds it when it was sent before, and waits for its end.
 *
 * @throws {NotFilledError} It ended without an execution.
 * @throws The errors of `account.orders.place`.
 */
export async function placeMarketOnce(account: Account, intentId: string, order: MarketOrder): Promise<OrderFacts> {
  const { symbol, side, positionSide, reduceOnly, isFirst } = order
  const quantity = floorMarketQuantity(account.getRules(symbol), order.quantity)
  const leg = positionSide === 'BOTH' ? {} : { positionSide }
  const terms = { symbol, side, type: 'MARKET', quantity, ...leg, ...(reduceOnly ? { reduceOnly } : {}) } as const
  let clientOrderId: string
  try {
    ;({ clientOrderId } = await placeOnce(account, { intentId, isFirst, ...terms }))
  } catch (error) {
    if (!(error instanceof IntentExistsError)) throw error
    const trace = await findIntent(account, { symbol, intentId, label: 'in' })
    if (trace.state !== 'known') throw error
    ;({ clientOrderId } = trace)
    await account.orders.query(clientOrderId)
  }
  const view = await account.orders.awaitTerminal(clientOrderId, { timeoutMs: endsWithinMs, askAfterMs: 500 })
  if (view.filledQuantity === '0') {
    throw new NotFilledError(`${clientOrderId} ended as ${view.state} without an execution`)
  }
  const { orderId, state, filledQuantity, averagePrice } = view
  // of an order that an earlier process sent, these are its own
  const sent = { side: view.terms?.side ?? side, quantity: view.terms?.quantity ?? quantity }
  return { clientOrderId, orderId, symbol, ...sent, type: 'MARKET', state, filledQuantity, averagePrice }
}
