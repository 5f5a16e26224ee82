import { type Decimal, formatDecimal, getOppositeSide, type Side, toDecimal } from '@aster/core'
import {
  type Account,
  closePosition,
  findIntent,
  protectPosition,
  readSymbolSettings,
  type SizeOptions,
  sizeTrade,
  type StopOptions,
} from '@aster/trades'

import { Refusal } from '../core/refusal.ts'
import type { SignalCommand, SignalExits, SignalSize } from '../core/signal.ts'
import { openTrade } from './open-trade.ts'
import { placeMarketOnce } from './place-market-once.ts'
import { findPositionMemory } from './position-memory.ts'
import type { SignalOutcome, SignalStore, StoredSignal } from './signal-store.ts'
import { takeRoom } from './take-room.ts'
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
  /** Nothing of it was ever begun, by any process. */
  readonly isFirst: boolean
  /** Resolves when it is on the disk that it is begun. Nothing may be sent before. */
  readonly begun: Promise<void>
  /** How long it is still young enough to begin something that adds risk. */
  readonly freshForMs: number
}

type Entering = Extract<SignalCommand, { readonly entry: unknown }>

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
  if (!account.symbols.includes(symbol)) {
    throw new Refusal(422, 'SYMBOL_NOT_ALLOWED', `${symbol} is not traded here; allowed: ${account.symbols.join(', ')}`)
  }
  const positions = findPositionMemory(account)
  const seen = turn.isFirst && command.kind === 'target' ? positions.recall(symbol) : undefined
  if (seen !== undefined && command.kind === 'target' && isReached(account, symbol, { target: command.target, seen })) {
    return describeNothingToDo(symbol, seen)
  }
  const room = await takeRoom(account, command, turn)
  try {
    const lane = room.isExit ? 'close' : undefined
    const [position] = await Promise.all([positions.read(symbol, lane), turn.begun])
    return await carryOut(parts, stored, { position, turn })
  } finally {
    room.release()
  }
}

async function carryOut(
  parts: ExecutionParts,
  stored: StoredSignal,
  { position, turn }: { readonly position: Decimal; readonly turn: ExecutionTurn },
): Promise<SignalOutcome> {
  const { symbol, command } = stored.signal
  switch (command.kind) {
    case 'close':
      return close(parts, symbol, position, turn)
    case 'cancel': {
      const count = await parts.trades.cancelEntries(symbol)
      return { message: `${count} entries of ${symbol} cancelled` }
    }
    case 'decrease':
      return decrease(parts, stored, command, { position, turn })
    case 'target':
      return bringToTarget(parts, stored, command, { position, turn })
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
    position: renderPosition(symbol, flat),
  }
}

async function decrease(
  parts: ExecutionParts,
  stored: StoredSignal,
  command: Extract<SignalCommand, { readonly kind: 'decrease' }>,
  { position, turn: { isFirst } }: { readonly position: Decimal; readonly turn: ExecutionTurn },
): Promise<SignalOutcome> {
  const { account } = parts
  const { symbol } = stored.signal
  const done = await findIntent(account, { symbol, intentId: stored.id, label: 'in', isFirst })
  if (done.state === 'new') {
    if (position.isZero()) throw new Refusal(404, 'NO_POSITION', `there is no position on ${symbol}`)
    refuseOwned(account, symbol)
  }
  const held: Side = position.lt(0) ? 'SELL' : 'BUY'
  const wanted = await computeReduction(account, { symbol, held, position, size: command.size })
  if (done.state === 'new' && wanted.gt(position.abs()) && !command.clamp) {
    const message = `quantity ${wanted.toFixed()} is more than the position of ${position.abs().toFixed()}`
    throw new Refusal(400, 'QUANTITY_ABOVE_POSITION', message)
  }
  const quantity = wanted.gt(position.abs()) ? position.abs() : wanted
  const side = getOppositeSide(held)
  const order = await placeMarketOnce(account, stored.id, { symbol, side, quantity, reduceOnly: true, isFirst })
  return { message: `${symbol} made smaller`, order, position: await describePosition(account, symbol) }
}

