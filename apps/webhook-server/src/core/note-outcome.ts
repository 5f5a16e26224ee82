import type { Leg } from './legs.ts'
import type { SignalCommand } from './signal.ts'
import type { SignalOutcome } from './stored-signal.ts'

/** What a strategy says of its position before has no weight: the account is brought to what it says of now. */
export function noteDisagreement(
  { previous }: Extract<SignalCommand, { readonly kind: 'target' }>,
  legs: readonly Leg[],
  outcome: SignalOutcome,
): SignalOutcome {
  const [first, second] = legs
  const found =
    first === undefined ? 'flat' : second !== undefined ? 'long and short' : first.side === 'BUY' ? 'long' : 'short'
  if (previous === undefined || previous === found) return outcome
  return { ...outcome, message: `${outcome.message}; the account was ${found}, prev_market_position says ${previous}` }
}

/** An order with a cap on its price may have got less than it asked for. */
export function noteShortfall(outcome: SignalOutcome): SignalOutcome {
  const { filledQuantity, quantity } = outcome.order ?? {}
  if (typeof filledQuantity !== 'string' || typeof quantity !== 'string' || filledQuantity === quantity) return outcome
  return { ...outcome, message: `${outcome.message}; ${filledQuantity} of ${quantity} was filled` }
}
