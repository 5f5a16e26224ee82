import { type Decimal, getOppositeSide, type Side, toDecimal } from '@aster/core'
import {
  type Account,
  closePosition,
  findIntent,
  type PositionView,
  protectPosition,
  readSymbolSettings,
  type StopOptions,
} from '@aster/trades'

import { noteDisagreement, noteShortfall } from '../core/note-outcome.ts'
import { Refusal } from '../core/refusal.ts'
import { isExit, type SignalCommand, type SignalExits } from '../core/signal.ts'
import { checkSymbol } from './check-symbol.ts'
import { moveToBreakEven } from './move-to-break-even.ts'
import { openTrade } from './open-trade.ts'
import { placeMarketOnce } from './place-market-once.ts'
import type { SignalOutcome, SignalStore, StoredSignal } from './signal-store.ts'
import { computeQuantity, computeReduction } from './size-signal.ts'
import type { TradeBook } from './trade-book.ts'

export interface ExecutionParts {
  readonly account: Account
  readonly store: Pick<SignalStore, 'savePlan'>
  readonly trades: TradeBook
  /** Where a signal names no stop. */
  readonly defaultStopPercent: string
}

export interface ExecutionTurn {
  /** An earlier process had begun with it. */
  readonly isResumed: boolean
  /** False when it has become too old to begin anything that adds risk; what was begun is finished. */
  readonly mayBegin: boolean
}

export type Entering = Extract<SignalCommand, { readonly entry: unknown }>

/**
 * Carries a signal out: at most one order that adds risk, whose id follows from the signal's, and a stop for what it
 * fills. Called again for the same signal, also by another process, it finds what was done and does the rest.
 *
 * @throws {Refusal} It does not fit the account as it is. Nothing was sent.
 * @throws The errors of `@aster/trades`.
 */
export async function executeSignal(
  parts: ExecutionParts,
  stored: StoredSignal,
  turn: ExecutionTurn,
): Promise<SignalOutcome> {
  const { account } = parts
  const { symbol, command } = stored.signal
  await checkSymbol(account, symbol, { adds: !isExit(command) })
  if ('cancelFirst' in command && command.cancelFirst === true && !(await isCarriedOut(account, stored))) {
    await parts.trades.cancelEntries(symbol)
  }
  // stops and exits keep their reserve of the budget
  const position = toDecimal((await account.readPosition(symbol, 'BOTH', { lane: 'read' })).quantity)
  switch (command.kind) {
    case 'close':
      return close(parts, symbol, position, turn)
    case 'cancel': {
      const count = await parts.trades.cancelEntries(symbol)
      return { message: `${count} entries of ${symbol} cancelled` }
    }
    case 'breakeven': {
      const { message, stopOrderId } = await moveToBreakEven(parts, symbol)
      return { message, position: { ...(await describePosition(account, symbol)), stopOrderId } }
    }
    case 'decrease':
      return decrease(parts, stored, command, position)
    case 'target':
      return noteDisagreement(command, position, await bringToTarget(parts, stored, command, { position, turn }))
    default:
      return enter(parts, stored, command, { position, turn })
  }
}

async function close(
  { account, trades }: ExecutionParts,
  symbol: string,
  position: Decimal,
  { isResumed }: ExecutionTurn,
): Promise<SignalOutcome> {
  const cancelled = await trades.cancelEntries(symbol)
  if (position.isZero() && cancelled === 0 && !isResumed) {
    throw new Refusal(404, 'NO_POSITION', `there is no position on ${symbol}`)
  }
  const { closedQuantity, averagePrice, clientOrderIds } = await closePosition(account, { symbol, passive: false })
  return {
    message: `${symbol} is closed`,
    order: { symbol, quantity: closedQuantity, averagePrice, clientOrderId: clientOrderIds.at(-1), clientOrderIds },
    position: await describePosition(account, symbol),
  }
}

async function decrease(
  parts: ExecutionParts,
  stored: StoredSignal,
  command: Extract<SignalCommand, { readonly kind: 'decrease' }>,
  position: Decimal,
): Promise<SignalOutcome> {
  const { account } = parts
  const { symbol } = stored.signal
  const done = await findIntent(account, { symbol, intentId: stored.id, label: 'in' })
  if (done.state === 'new') {
    if (position.isZero()) throw new Refusal(404, 'NO_POSITION', `there is no position on ${symbol}`)
    refuseOwned(account, symbol)
    if (command.held !== undefined && command.held !== (position.lt(0) ? 'SELL' : 'BUY')) {
      const message = `the position on ${symbol} is ${position.lt(0) ? 'short' : 'long'}: this would not make it smaller`
      throw new Refusal(409, 'WRONG_SIDE', message)
    }
  }
  const held: Side = position.lt(0) ? 'SELL' : 'BUY'
  const wanted = await computeReduction(account, { symbol, held, position, size: command.size })
  if (done.state === 'new' && wanted.gt(position.abs()) && !command.clamp) {
    const message = `quantity ${wanted.toFixed()} is more than the position of ${position.abs().toFixed()}`
    throw new Refusal(400, 'QUANTITY_ABOVE_POSITION', message)
  }
  const quantity = wanted.gt(position.abs()) ? position.abs() : wanted
  const side = getOppositeSide(held)
  const order = await placeMarketOnce(account, stored.id, { symbol, side, quantity, reduceOnly: true })
  return { message: `${symbol} made smaller`, order, position: await describePosition(account, symbol) }
}

