import type { PositionSide } from '@aster/core'
import type { Account } from '@aster/trades'

import { type Leg, toLegs } from '../../core/legs.ts'

/** Asks the exchange for the open positions of a symbol; weight 5, in hedge mode 10. Stops and exits keep their reserve. */
export async function readLegs(
  account: Account,
  symbol: string,
  { lane = 'read' }: { readonly lane?: 'close' | 'read' } = {},
): Promise<readonly Leg[]> {
  const names: readonly PositionSide[] = account.hedgeMode ? ['LONG', 'SHORT'] : ['BOTH']
  const views = await Promise.all(names.map((positionSide) => account.readPosition(symbol, positionSide, { lane })))
  return toLegs(names.map((positionSide, index) => ({ positionSide, quantity: views[index]?.quantity ?? '0' })))
}

/** A position for people and programs. When the exchange cannot be asked, it is told as it was last heard of. */
export async function describePosition(
  account: Account,
  { symbol, positionSide }: { readonly symbol: string; readonly positionSide: PositionSide },
): Promise<Readonly<Record<string, unknown>>> {
  const { quantity, entryPrice } = await account
    .readPosition(symbol, positionSide, { lane: 'read' })
    .catch(() => account.getPosition(symbol, positionSide) ?? { quantity: '0', entryPrice: '0' })
  const [leg] = toLegs([{ positionSide, quantity }])
  const side = leg === undefined ? 'FLAT' : leg.side === 'BUY' ? 'LONG' : 'SHORT'
  return { symbol, side, quantity, entryPrice }
}
