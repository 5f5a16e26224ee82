import { floorQuantity } from '@aster/core'

import type { Account } from '../account/account.ts'
import type { OrderView } from '../orders/order-view.ts'
import type { BboOptions } from './bbo-options.ts'
import { computeBboPrice } from './compute-bbo-price.ts'
import { readTouch } from './read-touch.ts'

export interface PlaceBboOptions extends BboOptions {
  /** GTX, post-only, by default. */
  readonly timeInForce?: 'GTX' | 'GTC' | undefined
}

/**
 * Places one limit order at the best price of its own side, `ticksDistance` ticks behind it, 1 by default. It is left
 * resting: watch it with `account.orders.awaitTerminal`. A post-only order that would take liquidity ends as `expired` or
 * is refused.
 *
 * @throws {StalePriceError} No best price is young enough. Nothing was sent.
 * @throws The errors of `account.orders.place`.
 * @example
 * const order = await placeBboOrder(account, { symbol: 'SOLUSDT', side: 'BUY', quantity: '0.1', ticksDistance: 0 })
 */
export async function placeBboOrder(account: Account, options: PlaceBboOptions): Promise<OrderView> {
  const { symbol, side, positionSide, reduceOnly, label = 'bbo', ticksDistance = 1, timeInForce = 'GTX' } = options
  const rules = account.getRules(symbol)
  const price = computeBboPrice(rules, side, await readTouch(account, options), ticksDistance)
  return account.orders.place(
    {
      symbol,
      side,
      positionSide,
      reduceOnly,
      type: 'LIMIT',
      timeInForce,
      quantity: floorQuantity(rules, options.quantity),
      price,
      label,
    },
    { signal: options.signal },
  )
}