/** Opens, adds, and turns around: closes first what is on the other side. */
async function enter(
  parts: ExecutionParts,
  stored: StoredSignal,
  command: Entering,
  { position, turn }: { readonly position: Decimal; readonly turn: ExecutionTurn },
): Promise<SignalOutcome> {
  const { account } = parts
  const { symbol } = stored.signal
  const held: Side | undefined = position.isZero() ? undefined : position.gt(0) ? 'BUY' : 'SELL'
  if (await isCarriedOut(account, stored)) return finish(parts, stored, command)
  if (!turn.mayBegin) throw new Refusal(422, 'STALE_SIGNAL', 'it had become too old before anything was sent')
  const { plan } = stored
  if (plan !== undefined) {
    // the first half of a turn may have been done by an earlier process
    if (held !== undefined && held !== plan.side) await closePosition(account, { symbol, passive: false })
    return openLeg(parts, stored, command, { side: plan.side, quantity: plan.quantity, isBeside: held === plan.side })
  }
  const side = checkEntry(symbol, command, held)
  const isTurn = held !== undefined && held !== side
  if (isTurn && command.entry.type === 'stop') {
    const message = `there is a position on the other side of ${symbol}, which would be closed at once: close it first`
    throw new Refusal(409, 'WRONG_SIDE', message)
  }
  if (command.leverage !== undefined) await setLeverage(account, symbol, command.leverage)
  const quantity = await computeQuantity(parts, stored, { command, side, position })
  if (!isTurn) return openLeg(parts, stored, command, { side, quantity, isBeside: held !== undefined })
  parts.store.savePlan(stored.id, { side, quantity })
  await closePosition(account, { symbol, passive: false })
  return openLeg(parts, stored, command, { side, quantity, isBeside: false })
}

/** The side of the order, when the account is in a state in which this action makes sense. */
function checkEntry(symbol: string, { kind, side }: Entering, held: Side | undefined): Side {
  if (kind === 'increase' || kind === 'reverse') {
    if (held === undefined) throw new Refusal(404, 'NO_POSITION', `there is no position on ${symbol}`)
    const meant = kind === 'increase' ? held : getOppositeSide(held)
    if (side === undefined || side === meant) return meant
    throw new Refusal(409, 'WRONG_SIDE', `the position on ${symbol} is ${held === 'BUY' ? 'long' : 'short'}`)
  }
  if (side === undefined) throw new Refusal(400, 'VALIDATION_ERROR', 'side is required')
  if (held === undefined || (kind === 'enter' && held !== side)) return side
  const hint = held === side ? 'use increase to add to it' : 'use reverse to turn it around'
  throw new Refusal(409, 'POSITION_EXISTS', `there is a position on ${symbol} already: ${hint}`)
}

async function openLeg(
  parts: ExecutionParts,
  stored: StoredSignal,
  command: Entering,
  leg: { readonly side: Side; readonly quantity: string; readonly isBeside: boolean },
): Promise<SignalOutcome> {
  const { account } = parts
  const { symbol } = stored.signal
  if (needsTrade(command)) return openTrade(parts, stored, command, leg)
  refuseOwned(account, symbol)
  await account.whenLive({ timeoutMs: 10_000 })
  const { side } = leg
  const maxSlippagePercent = command.entry.type === 'market' ? command.entry.maxSlippagePercent : undefined
  const quantity = toDecimal(leg.quantity)
  const order = await placeMarketOnce(account, stored.id, { symbol, side, quantity, maxSlippagePercent })
  return noteShortfall(await protect(parts, symbol, command, order))
}

