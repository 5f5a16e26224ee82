import { getOppositeSide, type PositionSide, type Side, splitMarketQuantity, toDecimal } from '@aster/core'

import type { Account } from '../account/account.ts'

/**
 * Takes an order back: cancels what rests, and closes at the market what has filled of it, reduce-only. What others hold
 * is not touched.
 *
 * @returns Base asset that was closed again.
 */
export async function unwindOrder(account: Account, clientOrderId: string): Promise<string> {
  await account.orders.ensureGone(clientOrderId)
  const view = account.orders.get(clientOrderId)
  if (view?.terms === undefined || toDecimal(view.filledQuantity).isZero()) return '0'
  const { symbol, side, positionSide } = view.terms
  for (const quantity of splitMarketQuantity(account.getRules(symbol), view.filledQuantity)) {
    const exit = await account.orders.place({
      symbol,
      side: getOppositeSide(side as Side),
      ...(positionSide === 'BOTH' ? {} : { positionSide: positionSide as PositionSide }),
      type: 'MARKET',
      quantity,
      reduceOnly: true,
      label: 'uw',
    })
    await account.orders.awaitTerminal(exit.clientOrderId)
  }
  return view.filledQuantity
}
