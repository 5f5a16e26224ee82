import { AsterError, getHedgeEffect, type PositionSide, type Side, sleep, toDecimal, withDeadline } from '@aster/core'

import type { Account, AccountGuest } from '../account/account.ts'
import { BboNotFilledError } from '../bbo/bbo-not-filled-error.ts'
import { placeBboOrderWithRetry } from '../bbo/place-bbo-order-with-retry.ts'
import { isLive } from '../orders/evidence.ts'
import type { OrderView } from '../orders/order-view.ts'
import { sumOrders } from '../trade/read-trade.ts'
import { isProtective } from './is-protective.ts'
import { planExitQuantity } from './plan-exit-quantity.ts'
import { PositionNotClosedError } from './position-not-closed-error.ts'

export interface ClosePositionOptions {
  readonly symbol: string
  /** In hedge mode LONG or SHORT; BOTH by default. */
  readonly positionSide?: PositionSide | undefined
  /**
   * Post-only orders at the best price first: 5 placements after the first, 2,000 ms each, within 0.1 %. `false` goes to
   * the market at once.
   */
  readonly passive?:
    | false
    | { readonly maxRetries?: number; readonly fillTimeoutMs?: number; readonly maxChasePercent?: number }
    | undefined
  /** For the whole; 30,000 by default. The passive part gets at most half of it. */
  readonly deadlineMs?: number | undefined
  readonly signal?: AbortSignal | undefined
}

export interface ClosePositionResult {
  readonly symbol: string
  readonly positionSide: PositionSide
  /** Base asset, by our own fills; '0' when it was flat already. */
  readonly closedQuantity: string
  readonly averagePrice: string
  /** How far it went: nothing to do, post-only orders, or market orders as well. */
  readonly way: 'flatAlready' | 'passive' | 'aggressive'
  readonly clientOrderIds: readonly string[]
}

/**
 * Closes a position and returns once the exchange says that it is closed. Post-only orders first, then orders that take
 * what is there, in slices that MARKET_LOT_SIZE allows. The side comes from the position's sign, and every order can only
 * reduce. A stop of ours stays until the position is closed, then it goes, and so does all else of ours that could only
 * close it. A trade that owns the position is ended instead, by its own rules.
 *
 * @throws {PositionNotClosedError} Still open after `deadlineMs`; the stop still rests.
 * @throws The signal's reason.
 */
export async function closePosition(account: Account, options: ClosePositionOptions): Promise<ClosePositionResult> {
  const { symbol, positionSide = 'BOTH', signal } = options
  const { clock } = account
  const deadlineMs = options.deadlineMs ?? 30_000
  const endsMs = clock.monotonicMs() + deadlineMs
  await endTrade(account, { symbol, positionSide, deadlineMs, signal })
  const ids: string[] = []
  let way: ClosePositionResult['way'] = 'flatAlready'
  let lastError: unknown
  let pauseMs = 100
  let isPassiveDue = options.passive !== false
  while (true) {
    signal?.throwIfAborted()
    const position = await account.readPosition(symbol, positionSide).catch((error: unknown) => {
      if (signal?.aborted === true || !(error instanceof AsterError)) throw error
      lastError = error
    })
    const quantity = (position ?? account.getPosition(symbol, positionSide))?.quantity ?? 'unknown'
    const open = position === undefined ? undefined : toDecimal(position.quantity)
    if (open?.isZero() === true) break
    if (clock.monotonicMs() >= endsMs) {
      throw new PositionNotClosedError({ symbol, positionSide, quantity }, { cause: lastError })
    }
    if (open === undefined) {
      await sleep(clock, pauseMs, signal)
      pauseMs = Math.min(pauseMs * 2, 2_000)
      continue
    }
    const side: Side = open.gt(0) ? 'SELL' : 'BUY'
    // what it cancels may have filled meanwhile: the position is read again
    if ((await cancelReducing(account, { symbol, positionSide, side }, 'beforeClosing')) > 0) continue
    try {
      if (isPassiveDue) {
        isPassiveDue = false
        way = 'passive'
        await closePassively(account, options, { side, quantity: open.abs().toFixed(), ids, endsMs })
      } else {
        way = 'aggressive'
        await closeSlice(account, options, { side, quantity: open.abs().toFixed(), ids })
      }
      lastError = undefined
    } catch (error) {
      if (signal?.aborted === true || !(error instanceof AsterError)) throw error
      lastError = error
      await sleep(clock, pauseMs, signal)
      pauseMs = Math.min(pauseMs * 2, 2_000)
    }
  }
  for (const side of ['BUY', 'SELL'] as const) {
    await cancelReducing(account, { symbol, positionSide, side }, 'flat')
  }
  const closed = sumOrders(ids.flatMap((id) => account.orders.get(id) ?? []))
  return {
    symbol,
    positionSide,
    closedQuantity: closed.quantity.toFixed(),
    averagePrice: closed.averagePrice,
    way,
    clientOrderIds: ids,
  }
}

