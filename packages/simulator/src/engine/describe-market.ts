import type { BookSide } from './book-side.ts'
import type { EngineContext } from './context.ts'
import { formatE8 } from './format.ts'
import type { Market } from './market.ts'
import { formatMoney } from './money.ts'
import type { DepthView, MarkView, MoneyView, TopOfBook } from './types.ts'

export function describeDepth(context: EngineContext, market: Market, limit: number): DepthView {
  return {
    lastUpdateId: context.lastUpdateId,
    timeMs: market.bookTimeMs,
    bids: describeSide(market, market.bids, limit),
    asks: describeSide(market, market.asks, limit),
  }
}

function describeSide(market: Market, side: BookSide, limit: number): DepthView['bids'] {
  const { priceGrid, quantityGrid } = market.instrument.rules
  const rows: [string, string][] = []
  for (let rank = 0; rank < side.size && rows.length < limit; rank++) {
    const level = side.at(rank)
    if (level !== undefined && level.total > 0)
      rows.push([priceGrid.format(level.ticks), quantityGrid.format(level.total)])
  }
  return rows
}

export function describeTop(market: Market): TopOfBook {
  const bid = market.bids.bestVisible
  const ask = market.asks.bestVisible
  return {
    bidTicks: bid?.ticks ?? 0,
    bidLots: bid?.total ?? 0,
    askTicks: ask?.ticks ?? 0,
    askLots: ask?.total ?? 0,
    updateId: market.updateId,
    timeMs: market.bookTimeMs,
  }
}

export function describeMark(market: Market): MarkView {
  return {
    symbol: market.instrument.symbol,
    markPrice: formatE8(market.markE8),
    indexPrice: formatE8(market.indexE8),
    lastFundingRate: formatE8(market.fundingRateE8),
    interestRate: '0.0001',
    nextFundingMs: market.nextFundingMs,
    timeMs: market.markTimeMs,
  }
}

/** Wallets, fees, fund and the anonymous side always add up to the deposits. */
export function describeMoney(context: EngineContext): MoneyView {
  let wallets = 0n
  let cost = 0n
  for (const account of context.accounts.values()) {
    wallets += account.wallet
    for (const { both, long, short } of account.holdings) {
      wallets += both.isolatedWallet + long.isolatedWallet + short.isolatedWallet
      cost += both.cost + long.cost + short.cost
    }
  }
  const held = new Map<string, bigint>()
  for (const { assets } of context.accounts.values())
    for (const [asset, amount] of assets) held.set(asset, (held.get(asset) ?? 0n) + amount)
  return {
    assets: [...context.assetDeposits].map(([asset, deposits]) => ({
      asset,
      accounts: formatMoney(held.get(asset) ?? 0n),
      externalCounterparty: formatMoney(context.externalAssets.get(asset) ?? 0n),
      deposits: formatMoney(deposits),
    })),
    wallets: formatMoney(wallets),
    fees: formatMoney(context.fees),
    insuranceFund: formatMoney(context.insuranceFund),
    externalCounterparty: formatMoney(context.externalCash - cost),
    deposits: formatMoney(context.deposits),
  }
}
