import { computeLiquidationPrice, formatDecimal, parseMarginBrackets } from '@aster/core'

import type { Account } from './account.ts'
import { computeWithdrawableAsset } from './assets.ts'
import { computeMaxNotional } from './brackets.ts'
import { computeWallet } from './emit-account.ts'
import { formatAveragePrice, formatE8 } from './format.ts'
import type { Holding } from './holding.ts'
import type { Leg } from './leg.ts'
import {
  computeAvailable,
  computeMaintenance,
  computeMarkValue,
  computeNotional,
  computePositionMargin,
  computeTotalMargin,
  computeTotals,
  computeUnrealized,
} from './margin.ts'
import { formatMoney } from './money.ts'
import { computeWithdrawable } from './transfers.ts'
import type { BalanceView, PositionView } from './types.ts'

/** The money of an account. */
export function describeBalance(account: Account): BalanceView {
  const totals = computeTotals(account)
  const wallet = computeWallet(account)
  return {
    asset: 'USDT',
    walletBalance: formatMoney(wallet),
    crossWalletBalance: formatMoney(account.wallet),
    crossUnrealizedPnl: formatMoney(totals.crossUnrealized),
    unrealizedPnl: formatMoney(totals.unrealized),
    marginBalance: formatMoney(wallet + totals.unrealized),
    maintMargin: formatMoney(totals.maintenance),
    initialMargin: formatMoney(totals.positionMargin + totals.openOrderMargin),
    positionInitialMargin: formatMoney(totals.positionMargin),
    openOrderInitialMargin: formatMoney(totals.openOrderMargin),
    availableBalance: formatMoney(computeAvailable(account)),
    maxWithdrawAmount: formatMoney(computeWithdrawable(account)),
    updateMs: account.updateMs,
  }
}

/** All assets together as margin, valued in USDT. */
export function describeTotals(account: Account): BalanceView {
  const balance = describeBalance(account)
  if (!account.multiAssets) return balance
  const others = account.assetBook.sum(account.assets)
  const wallet = computeWallet(account) + others
  return {
    ...balance,
    walletBalance: formatMoney(wallet),
    crossWalletBalance: formatMoney(account.collateral),
    marginBalance: formatMoney(wallet + computeTotals(account).unrealized),
  }
}

/** An asset beside USDT. It binds no margin of its own. */
export function describeAsset(account: Account, asset: string): BalanceView {
  const held = formatMoney(account.assets.get(asset) ?? 0n)
  const free = formatMoney(computeWithdrawableAsset(account, asset, computeAvailable(account)))
  return {
    asset,
    walletBalance: held,
    crossWalletBalance: held,
    crossUnrealizedPnl: '0',
    unrealizedPnl: '0',
    marginBalance: held,
    maintMargin: '0',
    initialMargin: '0',
    positionInitialMargin: '0',
    openOrderInitialMargin: '0',
    availableBalance: free,
    maxWithdrawAmount: free,
    updateMs: account.updateMs,
  }
}

/** The position rows of a symbol: one in one-way mode, two in hedge mode. */
export function describePositions(holding: Holding): PositionView[] {
  return holding.legs.map((leg) => describePosition(holding, leg))
}

function describePosition(holding: Holding, leg: Leg): PositionView {
  const { market, marginType } = holding
  const { instrument } = market
  const notional = computeMarkValue(market, leg.lots)
  const ofPosition = computePositionMargin(leg)
  const total = computeTotalMargin(leg)
  const unrealized = computeUnrealized(leg)
  const isolated = marginType === 'ISOLATED'
  return {
    symbol: instrument.symbol,
    positionSide: leg.positionSide,
    quantity: instrument.rules.quantityGrid.format(leg.lots),
    entryPrice: formatAveragePrice(instrument, leg.entryValue, leg.entryLots),
    markPrice: formatE8(market.markE8),
    unrealizedPnl: formatMoney(unrealized),
    liquidationPrice: describeLiquidationPrice(holding, leg),
    leverage: holding.leverage,
    maxNotional: String(computeMaxNotional(market.brackets, holding.leverage)),
    marginType,
    isolatedMargin: isolated ? formatMoney(leg.isolatedWallet + unrealized) : '0',
    isolatedWallet: formatMoney(leg.isolatedWallet),
    autoAddMargin: false,
    notional: formatMoney(notional),
    initialMargin: formatMoney(total),
    positionInitialMargin: formatMoney(ofPosition),
    openOrderInitialMargin: formatMoney(total - ofPosition),
    maintMargin: formatMoney(computeMaintenance(holding, computeNotional(leg))),
    accumulatedRealized: formatMoney(leg.realized),
    updateMs: leg.updateMs,
  }
}

/** Cross: with the whole wallet and what the other symbols need; isolated: the position alone. '0' when there is none. */
function describeLiquidationPrice(holding: Holding, leg: Leg): string {
  if (leg.lots === 0) return '0'
  const { account, market } = holding
  const { instrument } = market
  const isolated = holding.marginType === 'ISOLATED'
  const own = isolated ? [leg] : holding.legs
  const legs = own.map((one) => ({
    quantity: instrument.rules.quantityGrid.format(one.lots),
    entryPrice: formatAveragePrice(instrument, one.entryValue, one.entryLots),
  }))
  const brackets = parseMarginBrackets(market.brackets)
  if (isolated)
    return formatPrice(computeLiquidationPrice({ walletBalance: formatMoney(leg.isolatedWallet), legs, brackets }))
  const totals = computeTotals(account)
  let ownMaintenance = 0n
  let ownUnrealized = 0n
  for (const one of own) {
    ownMaintenance += computeMaintenance(holding, computeNotional(one))
    ownUnrealized += computeUnrealized(one)
  }
  return formatPrice(
    computeLiquidationPrice({
      walletBalance: formatMoney(account.collateral),
      legs,
      brackets,
      otherMaintenanceMargin: formatMoney(totals.crossMaintenance - ownMaintenance),
      otherUnrealizedPnl: formatMoney(totals.crossUnrealized - ownUnrealized),
    }),
  )
}

const formatPrice = (price: ReturnType<typeof computeLiquidationPrice>): string =>
  price === undefined ? '0' : formatDecimal(price.toDecimalPlaces(8))
