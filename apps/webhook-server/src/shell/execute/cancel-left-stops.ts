import type { PositionSide } from '@aster/core'
import { type Account, cancelAll, isLive, type OrderView } from '@aster/trades'

/**
 * Cancels stops of ours on a symbol whose position is gone; a stop goes only when the exchange says that it is. What a trade
 * looks after is left to it. Asks nothing where no such stop is known.
 */
export async function cancelLeftStops(account: Account, symbol: string): Promise<void> {
  const { orders } = account
  const isLone = ({ terms }: OrderView): boolean =>
    terms?.closePosition === true && account.ownerOf(symbol, terms.positionSide as PositionSide) === undefined
  const known = orders.list(
    (view) => isLive(view.state) && orders.owns(view.clientOrderId) && view.terms?.symbol === symbol && isLone(view),
  )
  if (known.length > 0) await cancelAll(account, { symbols: [symbol], keep: (view) => !isLone(view) })
}
