import type { Account } from './account.ts'
import { computeMaxNotional } from './brackets.ts'
import type { EngineContext } from './context.ts'
import { emitAccountUpdate } from './emit-account.ts'
import { computeNotional, computeTotals } from './margin.ts'
import { oneUnit } from './money.ts'
import { accept, refuse } from './refusal.ts'
import type { MarginType, Outcome, StpMode } from './types.ts'

/** Sets the leverage of a symbol, for orders and positions alike. */
export function setLeverage(
  context: EngineContext,
  account: Account,
  symbol: string,
  leverage: number,
): Outcome<{ readonly symbol: string; readonly leverage: number; readonly maxNotional: string }> {
  const market = context.markets.get(symbol)
  if (market === undefined) return refuse(-1121)
  const highest = market.brackets[0]?.initialLeverage ?? 0
  const isValid = Number.isInteger(leverage) && leverage >= 1 && leverage <= highest
  if (!isValid) return refuse(-4028, `Leverage ${leverage} is not valid`)
  const holding = account.holding(market)
  const before = holding.leverage
  if (leverage < before && holding.marginType === 'ISOLATED' && holding.hasPosition) return refuse(-4161)
  const maxNotional = computeMaxNotional(market.brackets, leverage)
  for (const leg of holding.legs) {
    const resting = leg.restingBuyValue > leg.restingSellValue ? leg.restingBuyValue : leg.restingSellValue
    if (computeNotional(leg) + resting > BigInt(maxNotional) * oneUnit) {
      return refuse(-4028, `Leverage ${leverage} is not valid`)
    }
  }
  holding.leverage = leverage
  if (leverage < before) {
    const totals = computeTotals(account)
    if (account.collateral + totals.crossUnrealized < totals.bound) {
      holding.leverage = before
      return refuse(-2028)
    }
  }
  context.emit({
    kind: 'accountConfig',
    accountId: account.id,
    timeMs: context.nowMs,
    leverage: { symbol, leverage },
    account: undefined,
  })
  return accept({ symbol, leverage, maxNotional: String(maxNotional) })
}

/** Chooses cross or isolated margin for a symbol without orders and positions. */
export function setMarginType(
  context: EngineContext,
  account: Account,
  symbol: string,
  marginType: MarginType,
): Outcome<true> {
  const market = context.markets.get(symbol)
  if (market === undefined) return refuse(-1121)
  const holding = account.holding(market)
  if (holding.marginType === marginType) return refuse(-4046)
  if (marginType === 'ISOLATED' && account.multiAssets) return refuse(-4168)
  if (holding.openOrders > 0) return refuse(-4047)
  if (holding.hasPosition) return refuse(-4048)
  holding.marginType = marginType
  emitAccountUpdate(context, account, 'MARGIN_TYPE_CHANGE', { legs: holding.legs })
  return accept(true)
}

/** Chooses one-way or hedge mode for an account without orders and positions. */
export function setPositionMode(context: EngineContext, account: Account, hedgeMode: boolean): Outcome<true> {
  if (account.hedgeMode === hedgeMode) return refuse(-4059)
  if (account.openOrders.size > 0) return refuse(-4067)
  if (account.holdings.some((holding) => holding.hasPosition)) return refuse(-4068)
  account.hedgeMode = hedgeMode
  context.emit({
    kind: 'accountConfig',
    accountId: account.id,
    timeMs: context.nowMs,
    leverage: undefined,
    account: { multiAssetsMode: account.multiAssets, hedgeMode },
  })
  return accept(true)
}

export function setStpMode(account: Account, stpMode: StpMode): Outcome<true> {
  account.stpMode = stpMode
  return accept(true)
}
