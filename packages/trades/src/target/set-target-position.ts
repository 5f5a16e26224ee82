import {
  Decimal,
  floorQuantity,
  formatDecimal,
  ParameterError,
  type PositionSide,
  type Side,
  sleep,
  toDecimal,
} from '@aster/core'

import type { Account } from '../account/account.ts'
import { BboNotFilledError } from '../bbo/bbo-not-filled-error.ts'
import { placeBboOrderWithRetry } from '../bbo/place-bbo-order-with-retry.ts'
import { closePosition } from '../close/close-position.ts'
import { planExitQuantity } from '../close/plan-exit-quantity.ts'
import type { DecimalInput, StopOptions } from '../trade/trade-options.ts'
import { ensureStop } from './ensure-stop.ts'
import { guardFirstFill } from './guard-first-fill.ts'
import { PositionUnprotectedError } from './position-unprotected-error.ts'

export interface TargetPositionOptions {
  readonly symbol: string
  /** In hedge mode LONG or SHORT; BOTH by default. */
  readonly positionSide?: PositionSide
  /** Base asset. One-way mode: negative for a short. Hedge mode: the size of the side, from 0. */
  readonly target: DecimalInput
  /** What protects the position afterwards. `none` has to be said. */
  readonly stop: StopOptions | 'none'
  /** How more is bought (or sold short); less is always taken from the market. */
  readonly entry?: 'market' | 'bbo'
  /** For the whole; 30,000 by default. */
  readonly deadlineMs?: number
  /** From a fill to its acknowledged stop; 2,000 by default. What misses it is closed. */
  readonly protectWithinMs?: number
  /** Ends it once what was sent is settled, and what has filled is protected. */
  readonly signal?: AbortSignal
}

export interface TargetPositionResult {
  readonly symbol: string
  readonly positionSide: PositionSide
  /** Rounded towards zero to the step; negative for shorts. */
  readonly target: string
  /** As the exchange says; negative for shorts. */
  readonly before: string
  readonly quantity: string
  /** True when the position is what was wanted. */
  readonly isReached: boolean
  /** The stop that stands for it. */
  readonly stopOrderId: string | undefined
  readonly clientOrderIds: readonly string[]
}

/** Readings that must differ from our own fills before they count: questions may lag, and more must not be bought for it. */
const doubtsNeeded = 4
const doubtMs = 250

/**
 * Brings a position to a size, from whatever it is: buys or sells the difference, and through zero closes first. Asking
 * again for the same does nothing, so a missed call heals with the next one. Before every order the position is read, and
 * held against what our own orders have filled, so that the size is never exceeded.
 *
 * The target is the whole position's, whoever opened it. A position that a trade owns is left alone.
 *
 * @throws {TradeConflictError} A trade owns the position.
 * @throws {ParameterError} The target does not fit the position mode.
 * @throws {PositionUnprotectedError} No stop could be brought to rest in time; the position was closed.
 * @throws The errors of `account.orders.place`.
 * @example
 * await setTargetPosition(account, { symbol: 'BTCUSDT', target: '-0.02', stop: { percent: 1 } })
 */
