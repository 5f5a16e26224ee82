import type { SignalDistance } from '../../core/signal.ts'
import type { SignalOutcome } from '../../core/stored-signal.ts'
import { describePosition, renderPosition } from './describe-position.ts'
import type { Execution } from './execute-signal.ts'
import type { LegName, OrderFacts } from './hands.ts'

/** Brings the stop of what an order filled to rest, and tells how the position stands then. */
export async function protectLeg(
  { account, hands }: Execution,
  { symbol, positionSide }: LegName,
  { stop: distance, order }: { readonly stop: SignalDistance; readonly order: OrderFacts | undefined },
): Promise<SignalOutcome> {
  const leg = { symbol, positionSide }
  const { stop, position } = await hands.protect(leg, distance, order)
  const message =
    order?.wouldSend === true
      ? `dry run: would ${order.side} ${order.quantity} ${symbol}`
      : `${symbol} is ${stop === undefined ? 'flat' : 'open and protected'}`
  const told = position === undefined ? await describePosition(account, leg) : renderPosition(leg, position)
  return { message, order, position: { ...told, stopOrderId: stop } }
}
