import { getOppositeSide, type Side } from '@aster/core'

import { findMeantLeg, type Leg, readNamedSide } from './legs.ts'
import { Refusal } from './refusal.ts'
import type { ParsedSignal, SignalCommand } from './signal.ts'

type Entering = Extract<SignalCommand, { readonly entry: unknown }>

/** What an entry comes to on the positions as they are. */
export interface EntryPlan {
  /** Of the order. */
  readonly side: Side
  /** Open on the same side: it is added to. */
  readonly own: Leg | undefined
  /** Open on the other side, and closed first. */
  readonly turned: Leg | undefined
}

/**
 * Decides what an entry does, when the account is in a state in which its action makes sense. In hedge mode a signal that
 * names its `position_side` leaves the other side alone; one that does not is meant as on a one-way account.
 *
 * @throws {Refusal} It does not fit the positions.
 */
export function checkEntry(
  signal: Pick<ParsedSignal, 'symbol' | 'positionSide'>,
  { kind, side }: Pick<Entering, 'kind' | 'side'>,
  { legs, hedgeMode }: { readonly legs: readonly Leg[]; readonly hedgeMode: boolean },
): EntryPlan {
  const { symbol } = signal
  if (kind === 'increase' || kind === 'reverse') {
    const held = findMeantLeg(legs, signal)
    if (held === undefined) throw new Refusal(404, 'NO_POSITION', `there is no position on ${symbol}`)
    const meant = kind === 'increase' ? held.side : getOppositeSide(held.side)
    if (side !== undefined && side !== meant) {
      throw new Refusal(409, 'WRONG_SIDE', `the position on ${symbol} is ${held.side === 'BUY' ? 'long' : 'short'}`)
    }
    if (kind === 'increase') return { side: meant, own: held, turned: undefined }
    return { side: meant, own: legs.find((leg) => leg.side === meant), turned: held }
  }
  if (side === undefined) throw new Refusal(400, 'VALIDATION_ERROR', 'side is required')
  const named = readNamedSide(signal)
  if (named !== undefined && named !== side) {
    throw new Refusal(400, 'VALIDATION_ERROR', `side ${side} does not open a position_side of ${signal.positionSide}`)
  }
  const own = legs.find((leg) => leg.side === side)
  const other = legs.find((leg) => leg.side !== side)
  const exists = (hint: string) =>
    new Refusal(409, 'POSITION_EXISTS', `there is a position on ${symbol} already: ${hint}`)
  if (own !== undefined) throw exists('use increase to add to it')
  if (other === undefined || (hedgeMode && named !== undefined)) return { side, own, turned: undefined }
  if (kind === 'enter') return { side, own, turned: other }
  throw exists(
    hedgeMode ? 'say position_side to hold both, or use reverse to turn it around' : 'use reverse to turn it around',
  )
}
