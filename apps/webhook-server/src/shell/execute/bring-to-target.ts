import { toDecimal } from '@aster/core'

import { getOpeningSide, type Leg, readNamedSide } from '../../core/legs.ts'
import { noteDisagreement, noteShortfall } from '../../core/note-outcome.ts'
import { Refusal } from '../../core/refusal.ts'
import type { SignalOutcome } from '../../core/stored-signal.ts'
import { checkLimits } from './check-limits.ts'
import { describeClosed, renderLeg } from './describe-position.ts'
import { isCarriedOut } from './enter-position.ts'
import type { Execution } from './execute-signal.ts'
import type { TargetCommand } from './hands.ts'
import { protectLeg } from './protect-leg.ts'
import { refuseOwned } from './refuse-owned.ts'

/**
 * Brings the position to what the strategy says. What is open on the other side is closed first; in hedge mode too, unless
 * the signal names its `position_side`.
 */
export async function bringToTarget(
  execution: Execution,
  command: TargetCommand,
  legs: readonly Leg[],
): Promise<SignalOutcome> {
  return noteDisagreement(command, legs, await moveToTarget(execution, command, legs))
}

async function moveToTarget(
  execution: Execution,
  command: TargetCommand,
  legs: readonly Leg[],
): Promise<SignalOutcome> {
  const { account, hands, stored, turn } = execution
  const { symbol } = stored.signal
  const way = measureTarget(execution, command, legs)
  const { target, side, own, others, delta, leg, stepSize } = way
  if (await isCarriedOut(execution)) return protectLeg(execution, leg, { stop: command.stop, order: undefined })
  if (way.isReached) return describeNothingToDo(way)
  const isLarger = delta.gt(0)
  if (isLarger && turn.mayBegin) {
    await checkLimits(execution, { side, quantity: delta, positionAfter: target.abs(), command: {} })
  }
  for (const { positionSide } of others) await hands.close({ symbol, positionSide })
  if (target.isZero()) {
    const order = own === undefined ? undefined : await hands.close(leg)
    return { message: `${symbol} is closed`, order, position: await describeClosed(account, leg, order) }
  }
  if (isLarger && !turn.mayBegin) {
    throw new Refusal(422, 'STALE_SIGNAL', 'it had become too old before anything was opened')
  }
  // the other side is closed, and this one stands where it should
  if (delta.abs().lt(stepSize)) return protectLeg(execution, leg, { stop: command.stop, order: undefined })
  refuseOwned(account, leg)
  const order = await hands.placeMarket(stored.id, {
    ...leg,
    side: isLarger ? side : side === 'BUY' ? 'SELL' : 'BUY',
    quantity: delta.abs().toFixed(),
    reduceOnly: !isLarger,
    isFirst: turn.isFirst,
    ...(isLarger ? { maxSlippagePercent: command.maxSlippagePercent } : {}),
  })
  return noteShortfall(await protectLeg(execution, leg, { stop: command.stop, order }))
}

/** The outcome of a target that is reached by what was read; undefined when there is something to do. */
export function findNothingToDo(
  execution: Execution,
  command: Omit<TargetCommand, 'stop'>,
  legs: readonly Leg[],
): SignalOutcome | undefined {
  const way = measureTarget(execution, command, legs)
  return way.isReached ? noteDisagreement(command, legs, describeNothingToDo(way)) : undefined
}

/** A target that the step of the symbol does not let anybody reach is said to be one. */
const describeNothingToDo = ({
  leg,
  own,
  target,
  delta,
  stepSize,
}: ReturnType<typeof measureTarget>): SignalOutcome => ({
  message: delta.isZero()
    ? 'nothing to do'
    : `nothing to do: the target of ${target.toFixed()} is less than one step of ${stepSize.toFixed()} away`,
  position: renderLeg(leg, own),
})

/** How far it is from the positions to the target. */
function measureTarget(
  { account, stored: { signal } }: Execution,
  command: Pick<TargetCommand, 'target'>,
  legs: readonly Leg[],
) {
  const { symbol } = signal
  const target = toDecimal(command.target)
  const named = readNamedSide(signal)
  const side = target.isZero() ? (named ?? legs[0]?.side ?? 'BUY') : target.gt(0) ? 'BUY' : 'SELL'
  if (named !== undefined && named !== side) {
    throw new Refusal(400, 'VALIDATION_ERROR', `a target of ${command.target} is no ${signal.positionSide}`)
  }
  const own = legs.find((open) => open.side === side)
  const others = legs.filter((open) => open.side !== side && (named === undefined || !account.hedgeMode))
  const delta = target.abs().minus(own?.quantity ?? 0)
  const { stepSize } = account.getRules(symbol)
  const isReached = others.length === 0 && delta.abs().lt(stepSize)
  const leg = { symbol, positionSide: getOpeningSide(account.hedgeMode, side) }
  return { target, side, own, others, delta, isReached, leg, stepSize }
}
