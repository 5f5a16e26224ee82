import { type Account, moveStopToBreakEven } from '@aster/trades'

import { findMeantLeg, type Leg } from '../../core/legs.ts'
import { Refusal } from '../../core/refusal.ts'
import type { SignalOutcome } from '../../core/stored-signal.ts'
import { describePosition } from './describe-position.ts'
import type { Execution } from './execute-signal.ts'
import type { LegName } from './hands.ts'
import type { TradeBook } from './trade-book.ts'

/**
 * Moves the stop of what the signal means to its entry price, fees included.
 *
 * @throws {Refusal} 404: there is no position; 409: long and short are open and it says neither.
 * @throws {TradeStateError | BreakEvenNotReachedError} Not yet; the stop stays where it is.
 */
export async function moveToBreakEven(
  { account, hands, stored }: Execution,
  legs: readonly Leg[],
): Promise<SignalOutcome> {
  const { symbol } = stored.signal
  const held = findMeantLeg(legs, stored.signal)
  if (held === undefined) throw new Refusal(404, 'NO_POSITION', `there is no position on ${symbol}`)
  const leg = { symbol, positionSide: held.positionSide }
  const message = await hands.moveToBreakEven(leg)
  return { message, position: await describePosition(account, leg) }
}

/** Through the trade that owns the position, or as a plain stop. */
export async function moveStop(
  { account, trades }: { readonly account: Account; readonly trades: TradeBook },
  leg: LegName,
): Promise<string> {
  const owner = trades.list().find(({ plan }) => plan.symbol === leg.symbol && plan.positionSide === leg.positionSide)
  const tell = (stopPrice: string | undefined) => `the stop of ${leg.symbol} stands at ${stopPrice}`
  if (owner !== undefined) return tell((await owner.moveToBreakEven()).stopPrice)
  const { stopOrderId = '' } = await moveStopToBreakEven(account, leg)
  return tell(account.orders.get(stopOrderId)?.terms?.stopPrice)
}
