import { type Decimal, type PositionSide, type Side, toDecimal } from '@aster/core'

import { Refusal } from './refusal.ts'
import type { ParsedSignal } from './signal.ts'

/** An open position: in one-way mode the only one of its symbol, in hedge mode one of two. */
export interface Leg {
  readonly positionSide: PositionSide
  /** The side that opened it. */
  readonly side: Side
  /** Base asset, above zero. */
  readonly quantity: Decimal
  readonly entryPrice: string
}

/** The positions that are open, from signed quantities. */
export const toLegs = (
  positions: readonly { readonly positionSide: PositionSide; readonly quantity: string; readonly entryPrice: string }[],
): readonly Leg[] =>
  positions.flatMap(({ positionSide, quantity, entryPrice }): Leg[] => {
    const signed = toDecimal(quantity)
    if (signed.isZero()) return []
    // a SHORT leg is negative on the wire; one that is not would be read as a long
    const side = positionSide === 'SHORT' || (positionSide === 'BOTH' && signed.lt(0)) ? 'SELL' : 'BUY'
    return [{ positionSide, side, quantity: signed.abs(), entryPrice }]
  })

/** The position that an order of this side opens or adds to. */
export const getOpeningSide = (hedgeMode: boolean, side: Side): PositionSide => {
  if (!hedgeMode) return 'BOTH'
  return side === 'BUY' ? 'LONG' : 'SHORT'
}

/** The side that a signal names with `position_side`. */
export const readNamedSide = ({ positionSide }: Pick<ParsedSignal, 'positionSide'>): Side | undefined => {
  if (positionSide === undefined) return undefined
  return positionSide === 'LONG' ? 'BUY' : 'SELL'
}

/**
 * The one open position that a signal can mean.
 *
 * @throws {Refusal} 409: long and short are open and it says neither.
 */
export function findMeantLeg(
  legs: readonly Leg[],
  signal: Pick<ParsedSignal, 'symbol' | 'positionSide'>,
): Leg | undefined {
  const named = readNamedSide(signal)
  const meant = named === undefined ? legs : legs.filter(({ side }) => side === named)
  if (meant.length > 1) {
    const message = `${signal.symbol} is long and short: say position_side, LONG or SHORT`
    throw new Refusal(409, 'AMBIGUOUS_SIDE', message)
  }
  return meant[0]
}