export async function setTargetPosition(
  account: Account,
  options: TargetPositionOptions,
): Promise<TargetPositionResult> {
  const { symbol, positionSide = 'BOTH', signal } = options
  const rules = account.getRules(symbol)
  const target = readTarget(account, options)
  const release = account.claim(symbol, positionSide, 'setTargetPosition')
  const endsMs = account.clock.monotonicMs() + (options.deadlineMs ?? 30_000)
  const ids: string[] = []
  const own = { symbol, ...(positionSide === 'BOTH' ? {} : { positionSide }) }
  let expected: Decimal | undefined
  let before: Decimal | undefined
  let stopOrderId: string | undefined

  const expect = (side: Side, id: string) => {
    const filled = toDecimal(account.orders.get(id)?.filledQuantity ?? '0')
    expected = expected?.plus(side === 'BUY' ? filled : filled.negated())
  }

  /** The position as the exchange says, once that agrees with our own fills or keeps differing. */
  const readNow = async (): Promise<{ quantity: Decimal; entryPrice: string }> => {
    for (let doubts = 0; ; doubts += 1) {
      const position = await account.readPosition(symbol, positionSide)
      const quantity = toDecimal(position.quantity)
      if (expected === undefined || quantity.eq(expected) || doubts >= doubtsNeeded) {
        expected = quantity
        return { quantity, entryPrice: position.entryPrice }
      }
      await sleep(account.clock, doubtMs)
    }
  }

  const takeFromMarket = async (side: Side, quantity: Decimal, reduceOnly: boolean) => {
    const clientOrderId = account.orders.nextId('tg')
    ids.push(clientOrderId)
    account.keepOrder(clientOrderId)
    const size = planExitQuantity(rules, formatDecimal(quantity))
    // once sent it is not left before its end is known: what it fills has to be protected
    await account.orders.place({ ...own, side, type: 'MARKET', quantity: size, reduceOnly, clientOrderId })
    await account.orders.awaitTerminal(clientOrderId, { askAfterMs: 500 })
    expect(side, clientOrderId)
  }

  const increase = async (side: Side, quantity: Decimal, from: Decimal) => {
    await account.whenLive({ timeoutMs: 10_000, signal })
    const work = (until?: AbortSignal) =>
      options.entry === 'bbo' ? followBest(side, quantity, until) : takeFromMarket(side, quantity, false)
    const known = ids.length
    // what is open already has a stop that stands for more of it as well
    if (!from.isZero() || options.stop === 'none') return work(signal)
    const failure = await guardFirstFill(account, {
      listIds: () => ids.slice(known),
      work,
      onFirstFill: (averagePrice) => keepStop(side, averagePrice),
      signal,
    })
    if (failure !== undefined) await closeUnprotected(failure)
  }

  const followBest = async (side: Side, quantity: Decimal, until: AbortSignal | undefined) => {
    const placed: string[] = []
    const deadlineMs = Math.max(1, endsMs - account.clock.monotonicMs())
    try {
      const wanted = formatDecimal(quantity)
      const onOrder = (id: string) => {
        placed.push(id)
        ids.push(id)
        account.keepOrder(id)
      }
      await placeBboOrderWithRetry(account, {
        ...own,
        side,
        quantity: wanted,
        deadlineMs,
        signal: until,
        onOrder,
        label: 'tg',
      })
    } finally {
      for (const id of placed) expect(side, id)
    }
  }

  const keepStop = async (side: Side, entryPrice: string) => {
    if (options.stop === 'none') return
    const withinMs = options.protectWithinMs ?? 2_000
    const stop = await ensureStop(account, { symbol, positionSide, side, entryPrice, stop: options.stop, withinMs })
    stopOrderId = stop.clientOrderId
  }

  const closeUnprotected = async (cause: unknown): Promise<never> => {
    await closePosition(account, { symbol, positionSide, passive: false })
    throw new PositionUnprotectedError({ symbol, positionSide }, { cause })
  }

  const protect = (quantity: Decimal, entryPrice: string) =>
    quantity.isZero() ? undefined : keepStop(quantity.gt(0) ? 'BUY' : 'SELL', entryPrice).catch(closeUnprotected)

  const work = async (): Promise<Decimal> => {
    while (true) {
      const { quantity, entryPrice } = await readNow()
      before ??= quantity
      await protect(quantity, entryPrice)
      signal?.throwIfAborted()
      const delta = target.minus(quantity)
      if (delta.abs().lt(rules.stepSize) || account.clock.monotonicMs() >= endsMs) return quantity
      const side: Side = delta.gt(0) ? 'BUY' : 'SELL'
      if (!quantity.isZero() && (target.isZero() || target.gt(0) !== quantity.gt(0))) {
        await closePosition(account, { symbol, positionSide, passive: false, signal })
        expected = new Decimal(0)
      } else if (target.abs().lt(quantity.abs())) await takeFromMarket(side, delta.abs(), true)
      else if (delta.abs().lt(rules.minQuantity)) return quantity
      else {
        try {
          await increase(side, delta.abs(), quantity)
        } catch (error) {
          if (!(error instanceof BboNotFilledError)) throw error
          const left = await readNow()
          await protect(left.quantity, left.entryPrice)
          return left.quantity
        }
      }
    }
  }

  try {
    const quantity = await work()
    return {
      symbol,
      positionSide,
      target: formatDecimal(target),
      before: formatDecimal(before ?? quantity),
      quantity: formatDecimal(quantity),
      isReached: quantity.eq(target),
      stopOrderId: quantity.isZero() ? undefined : stopOrderId,
      clientOrderIds: ids,
    }
  } finally {
    for (const id of ids) account.releaseOrder(id)
    release()
  }
}

function readTarget(account: Account, { symbol, positionSide = 'BOTH', target }: TargetPositionOptions): Decimal {
  const wanted = toDecimal(target)
  const refuse = (field: string, value: string, message: string) =>
    new ParameterError('setTargetPosition', [{ field, rule: 'positionMode', value, message }])
  if (account.hedgeMode !== (positionSide !== 'BOTH')) {
    const message = account.hedgeMode ? 'must be LONG or SHORT in hedge mode' : 'must be BOTH in one-way mode'
    throw refuse('positionSide', positionSide, message)
  }
  if (account.hedgeMode && wanted.lt(0)) {
    throw refuse('target', formatDecimal(wanted), 'must not be below zero in hedge mode: positionSide says the side')
  }
  const size = toDecimal(floorQuantity(account.getRules(symbol), wanted.abs()))
  const isShort = positionSide === 'SHORT' || wanted.lt(0)
  return isShort ? size.negated() : size
}
