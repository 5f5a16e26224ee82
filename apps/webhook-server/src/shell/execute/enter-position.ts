import { floorQuantity, toDecimal } from '@aster/core'
import { findIntent, sizeTrade } from '@aster/trades'

import { checkEntry, type EntryPlan } from '../../core/check-entry.ts'
import { getOpeningSide, type Leg } from '../../core/legs.ts'
import { noteShortfall } from '../../core/note-outcome.ts'
import { Refusal } from '../../core/refusal.ts'
import type { SignalOutcome } from '../../core/stored-signal.ts'
import { checkLimits } from './check-limits.ts'
import { describePosition } from './describe-position.ts'
import type { Execution } from './execute-signal.ts'
import type { EnteringCommand, EntryLeg, LegName } from './hands.ts'
import { protectLeg } from './protect-leg.ts'
import { refuseOwned } from './refuse-owned.ts'
import { toSizeOptions } from './to-size-options.ts'

/** Opens, adds, and turns around: closes first what is on the other side. */
export async function enterPosition(
  execution: Execution,
  command: EnteringCommand,
  legs: readonly Leg[],
): Promise<SignalOutcome> {
  const { account, hands, stored, turn } = execution
  const { symbol } = stored.signal
  const { hedgeMode } = account
  if (await isCarriedOut(execution)) return finishEntry(execution, command)
  if (!turn.mayBegin) throw new Refusal(422, 'STALE_SIGNAL', 'it had become too old before anything was sent')
  const { plan } = stored
  if (plan !== undefined) {
    // the first half of a turn may have been done by an earlier process
    const { side, quantity } = plan
    const rest = legs.find((leg) => leg.side !== side)
    if (rest !== undefined) await hands.close({ symbol, positionSide: rest.positionSide })
    const positionSide = getOpeningSide(hedgeMode, side)
    return openLeg(execution, command, {
      symbol,
      positionSide,
      side,
      quantity,
      isBeside: legs.some((leg) => leg.side === side),
    })
  }
  const entry = checkEntry(stored.signal, command, { legs, hedgeMode })
  const { side, own, turned } = entry
  if (turned !== undefined && command.entry.type === 'stop') {
    const message = `there is a position on the other side of ${symbol}, which would be closed at once: close it first`
    throw new Refusal(409, 'WRONG_SIDE', message)
  }
  const positionSide = getOpeningSide(hedgeMode, side)
  if (own !== undefined) refuseOwnedByMarket(execution, command, { symbol, positionSide })
  if (command.leverage !== undefined) await hands.setLeverage(symbol, command.leverage)
  const quantity = await computeQuantity(execution, command, entry)
  await checkLimits(execution, {
    side,
    quantity: toDecimal(quantity),
    positionAfter: toDecimal(quantity).plus(own?.quantity ?? 0),
    command,
  })
  if (turned !== undefined) {
    await execution.store.savePlan(stored.id, { side, quantity })
    await hands.close({ symbol, positionSide: turned.positionSide })
  }
  return openLeg(execution, command, { symbol, positionSide, side, quantity, isBeside: own !== undefined })
}

function refuseOwnedByMarket({ account }: Execution, command: EnteringCommand, leg: LegName): void {
  if (!needsTrade(command)) refuseOwned(account, leg)
}

async function openLeg(execution: Execution, command: EnteringCommand, leg: EntryLeg): Promise<SignalOutcome> {
  const { account, hands, stored, turn } = execution
  if (needsTrade(command)) return hands.openTrade(stored, command, leg)
  refuseOwned(account, leg)
  const { symbol, positionSide, side, quantity } = leg
  const maxSlippagePercent = command.entry.type === 'market' ? command.entry.maxSlippagePercent : undefined
  const order = await hands.placeMarket(stored.id, {
    symbol,
    positionSide,
    side,
    quantity,
    reduceOnly: false,
    isFirst: turn.isFirst,
    maxSlippagePercent,
  })
  return noteShortfall(await protectLeg(execution, leg, { stop: command.stop, order }))
}

/** What is left to do for an entry whose order is known. */
async function finishEntry(execution: Execution, command: EnteringCommand): Promise<SignalOutcome> {
  const { account, stored } = execution
  const { symbol } = stored.signal
  const side = stored.plan?.side ?? command.side ?? 'BUY'
  const leg = { symbol, positionSide: await findEntrySide(execution, side) }
  if (!needsTrade(command)) return protectLeg(execution, leg, { stop: command.stop, order: undefined })
  return {
    message: 'carried out before the restart; its trade goes on',
    position: await describePosition(account, leg),
  }
}

/** In hedge mode an increase or a reverse says no side: the order itself does. */
async function findEntrySide({ account, stored }: Execution, side: 'BUY' | 'SELL'): Promise<LegName['positionSide']> {
  if (!account.hedgeMode) return 'BOTH'
  const { symbol } = stored.signal
  const trace = await findIntent(account, { symbol, intentId: stored.id, label: 'in' })
  if (trace.state !== 'known') return getOpeningSide(true, side)
  const order = await account.orders.query(trace.clientOrderId)
  return order?.terms?.side === 'SELL' ? 'SHORT' : order?.terms?.side === 'BUY' ? 'LONG' : getOpeningSide(true, side)
}

/** What one market order and one stop cannot do is a trade. */
const needsTrade = ({ entry, takeProfits, trailingPercent, trailingAmount, breakEven }: EnteringCommand): boolean =>
  entry.type !== 'market' ||
  [takeProfits, trailingPercent, trailingAmount, breakEven].some((part) => part !== undefined)

/** Whether the order of the signal was sent, by this process or an earlier one. */
export async function isCarriedOut({ account, stored, turn: { isFirst } }: Execution): Promise<boolean> {
  const { symbol } = stored.signal
  for (const label of ['in', 'en']) {
    if ((await findIntent(account, { symbol, intentId: stored.id, label, isFirst })).state === 'known') return true
  }
  return false
}

async function computeQuantity(
  { account, stored }: Execution,
  command: EnteringCommand,
  { side, own, turned }: EntryPlan,
): Promise<string> {
  const { symbol } = stored.signal
  const { size, stop, entry } = command
  if (size === undefined) return turned?.quantity.toFixed() ?? '0'
  if (size.unit === 'positionPercent' && own !== undefined) {
    return floorQuantity(account.getRules(symbol), own.quantity.times(size.value).div(100))
  }
  const price = entry.type === 'limit' ? entry.price : entry.type === 'stop' ? entry.stopPrice : undefined
  const plan = await sizeTrade(account, {
    symbol,
    side,
    size: toSizeOptions(size),
    stop,
    ...(price === undefined ? {} : { price }),
  })
  if (plan.quantity !== '0') return plan.quantity
  throw new Refusal(422, 'ORDER_RULE', plan.report.map(({ rule, message }) => `${rule}: ${message}`).join('; '))
}
