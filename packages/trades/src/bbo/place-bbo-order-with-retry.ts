import { floorQuantity, formatDecimal, ParameterError, RejectedError, sleep, toDecimal } from '@aster/core'

import type { Account } from '../account/account.ts'
import { isTerminal } from '../orders/evidence.ts'
import { OrderNotPlacedError } from '../orders/order-not-placed-error.ts'
import type { OrderView } from '../orders/order-view.ts'
import { pickOppositePrice, pickOwnPrice } from '../prices/pick-price.ts'
import type { Touch } from '../prices/touch.ts'
import { sumOrders } from '../trade/read-trade.ts'
import { type BboEnd, BboNotFilledError } from './bbo-not-filled-error.ts'
import type { BboResult, BboRetryOptions } from './bbo-options.ts'
import { checkBboOptions } from './check-bbo-options.ts'
import { computeBboPrice } from './compute-bbo-price.ts'
import { isBeyondChaseLimit } from './is-beyond-chase-limit.ts'
import { readTouch } from './read-touch.ts'

/** The exchange would not let a post-only order rest. */
const wouldTakeCodes = new Set([-5022, -2021])

/**
 * Fills a quantity with post-only orders at the best price, following it: each placement waits `fillTimeoutMs`, then the
 * price is looked at again. An unchanged price keeps the order and its place in the queue and costs nothing; a changed one
 * replaces it, which uses up one of `maxRetries`, with what has not filled yet. An order that could not rest is replaced as well.
 * Before every placement the best price is held against the first one. Nothing is left resting, however it ends.
 *
 * @throws {BboNotFilledError} Not all of it filled; says how much did, and why it ended.
 * @throws {StalePriceError} No best price is young enough.
 * @throws {OutcomeUnknownError} An order's fate is not known; the account goes on asking for it and cancelling it.
 * @throws The errors of `account.orders.place`, and the signal's reason.
 * @example
 * const { averagePrice } = await placeBboOrderWithRetry(account, { symbol: 'SOLUSDT', side: 'BUY', quantity: '0.1' })
 */
