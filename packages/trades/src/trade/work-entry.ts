import {
  formatDecimal,
  getOppositeSide,
  getSideSign,
  isConditionalOrderType,
  ParameterError,
  splitMarketQuantity,
  toDecimal,
  type Violation,
} from '@aster/core'

import type { Account } from '../account/account.ts'
import { BboNotFilledError } from '../bbo/bbo-not-filled-error.ts'
import { placeBboOrderWithRetry } from '../bbo/place-bbo-order-with-retry.ts'
import { ownSide } from '../bbo/read-touch.ts'
import { findIntent } from '../intents/find-intent.ts'
import { IntentExistsError } from '../intents/intent-exists-error.ts'
import { isLive } from '../orders/evidence.ts'
import type { Touch } from '../prices/touch.ts'
import { priceStop } from './price-exits.ts'
import type { TradeContext } from './trade-context.ts'
import type { TradePlan } from './trade-plan.ts'

/** How long an entry waits for the account's picture to be complete. */
const liveWithinMs = 10_000

/**
 * Works the entry until it has filled, was given up or was told to stop. Whatever the end, no entry order is left that may
 * still execute, unless the exchange does not answer; then the account goes on cancelling it.
 *
 * @returns What was refused, when that is why it ended.
 */
export async function workEntry(context: TradeContext, signal: AbortSignal): Promise<string | undefined> {
  const { account, plan } = context
  try {
    await account.whenLive({ timeoutMs: liveWithinMs, signal })
    if (plan.intentId !== undefined) await startIntent(context, plan.intentId, signal)
    checkSlots(account, plan)
    if (plan.entry.type === 'limit') await checkPercentPrice(account, plan, plan.entry.price, signal)
    checkExitPrices(plan, await account.prices.read(plan.symbol, { signal }))
    if (plan.entry.type === 'bbo') await enterAtBest(context, plan.entry, signal)
    else if (plan.entry.type === 'limit') await enterAtLimit(context, plan.entry, signal)
    else await enterAtMarket(context, signal)
    return undefined
  } catch (error) {
    if (signal.aborted || error instanceof BboNotFilledError) return undefined
    context.incident('entryFailed', String(error))
    return String(error)
  } finally {
    await clearEntry(context)
  }
}

/** @throws {IntentExistsError} Its first order exists: the position it was to open has been opened. */
async function startIntent(
  { account, plan, startAttempts }: TradeContext,
  intentId: string,
  signal: AbortSignal,
): Promise<void> {
  const trace = await findIntent(account, { symbol: plan.symbol, intentId, label: 'en', signal })
  if (trace.state === 'known') throw new IntentExistsError({ intentId, clientOrderId: trace.clientOrderId })
  startAttempts(trace.attempt)
}

async function enterAtBest(
  { account, plan, adopt, nextEntryId }: TradeContext,
  entry: Extract<TradePlan['entry'], { type: 'bbo' }>,
  signal: AbortSignal,
): Promise<void> {
  const { symbol, side, quantity } = plan
  const { type: _type, ...options } = entry
  await placeBboOrderWithRetry(account, {
    ...options,
    symbol,
    side,
    quantity,
    ...hedgeSide(plan),
    signal,
    label: 'en',
    nextId: nextEntryId,
    onOrder: (clientOrderId) => adopt(clientOrderId, 'entry'),
  })
}

async function enterAtLimit(
  { account, plan, register }: TradeContext,
  entry: Extract<TradePlan['entry'], { type: 'limit' }>,
  signal: AbortSignal,
): Promise<void> {
  const { symbol, side, quantity } = plan
  const { price, timeInForce, timeoutMs } = entry
  const clientOrderId = register('entry')
  await account.orders.place(
    { symbol, side, ...hedgeSide(plan), type: 'LIMIT', timeInForce, quantity, price, clientOrderId },
    { signal, ...(plan.bracket === 'native' ? { stop: describeStop(account, plan, price, register('stop')) } : {}) },
  )
  await account.orders.awaitTerminal(clientOrderId, { timeoutMs, signal })
}

/** The stop that the exchange places with the first fill; it is moved once the average is known, where that differs. */
const describeStop = (account: Account, plan: TradePlan, entryPrice: string, clientOrderId: string) =>
  ({
    symbol: plan.symbol,
    side: getOppositeSide(plan.side),
    ...hedgeSide(plan),
    type: 'STOP_MARKET',
    stopPrice: priceStop(account.getRules(plan.symbol), plan.side, entryPrice, plan.stop.distance),
    closePosition: true,
    workingType: plan.stop.workingType,
    ...(plan.stop.priceProtect ? { priceProtect: true } : {}),
    clientOrderId,
  }) as const