async function bringToTarget(
  parts: ExecutionParts,
  stored: StoredSignal,
  command: Extract<SignalCommand, { readonly kind: 'target' }>,
  { position, turn }: { readonly position: Decimal; readonly turn: ExecutionTurn },
): Promise<SignalOutcome> {
  const { account } = parts
  const { symbol } = stored.signal
  const target = toDecimal(command.target)
  if (await isCarriedOut(account, stored)) return protect(parts, symbol, command, undefined)
  const delta = target.minus(position)
  if (delta.abs().lt(account.getRules(symbol).stepSize)) {
    return { message: 'nothing to do', position: await describePosition(account, symbol) }
  }
  const isThroughZero = !position.isZero() && !target.isZero() && target.gt(0) !== position.gt(0)
  if (target.isZero() || isThroughZero) await closePosition(account, { symbol, passive: false })
  if (target.isZero()) return { message: `${symbol} is closed`, position: await describePosition(account, symbol) }
  const isSmaller = !isThroughZero && target.abs().lt(position.abs())
  if (!isSmaller && !turn.mayBegin) {
    throw new Refusal(422, 'STALE_SIGNAL', 'it had become too old before anything was opened')
  }
  refuseOwned(account, symbol)
  if (!isSmaller) await account.whenLive({ timeoutMs: 10_000 })
  const quantity = isThroughZero ? target.abs() : delta.abs()
  const side: Side = delta.gt(0) ? 'BUY' : 'SELL'
  const maxSlippagePercent = isSmaller ? undefined : command.maxSlippagePercent
  const order = await placeMarketOnce(account, stored.id, {
    symbol,
    side,
    quantity,
    reduceOnly: isSmaller,
    maxSlippagePercent,
  })
  return noteShortfall(await protect(parts, symbol, command, order))
}

async function finish(parts: ExecutionParts, stored: StoredSignal, command: Entering): Promise<SignalOutcome> {
  if (!needsTrade(command)) return protect(parts, stored.signal.symbol, command, undefined)
  return {
    message: 'carried out before the restart; its trade goes on',
    position: await describePosition(parts.account, stored.signal.symbol),
  }
}

async function protect(
  { account, defaultStopPercent }: ExecutionParts,
  symbol: string,
  { stop = { percent: defaultStopPercent } }: SignalExits,
  order: SignalOutcome['order'],
): Promise<SignalOutcome> {
  const protectedBy = await protectPosition(account, { symbol, stop: stop satisfies StopOptions })
  return {
    message: protectedBy.stopOrderId === undefined ? `${symbol} is flat` : `${symbol} is open and protected`,
    order,
    position: { ...describe(symbol, protectedBy), stopOrderId: protectedBy.stopOrderId },
  }
}

/** What one market order and one stop cannot do is a trade. */
const needsTrade = ({ entry, takeProfits, trailingPercent, trailingAmount, breakEven }: Entering): boolean =>
  entry.type !== 'market' ||
  [takeProfits, trailingPercent, trailingAmount, breakEven].some((part) => part !== undefined)

async function isCarriedOut(account: Account, { id, signal: { symbol } }: StoredSignal): Promise<boolean> {
  for (const label of ['in', 'en']) {
    if ((await findIntent(account, { symbol, intentId: id, label })).state === 'known') return true
  }
  return false
}

/** A trade's stop and targets are fitted to its own size: it is closed or reversed as a whole. */
function refuseOwned(account: Account, symbol: string): void {
  if (account.ownerOf(symbol, 'BOTH') === undefined) return
  const message = `${symbol} is worked by a trade with targets of its own: close or reverse it`
  throw new Refusal(409, 'POSITION_OWNED', message)
}

/** Never under an open position or resting orders: it would move the price of liquidation. */
async function setLeverage(account: Account, symbol: string, leverage: number): Promise<void> {
  const [now] = await readSymbolSettings(account.rest, [symbol])
  if (now?.leverage === String(leverage)) return
  const isOpen = !toDecimal((await account.readPosition(symbol, 'BOTH')).quantity).isZero()
  if (isOpen || (await account.readOpenOrders(symbol)).length > 0) {
    const message = `leverage of ${symbol} is ${now?.leverage ?? 'unknown'} and cannot be changed while a position or orders exist`
    throw new Refusal(409, 'LEVERAGE_IN_USE', message)
  }
  await account.rest.position.setLeverage({ symbol, leverage })
}

/** What was done is done: when the exchange cannot be asked, the position is told as it was last heard of. */
async function describePosition(account: Account, symbol: string): Promise<Readonly<Record<string, unknown>>> {
  const asked = account.readPosition(symbol, 'BOTH', { lane: 'read' })
  const heard = () => account.getPosition(symbol, 'BOTH') ?? { quantity: '0', entryPrice: '0' }
  return describe(symbol, await asked.catch(heard))
}

function describe(symbol: string, { quantity, entryPrice }: Pick<PositionView, 'quantity' | 'entryPrice'>) {
  const amount = toDecimal(quantity)
  const side = amount.isZero() ? 'FLAT' : amount.gt(0) ? 'LONG' : 'SHORT'
  return { symbol, side, quantity, entryPrice }
}
