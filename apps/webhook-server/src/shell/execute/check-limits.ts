import type { Decimal, Side } from '@aster/core'

import type { SignalEntry } from '../../core/signal.ts'
import { checkStrategyLimits } from '../../core/strategy-policy.ts'
import type { Execution } from './execute-signal.ts'
import { readOppositePrice } from './read-opposite-price.ts'

/**
 * Holds an order against the limits of its strategy, at the price it would pay.
 *
 * @throws {Refusal} 422.
 * @throws {StalePriceError} There are limits, and no price is young enough.
 */
export async function checkLimits(
  { account, policy, stored }: Execution,
  order: {
    readonly side: Side
    readonly quantity: Decimal
    readonly positionAfter: Decimal
    readonly command: { readonly entry?: SignalEntry }
  },
): Promise<void> {
  if (policy.maxOrderNotional === undefined && policy.maxPositionNotional === undefined) return
  const { symbol, strategy } = stored.signal
  const { side, quantity, positionAfter, command } = order
  const { entry } = command
  const own =
    entry?.type === 'limit' ? entry.price : entry?.type === 'stop' ? (entry.limitPrice ?? entry.stopPrice) : undefined
  const price = own ?? (await readOppositePrice(account, symbol, side))
  checkStrategyLimits(policy, strategy, { quantity, positionAfter, price })
}
