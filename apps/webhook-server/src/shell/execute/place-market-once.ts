import { AsterError, floorMarketQuantity, floorQuantity, type Side } from '@aster/core'
import { type Account, findIntent, IntentExistsError, placeOnce, priceWithin } from '@aster/trades'

import type { MarketOrder, OrderFacts } from './hands.ts'
import { readOppositePrice } from './read-opposite-price.ts'

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
  const { symbol, side, positionSide, reduceOnly, maxSlippagePercent, isFirst } = order
  const isCapped = maxSlippagePercent !== undefined
  const quantity = (isCapped ? floorQuantity : floorMarketQuantity)(account.getRules(symbol), order.quantity)
  const leg = positionSide === 'BOTH' ? {} : { positionSide }
  const kind = isCapped ? await capPrice(account, { symbol, side, maxSlippagePercent }) : ({ type: 'MARKET' } as const)
  const terms = { symbol, side, quantity, ...kind, ...leg, ...(reduceOnly ? { reduceOnly } : {}) } as const
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
    const cap = isCapped ? `: nothing stood within ${maxSlippagePercent} % of the best price` : ''
    throw new NotFilledError(`${clientOrderId} ended as ${view.state} without an execution${cap}`)
  }
  const { orderId, state, filledQuantity, averagePrice } = view
  // of an order that an earlier process sent, these are its own
  const sent = { side: view.terms?.side ?? side, quantity: view.terms?.quantity ?? quantity }
  return { clientOrderId, orderId, symbol, ...sent, type: kind.type, state, filledQuantity, averagePrice }
}

async function capPrice(
  account: Account,
  {
    symbol,
    side,
    maxSlippagePercent,
  }: { readonly symbol: string; readonly side: Side; readonly maxSlippagePercent: string },
) {
  const best = await readOppositePrice(account, symbol, side)
  const price = priceWithin(account.getRules(symbol), { side, best, maxSlippagePercent })
  return { type: 'LIMIT', timeInForce: 'IOC', price } as const
}
