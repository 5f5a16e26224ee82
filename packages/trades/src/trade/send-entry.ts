import { getOppositeSide, splitMarketQuantity } from '@aster/core'

import type { Account } from '../account/account.ts'
import { placeBboOrderWithRetry } from '../bbo/place-bbo-order-with-retry.ts'
import { pickOppositePrice } from '../prices/pick-price.ts'
import { hedgeSide } from './hedge-side.ts'
import { priceStop } from './price-exits.ts'
import { priceWithin } from './price-within.ts'
import type { TradeContext } from './trade-context.ts'
import type { StopEntryPlan, TradePlan } from './trade-plan.ts'

/** Sends the orders of an entry, one after the other, and waits for the end of each, or for the end of its time. */
export async function sendEntry(context: TradeContext, signal: AbortSignal): Promise<void> {
  const { entry } = context.plan
  if (entry.type === 'bbo') return enterAtBest(context, entry, signal)
  if (entry.type === 'limit') return enterAtLimit(context, entry, signal)
  if (entry.type === 'stop') return enterAtStop(context, entry, signal)
  if (entry.maxSlippagePercent === undefined) return enterAtMarket(context, signal)
  return enterWithin(context, entry.maxSlippagePercent, signal)
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

/** Waits at the exchange for its trigger, with or without us. */
async function enterAtStop(
  { account, plan, register }: TradeContext,
  { stopPrice, limitPrice, workingType, timeoutMs }: StopEntryPlan,
  signal: AbortSignal,
): Promise<void> {
  const { symbol, side, quantity } = plan
  const clientOrderId = register('entry')
  const kind =
    limitPrice === undefined
      ? ({ type: 'STOP_MARKET' } as const)
      : ({ type: 'STOP', price: limitPrice, timeInForce: 'GTC' } as const)
  await account.orders.place(
    { symbol, side, ...hedgeSide(plan), ...kind, stopPrice, workingType, quantity, clientOrderId },
    { signal },
  )
  await account.orders.awaitTerminal(clientOrderId, { timeoutMs, signal })
}

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

/** One limit order that fills at once or not at all, at most so far beyond the best price of the other side. */
async function enterWithin(
  { account, plan, register }: TradeContext,
  maxSlippagePercent: string,
  signal: AbortSignal,
): Promise<void> {
  const { symbol, side, quantity } = plan
  const best = pickOppositePrice(await account.prices.read(symbol, { signal }), side)
  const price = priceWithin(account.getRules(symbol), { side, best, maxSlippagePercent })
  const clientOrderId = register('entry')
  await account.orders.place(
    { symbol, side, ...hedgeSide(plan), type: 'LIMIT', timeInForce: 'IOC', quantity, price, clientOrderId },
    { signal },
  )
  await account.orders.awaitTerminal(clientOrderId, { signal, askAfterMs: 500 })
}
