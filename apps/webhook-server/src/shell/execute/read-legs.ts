import type { PositionSide } from '@aster/core'
import type { Account } from '@aster/trades'

import { type Leg, toLegs } from '../../core/legs.ts'

/**
 * Asks the exchange for the open positions of a symbol; weight 5, in hedge mode 10. Stops and exits keep their reserve.
 */
export async function readLegs(
  account: Account,
  symbol: string,
  { lane = 'read' }: { readonly lane?: 'close' | 'read' | undefined } = {},
): Promise<readonly Leg[]> {
  const names: readonly PositionSide[] = account.hedgeMode ? ['LONG', 'SHORT'] : ['BOTH']
  const views = await Promise.all(names.map((positionSide) => account.readPosition(symbol, positionSide, { lane })))
  return toLegs(
    names.map((positionSide, index) => {
      const { quantity = '0', entryPrice = '0' } = views[index] ?? {}
      return { positionSide, quantity, entryPrice }
    }),
  )
}
