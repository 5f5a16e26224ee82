import { type Decimal, getOppositeSide, toDecimal } from '@aster/core'
import { findIntent, sizeTrade } from '@aster/trades'

import { findMeantLeg, getOpeningSide, type Leg, readNamedSide } from '../../core/legs.ts'
import { Refusal } from '../../core/refusal.ts'
import type { SignalCommand } from '../../core/signal.ts'
import type { SignalOutcome } from '../../core/stored-signal.ts'
import { describeClosed, describePosition } from './describe-position.ts'
import type { Execution } from './execute-signal.ts'
import type { OrderFacts } from './hands.ts'
import { refuseOwned } from './refuse-owned.ts'
import { toSizeOptions } from './to-size-options.ts'

type Decrease = Extract<SignalCommand, { readonly kind: 'decrease' }>

/** Closes what the signal means, whole: both sides when it names none. */
export async function closeLegs(
  { account, hands, stored, turn }: Execution,
  legs: readonly Leg[],
): Promise<SignalOutcome> {
  const { symbol } = stored.signal
  const named = readNamedSide(stored.signal)
  const meant = named === undefined ? legs : legs.filter(({ side }) => side === named)
  const cancelled = await hands.cancelEntries(symbol)
  if (meant.length === 0 && cancelled === 0 && !turn.isResumed) {
    await hands.cancelLeftStops(symbol)
    throw new Refusal(404, 'NO_POSITION', `there is no position on ${symbol}`)
  }
  // on a flat account too: what an entry filled while it was cancelled, and exits that rest
  const fallback = account.hedgeMode ? [] : [{ positionSide: 'BOTH' as const }]
  const orders: OrderFacts[] = []
  for (const { positionSide } of meant.length === 0 ? fallback : meant) {
    orders.push(await hands.close({ symbol, positionSide }))
  }
  const positionSide = meant[0]?.positionSide ?? getOpeningSide(account.hedgeMode, 'BUY')
  return {
    message: `${symbol} is closed`,
    order: orders[0],
    position: await describeClosed(account, { symbol, positionSide }, orders.at(-1)),
  }
}

/** Makes a position smaller, and never turns it around. */
export async function decreaseLeg(
  execution: Execution,
  command: Decrease,
  legs: readonly Leg[],
): Promise<SignalOutcome> {
  const { account, hands, stored, turn } = execution
  const { symbol } = stored.signal
  const { isFirst } = turn
  const done = await findIntent(account, { symbol, intentId: stored.id, label: 'in', isFirst })
  const held = findHeldLeg(legs, stored.signal, command)
  if (done.state === 'known') {
    const order = await hands.placeMarket(stored.id, resumeTerms(execution, held))
    await hands.cancelLeftStops(symbol)
    return { message: `${symbol} made smaller`, order }
  }
  if (held === undefined) throw new Refusal(404, 'NO_POSITION', `there is no position on ${symbol}`)
  if (command.held !== undefined && command.held !== held.side) {
    const message = `the position on ${symbol} is ${held.side === 'BUY' ? 'long' : 'short'}: this would not make it smaller`
    throw new Refusal(409, 'WRONG_SIDE', message)
  }
  refuseOwned(account, { symbol, positionSide: held.positionSide })
  const wanted = await computeReduction(execution, command, held)
  if (wanted.gt(held.quantity) && !command.clamp) {
    const message = `quantity ${wanted.toFixed()} is more than the position of ${held.quantity.toFixed()}`
    throw new Refusal(400, 'QUANTITY_ABOVE_POSITION', message)
  }
  const quantity = wanted.gt(held.quantity) ? held.quantity : wanted
  const leg = { symbol, positionSide: held.positionSide }
  const side = getOppositeSide(held.side)
  const order = await hands.placeMarket(stored.id, {
    ...leg,
    side,
    quantity: quantity.toFixed(),
    reduceOnly: true,
    isFirst,
  })
  if (quantity.gte(held.quantity)) await hands.cancelLeftStops(symbol)
  return { message: `${symbol} made smaller`, order, position: await describePosition(account, leg) }
}

/** A signal that says which side it takes from says which of two positions it means. */
function findHeldLeg(legs: readonly Leg[], signal: Execution['stored']['signal'], { held }: Decrease): Leg | undefined {
  const isNamed = signal.positionSide !== undefined || held === undefined || legs.length < 2
  return isNamed ? findMeantLeg(legs, signal) : legs.find(({ side }) => side === held)
}

/** The order was sent by an earlier process and is found by its id: its terms are not sent again. */
function resumeTerms({ account, stored: { signal } }: Execution, held: Leg | undefined) {
  const { symbol } = signal
  const side = held === undefined ? ('SELL' as const) : getOppositeSide(held.side)
  const positionSide = held?.positionSide ?? getOpeningSide(account.hedgeMode, getOppositeSide(side))
  return { symbol, positionSide, side, quantity: '0', reduceOnly: true, isFirst: false }
}

async function computeReduction(
  { account, stored }: Execution,
  { size }: Decrease,
  { side, quantity }: Leg,
): Promise<Decimal> {
  const { symbol } = stored.signal
  if (size.unit === 'base') return toDecimal(size.value)
  if (size.unit === 'positionPercent') return quantity.times(size.value).div(100)
  const plan = await sizeTrade(account, { symbol, side: getOppositeSide(side), size: toSizeOptions(size) })
  return toDecimal(plan.quantity)
}
