import type { Account } from '@aster/trades'

import { type Leg, toLegs } from '../../core/legs.ts'
import type { LegName, OrderFacts } from './hands.ts'

/** A position for people and programs. When the exchange cannot be asked, it is told as it was last heard of. */
export async function describePosition(account: Account, leg: LegName): Promise<Readonly<Record<string, unknown>>> {
  const { symbol, positionSide } = leg
  const view = await account
    .readPosition(symbol, positionSide, { lane: 'read' })
    .catch(() => account.getPosition(symbol, positionSide) ?? { quantity: '0', entryPrice: '0' })
  return renderPosition(leg, view)
}

/** A position for people and programs. */
export function renderPosition(
  { symbol, positionSide }: LegName,
  { quantity, entryPrice }: { readonly quantity: string; readonly entryPrice: string },
): Readonly<Record<string, unknown>> {
  const [leg] = toLegs([{ positionSide, quantity, entryPrice }])
  const side = leg === undefined ? 'FLAT' : leg.side === 'BUY' ? 'LONG' : 'SHORT'
  return { symbol, side, quantity, entryPrice }
}

/** The same of what was read already; flat where there is none. */
export function renderLeg(name: LegName, leg: Leg | undefined): Readonly<Record<string, unknown>> {
  if (leg === undefined) return renderPosition(name, { quantity: '0', entryPrice: '0' })
  const { side, quantity, entryPrice } = leg
  return renderPosition(name, { quantity: (side === 'SELL' ? quantity.negated() : quantity).toFixed(), entryPrice })
}

/** A position after a close: flat, as the close waited for the exchange to say so. A dry run closes nothing. */
export const describeClosed = async (
  account: Account,
  leg: LegName,
  order: OrderFacts | undefined,
): Promise<Readonly<Record<string, unknown>>> =>
  order === undefined || order.wouldSend !== undefined ? describePosition(account, leg) : renderLeg(leg, undefined)