export async function placeBboOrderWithRetry(account: Account, options: BboRetryOptions): Promise<BboResult> {
  const { clock, orders } = account
  const { symbol, side, signal, maxRetries = 2, fillTimeoutMs = 1_000, maxChasePercent = 0.5 } = options
  checkBboOptions(options)
  const rules = account.getRules(symbol)
  const target = toDecimal(floorQuantity(rules, options.quantity))
  const endsMs = clock.monotonicMs() + (options.deadlineMs ?? 60_000)
  const ids: string[] = []
  /** Prices used up beside the first: placements anew, and moves. */
  let used = 0
  const views = () => ids.flatMap((id) => orders.get(id) ?? [])
  const remaining = () => target.minus(sumOrders(views()).quantity)

  const finish = (): BboResult => {
    const { quantity, averagePrice } = sumOrders(views())
    const clientOrderIds = ids.filter((id) => orders.get(id) !== undefined)
    return { filledQuantity: formatDecimal(quantity), averagePrice, clientOrderIds }
  }
  const fail = (end: BboEnd, cause?: unknown): BboNotFilledError =>
    new BboNotFilledError({ symbol, end, ...finish() }, cause === undefined ? undefined : { cause })

  const place = async (terms: { price: string; timeInForce: 'GTX' | 'IOC' }): Promise<OrderView | undefined> => {
    const clientOrderId = options.nextId?.() ?? orders.nextId(options.label ?? 'bbo')
    ids.push(clientOrderId)
    account.keepOrder(clientOrderId)
    options.onOrder?.(clientOrderId)
    try {
      return await orders.place(
        {
          symbol,
          side,
          positionSide: options.positionSide,
          reduceOnly: options.reduceOnly,
          type: 'LIMIT',
          quantity: formatDecimal(remaining()),
          clientOrderId,
          ...terms,
        },
        { signal },
      )
    } catch (error) {
      if (error instanceof RejectedError && wouldTakeCodes.has(error.code)) return undefined
      if (error instanceof OrderNotPlacedError) return undefined
      if (error instanceof ParameterError && ids.length > 1 && isAboutSize(error))
        throw fail('remainderTooSmall', error)
      throw error
    }
  }

  const work = async (): Promise<BboResult> => {
    const first = await readTouch(account, options)
    const reference = pickOwnPrice(first, side)
    let touch: Touch = first
    let lastEnd: BboEnd = 'retriesExhausted'
    for (; used <= maxRetries; used += 1) {
      if (used > 0) touch = await account.prices.read(symbol, { signal })
      if (isBeyondChaseLimit(reference, pickOwnPrice(touch, side), maxChasePercent)) throw fail('chaseLimit')
      const price = computeBboPrice(rules, side, touch, options.ticksDistance ?? 0)
      const placed = await place({ price, timeInForce: 'GTX' })
      const end = placed === undefined ? 'couldNotRest' : await attend(placed.clientOrderId, price, reference)
      if (remaining().lte(0)) return finish()
      if (end === 'canceled') throw fail('canceledElsewhere')
      if (clock.monotonicMs() >= endsMs) {
        lastEnd = 'deadline'
        break
      }
      // the market is on the move: a moment's patience keeps the next one from meeting the same fate
      if (end === 'couldNotRest') await sleep(clock, Math.min(100, fillTimeoutMs), signal)
    }
    if (options.finalAction !== 'cross') throw fail(lastEnd)
    touch = await account.prices.read(symbol, { signal })
    if (isBeyondChaseLimit(reference, pickOwnPrice(touch, side), maxChasePercent)) throw fail('chaseLimit')
    const crossing = await place({ price: pickOppositePrice(touch, side), timeInForce: 'IOC' })
    if (crossing !== undefined) await orders.awaitTerminal(crossing.clientOrderId, { signal })
    if (remaining().lte(0)) return finish()
    throw fail(lastEnd)
  }

  /** Waits on a resting order until it is over, or its price has changed and it is cancelled. */
  const attend = async (
    clientOrderId: string,
    firstPrice: string,
    reference: string,
  ): Promise<'over' | 'couldNotRest' | 'canceled' | 'moved'> => {
    let price = firstPrice
    while (true) {
      const leftMs = endsMs - clock.monotonicMs()
      const view = await orders.awaitTerminal(clientOrderId, {
        timeoutMs: Math.min(fillTimeoutMs, Math.max(0, leftMs)),
        askAfterMs: Math.min(fillTimeoutMs, 1_000),
        signal,
      })
      if (view.state === 'expired' || view.state === 'rejected') return 'couldNotRest'
      if (view.state === 'canceled') return 'canceled'
      if (isTerminal(view.state)) return 'over'
      const isLate = clock.monotonicMs() >= endsMs
      const touch = isLate ? undefined : await readNow()
      const best = touch === undefined ? undefined : computeBboPrice(rules, side, touch, options.ticksDistance ?? 0)
      if (best === price) continue
      const isFollowed =
        touch !== undefined &&
        best !== undefined &&
        options.reprice === 'amend' &&
        used < maxRetries &&
        !isBeyondChaseLimit(reference, pickOwnPrice(touch, side), maxChasePercent)
      if (isFollowed && (await move(clientOrderId, best))) {
        used += 1
        price = best
        continue
      }
      await orders.cancel(clientOrderId)
      return 'moved'
    }
  }

  /** Undefined without a price that is young enough: the order does not stay then. */
  const readNow = async (): Promise<Touch | undefined> => {
    try {
      return await account.prices.read(symbol, { signal })
    } catch {
      signal?.throwIfAborted()
      return undefined
    }
  }

  /** True when the exchange has moved the order, or it has ended meanwhile; otherwise it is replaced. */
  const move = async (clientOrderId: string, price: string): Promise<boolean> => {
    try {
      const moved = await orders.amend(clientOrderId, price, { signal })
      return moved !== undefined && (isTerminal(moved.state) || toDecimal(moved.terms?.price ?? 0).eq(price))
    } catch {
      signal?.throwIfAborted()
      return false
    }
  }

  try {
    return await work()
  } finally {
    await clearAway(account, ids)
    for (const id of ids) account.releaseOrder(id)
  }
}

/** Whatever the end was: an order of this call that may still execute is cancelled, and that is confirmed. */
async function clearAway(account: Account, ids: readonly string[]): Promise<void> {
  const { orders } = account
  const left = ids.filter((id) => {
    const view = orders.get(id)
    return view !== undefined && !isTerminal(view.state) && view.state !== 'presumedAbsent'
  })
  await Promise.all(
    left.map((id) =>
      orders.cancel(id).catch(() => {
        // not confirmed in time: the account goes on until it is
        void orders.ensureGone(id)
      }),
    ),
  )
}

const isAboutSize = (error: ParameterError): boolean =>
  error.violations.some((violation) => /LOT_SIZE|MIN_NOTIONAL/.test(violation.rule))