/** A trade goes on closing for as long as it takes; the wait for it has its end. */
async function endTrade(
  account: Account,
  target: Required<Pick<ClosePositionOptions, 'deadlineMs' | 'signal' | 'symbol' | 'positionSide'>>,
): Promise<void> {
  const { symbol, positionSide = 'BOTH', deadlineMs = 0, signal } = target
  const isOwner = (guest: AccountGuest) => guest.symbol === symbol && guest.positionSide === positionSide
  const { clock } = account
  const endsMs = clock.monotonicMs() + deadlineMs
  try {
    await withDeadline(clock, deadlineMs, () => account.endGuests('flatten', isOwner), signal)
  } catch (error) {
    if (signal?.aborted === true || clock.monotonicMs() < endsMs) throw error
    const quantity = account.getPosition(symbol, positionSide)?.quantity ?? '0'
    throw new PositionNotClosedError({ symbol, positionSide, quantity }, { cause: error })
  }
}

/** A bounded order is only worth trying at a price of now; the market needs none. */
const iocPriceAgeMs = 1_000

interface Slice {
  readonly side: Side
  readonly quantity: string
  readonly ids: string[]
}

async function closePassively(
  account: Account,
  options: ClosePositionOptions,
  slice: Slice & { readonly endsMs: number },
): Promise<void> {
  const { symbol, positionSide, signal } = options
  const passive = options.passive === false ? undefined : options.passive
  try {
    await placeBboOrderWithRetry(account, {
      symbol,
      side: slice.side,
      quantity: slice.quantity,
      positionSide,
      reduceOnly: true,
      maxRetries: passive?.maxRetries ?? 5,
      fillTimeoutMs: passive?.fillTimeoutMs ?? 2_000,
      maxChasePercent: passive?.maxChasePercent ?? 0.1,
      deadlineMs: Math.max(1, (slice.endsMs - account.clock.monotonicMs()) / 2),
      signal,
      label: 'cp',
      onOrder: (id) => slice.ids.push(id),
    })
  } catch (error) {
    // the rest is taken from the market
    if (!(error instanceof BboNotFilledError)) throw error
  }
}

/** First as a limit at the best opposite price, so that the price is bounded; what is left of it goes to the market. */
async function closeSlice(account: Account, options: ClosePositionOptions, slice: Slice): Promise<void> {
  const { orders } = account
  const { symbol, positionSide, signal } = options
  const rules = account.getRules(symbol)
  const isYoung = (account.prices.ageMs(symbol) ?? Infinity) <= iocPriceAgeMs
  const touch = isYoung ? account.prices.get(symbol) : undefined
  const isFirst = !slice.ids.some((id) => orders.get(id)?.terms?.timeInForce === 'IOC')
  const price = slice.side === 'BUY' ? touch?.askPrice : touch?.bidPrice
  const place = async (terms: { type: 'LIMIT'; timeInForce: 'IOC'; price: string } | { type: 'MARKET' }) => {
    const clientOrderId = orders.nextId('cp')
    slice.ids.push(clientOrderId)
    const quantity = planExitQuantity(rules, slice.quantity)
    await orders.place(
      { symbol, side: slice.side, positionSide, reduceOnly: true, quantity, clientOrderId, ...terms },
      { signal, timeoutMs: 2_000 },
    )
    await orders.awaitTerminal(clientOrderId, { signal, askAfterMs: 500 })
  }
  if (isFirst && price !== undefined && toDecimal(price).gt(0))
    await place({ type: 'LIMIT', timeInForce: 'IOC', price })
  else await place({ type: 'MARKET' })
}

/**
 * Orders of ours on this position that can only reduce it. Before closing, those that would compete with the close go and
 * stops stay; once it is closed, all of them go.
 */
async function cancelReducing(
  account: Account,
  target: { readonly symbol: string; readonly positionSide: PositionSide; readonly side: Side },
  when: 'beforeClosing' | 'flat',
): Promise<number> {
  const { orders } = account
  await account.readOpenOrders(target.symbol)
  const isReducing = ({ clientOrderId, state, terms }: OrderView) =>
    terms !== undefined &&
    isLive(state) &&
    orders.owns(clientOrderId) &&
    terms.symbol === target.symbol &&
    terms.side === target.side &&
    terms.positionSide === target.positionSide &&
    (terms.reduceOnly || terms.closePosition || target.positionSide !== 'BOTH') &&
    (when === 'flat' || !isProtective(terms))
  // in hedge mode the other side opens
  if (getHedgeEffect(target.side, target.positionSide) === 'open') return 0
  const found = orders.list(isReducing)
  await Promise.all(
    found.map(({ clientOrderId }) => orders.cancel(clientOrderId).catch(() => void orders.ensureGone(clientOrderId))),
  )
  return found.length
}
