import { AsterError, type Decimal, floorMarketQuantity, type Side } from '@aster/core'
import { type Account, findIntent, IntentExistsError, placeOnce } from '@aster/trades'

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
export async function placeMarketOnce(
  account: Account,
  intentId: string,
  order: {
    readonly symbol: string
    readonly side: Side
    readonly quantity: Decimal
    readonly reduceOnly?: boolean
    /** Nothing of the signal was ever begun. */
    readonly isFirst: boolean
  },
): Promise<Readonly<Record<string, unknown>>> {
  const { symbol, side, isFirst, reduceOnly = false } = order
  const quantity = floorMarketQuantity(account.getRules(symbol), order.quantity.toFixed())
  const terms = { symbol, side, type: 'MARKET', quantity, ...(reduceOnly ? { reduceOnly } : {}) } as const
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
  return { clientOrderId, orderId, symbol, side, type: 'MARKET', quantity, state, filledQuantity, averagePrice }
}