async function computeReduction(
  account: Account,
  options: {
    readonly symbol: string
    readonly held: Side
    readonly position: Decimal
    readonly size: SignalSize
  },
): Promise<Decimal> {
  const { symbol, held, position, size } = options
  if (size.unit === 'base') return toDecimal(size.value)
  if (size.unit === 'positionPercent') return position.abs().times(size.value).div(100)
  const { quantity } = await sizeTrade(account, { symbol, side: getOppositeSide(held), size: toSizeOptions(size) })
  return toDecimal(quantity)
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
  if (await isCarriedOut(account, stored, turn)) return finish(parts, stored, command)
  if (!turn.mayBegin) throw new Refusal(422, 'STALE_SIGNAL', 'it had become too old before anything was sent')
  const { plan } = stored
  if (plan !== undefined) {
    // the first half of a turn may have been done by an earlier process
    if (held !== undefined && held !== plan.side) await closePosition(account, { symbol, passive: false })
    return openLeg(parts, stored, command, {
      side: plan.side,
      quantity: plan.quantity,
      isBeside: held === plan.side,
      turn,
    })
  }
  const side = checkEntry(symbol, command, held)
  const isTurn = held !== undefined && held !== side
  if (command.leverage !== undefined) await setLeverage(account, symbol, command.leverage)
  const quantity = await computeQuantity(parts, stored, { command, side, position })
  if (!isTurn) return openLeg(parts, stored, command, { side, quantity, isBeside: held !== undefined, turn })
  await parts.store.savePlan(stored.id, { side, quantity })
  await closePosition(account, { symbol, passive: false })
  return openLeg(parts, stored, command, { side, quantity, isBeside: false, turn })
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
  leg: {
    readonly side: Side
    readonly quantity: string
    readonly isBeside: boolean
    readonly turn: ExecutionTurn
  },
): Promise<SignalOutcome> {
  const { account } = parts
  const { isFirst } = leg.turn
  const { symbol } = stored.signal
  if (needsTrade(command)) return openTrade(parts, stored, command, leg)
  refuseOwned(account, symbol)
  await account.whenLive({ timeoutMs: 10_000 })
  const quantity = toDecimal(leg.quantity)
  const order = await placeMarketOnce(account, stored.id, { symbol, side: leg.side, quantity, isFirst })
  return protect(parts, symbol, command, order)
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
  if (await isCarriedOut(account, stored, turn)) return protect(parts, symbol, command, undefined)
  const delta = target.minus(position)
  if (isReached(account, symbol, { target, seen: position })) return describeNothingToDo(symbol, position)
  const isThroughZero = !position.isZero() && !target.isZero() && target.gt(0) !== position.gt(0)
  if (target.isZero() || isThroughZero) await closePosition(account, { symbol, passive: false })
  if (target.isZero()) return { message: `${symbol} is closed`, position: renderPosition(symbol, flat) }
  const isSmaller = !isThroughZero && target.abs().lt(position.abs())
  if (!isSmaller && !turn.mayBegin) {
    throw new Refusal(422, 'STALE_SIGNAL', 'it had become too old before anything was opened')
  }
  refuseOwned(account, symbol)
  if (!isSmaller) await account.whenLive({ timeoutMs: 10_000 })
  const quantity = isThroughZero ? target.abs() : delta.abs()
  const side: Side = delta.gt(0) ? 'BUY' : 'SELL'
  const order = await placeMarketOnce(account, stored.id, {
    symbol,
    side,
    quantity,
    reduceOnly: isSmaller,
    isFirst: turn.isFirst,
  })
  return protect(parts, symbol, command, order)
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
    position: { ...renderPosition(symbol, protectedBy), stopOrderId: protectedBy.stopOrderId },
  }
}

/** What one market order and one stop cannot do is a trade. */
const needsTrade = ({ entry, takeProfits, trailingPercent, breakEven }: Entering): boolean =>
  entry.type !== 'market' || takeProfits !== undefined || trailingPercent !== undefined || breakEven !== undefined

async function isCarriedOut(
  account: Account,
  { id, signal: { symbol } }: StoredSignal,
  { isFirst }: ExecutionTurn,
): Promise<boolean> {
  for (const label of ['in', 'en']) {
    if ((await findIntent(account, { symbol, intentId: id, label, isFirst })).state === 'known') return true
  }
  return false
}

async function computeQuantity(
  { account, defaultStopPercent }: ExecutionParts,
  { signal: { symbol } }: StoredSignal,
  options: { readonly command: Entering; readonly side: Side; readonly position: Decimal },
): Promise<string> {
  const { command, side, position } = options
  const { size, stop = { percent: defaultStopPercent }, entry } = command
  if (size === undefined) return position.abs().toFixed()
  const plan = await sizeTrade(account, {
    symbol,
    side,
    size: toSizeOptions(size),
    stop,
    ...(entry.type === 'limit' ? { price: entry.price } : {}),
  })
  if (plan.quantity !== '0') return plan.quantity
  throw new Refusal(422, 'ORDER_RULE', plan.report.map(({ rule, message }) => `${rule}: ${message}`).join('; '))
}

function toSizeOptions({ unit, value }: SignalSize): SizeOptions {
  switch (unit) {
    case 'base':
      return { base: value }
    case 'quote':
      return { quote: value }
    case 'equityPercent':
      return { equityPercent: value }
    case 'risk':
      return { risk: value }
    case 'riskPercent':
      return { riskPercent: value }
    default:
      throw new Refusal(400, 'VALIDATION_ERROR', 'quantity_type percent_of_position is for exits')
  }
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

/** As the exchange says before a close is over. */
const flat = { quantity: '0', entryPrice: '0' } as const

const isReached = (
  account: Account,
  symbol: string,
  { target, seen }: { readonly target: Decimal | string; readonly seen: Decimal },
): boolean => toDecimal(target).minus(seen).abs().lt(account.getRules(symbol).stepSize)

const describeNothingToDo = (symbol: string, position: Decimal): SignalOutcome => ({
  message: 'nothing to do',
  position: renderPosition(symbol, { quantity: formatDecimal(position) }),
})

async function describePosition(account: Account, symbol: string): Promise<Readonly<Record<string, unknown>>> {
  return renderPosition(symbol, await account.readPosition(symbol, 'BOTH'))
}

function renderPosition(
  symbol: string,
  { quantity, entryPrice }: { readonly quantity: string; readonly entryPrice?: string },
): Readonly<Record<string, unknown>> {
  const amount = toDecimal(quantity)
  const side = amount.isZero() ? 'FLAT' : amount.gt(0) ? 'LONG' : 'SHORT'
  return { symbol, side, quantity, entryPrice }
}