/** One order, or as many as MARKET_LOT_SIZE makes of it; a slice that does not fill completely is the last. */
async function enterAtMarket({ account, plan, register }: TradeContext, signal: AbortSignal): Promise<void> {
  const { symbol, side } = plan
  for (const quantity of splitMarketQuantity(account.getRules(symbol), plan.quantity)) {
    const clientOrderId = register('entry')
    await account.orders.place(
      { symbol, side, ...hedgeSide(plan), type: 'MARKET', quantity, clientOrderId },
      { signal },
    )
    const view = await account.orders.awaitTerminal(clientOrderId, { signal, askAfterMs: 500 })
    if (view.state !== 'filled') return
  }
}

/** Cancels what of the entry may still execute; the account goes on with what is not confirmed. */
export async function clearEntry({ account, facts }: TradeContext): Promise<void> {
  const left = facts().orders.filter((order) => order.role === 'entry' && isLive(order.view.state))
  await Promise.all(
    left.map(({ view }) =>
      account.orders.cancel(view.clientOrderId).catch(() => {
        void account.orders.ensureGone(view.clientOrderId)
      }),
    ),
  )
}

/**
 * Conditional orders are limited to few a symbol (10), open orders to more (200): better to know before there is a
 * position. A stop that can move needs a place for the new one beside the old one.
 */
function checkSlots(account: Account, plan: TradePlan): void {
  const rules = account.getRules(plan.symbol)
  const taken = account.orders.list(({ state, terms }) => isLive(state) && terms?.symbol === plan.symbol)
  const conditional = taken.filter(({ terms }) => terms !== undefined && isConditionalOrderType(terms.type)).length
  const moves = plan.trailing !== undefined || plan.breakEven !== undefined || plan.besideOthers
  const stops = 1 + (moves ? 1 : 0) + (plan.trailing?.how === 'native' ? 1 : 0)
  const lacks = (rule: string, used: number, needed: number, most: number | undefined) =>
    most === undefined || used + needed <= most
      ? []
      : [
          {
            field: 'symbol',
            rule,
            value: plan.symbol,
            message: `has ${used} of at most ${most} orders, and the trade needs ${needed} more`,
          },
        ]
  const violations = [
    ...lacks('MAX_NUM_ALGO_ORDERS', conditional, stops, rules.maxAlgoOrders),
    ...lacks('MAX_NUM_ORDERS', taken.length, stops + 1 + plan.takeProfits.length, rules.maxOrders),
  ]
  if (violations.length > 0) refuse(violations)
}

/** A limit that the exchange would refuse for its distance to the mark price is refused before; weight 1. */
async function checkPercentPrice(
  account: Account,
  { symbol, side }: TradePlan,
  price: string,
  signal: AbortSignal,
): Promise<void> {
  const { markPrice } = await account.rest.market.getPremiumIndex({ symbol }, { signal, timeoutMs: 2_000 })
  const rules = account.getRules(symbol)
  const multiplier = side === 'BUY' ? rules.multiplierUp : rules.multiplierDown
  if (multiplier === undefined || !(Number(markPrice) > 0)) return
  const bound = toDecimal(markPrice).times(multiplier)
  if (toDecimal(price).minus(bound).times(getSideSign(side)).lte(0)) return
  const message = `of a ${side} is beyond ${formatDecimal(bound)}, ${formatDecimal(multiplier)} times the mark price ${markPrice}`
  refuse([{ field: 'entry.price', rule: 'PERCENT_PRICE', value: price, message }])
}

/** Exits at fixed prices must stand on their side of the market: stop, entry, take-profit. */
function checkExitPrices(plan: TradePlan, touch: Touch): void {
  const entryPrice = plan.entry.type === 'limit' ? plan.entry.price : ownSide(touch, plan.side)
  const isAhead = (price: string) => toDecimal(price).minus(entryPrice).times(getSideSign(plan.side)).gt(0)
  const violations: Violation[] = []
  const { distance } = plan.stop
  if ('price' in distance && !toDecimal(entryPrice).minus(distance.price).times(getSideSign(plan.side)).gt(0)) {
    const message = `must be on the losing side of the entry at about ${entryPrice}`
    violations.push({ field: 'stop', rule: 'order', value: distance.price, message })
  }
  for (const [index, level] of plan.takeProfits.entries()) {
    if ('price' in level.distance && !isAhead(level.distance.price)) {
      const message = `must be on the winning side of the entry at about ${entryPrice}`
      violations.push({ field: `takeProfits[${index}]`, rule: 'order', value: level.distance.price, message })
    }
  }
  if (violations.length > 0) refuse(violations)
}

const refuse = (violations: readonly Violation[]): never => {
  throw new ParameterError('createTrade', violations)
}

export const hedgeSide = (plan: TradePlan): { readonly positionSide?: 'LONG' | 'SHORT' } =>
  plan.positionSide === 'BOTH' ? {} : { positionSide: plan.positionSide }
