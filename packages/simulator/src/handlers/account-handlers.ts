import type { Clock } from '@aster/core'

import type { BalanceView, Engine, PositionView } from '../engine/types.ts'
import { type Handlers, forAccount } from '../http/handler.ts'
import { readBoolean, readWord } from '../http/read-params.ts'
import { success } from './answers.ts'
import { unwrap } from './unwrap.ts'

export interface AccountHandlerParts {
  readonly engine: Engine
  readonly clock: Clock
  /** Assets of exchangeInfo, USDT first. */
  readonly assets: readonly string[]
}

/** Balances, the account and its settings. */
export function createAccountHandlers({ engine, clock, assets }: AccountHandlerParts): Handlers {
  /** One row for each asset of exchangeInfo, 0 for what is no margin here. */
  const listBalances = (accountId: string): readonly BalanceView[] => {
    const known = new Map(engine.getBalances(accountId).map((balance) => [balance.asset, balance]))
    return assets.map((asset) => known.get(asset) ?? emptyView(asset, clock.now()))
  }
  const getAccount = forAccount(({ caller }) =>
    toAccountJson(
      engine.getTotals(caller.accountId),
      listBalances(caller.accountId),
      engine.getPositions(caller.accountId),
    ),
  )

  return {
    getBalance: forAccount(({ caller }) =>
      listBalances(caller.accountId).map((balance) => ({
        accountAlias: `SIM${caller.accountId}`,
        ...toBalanceJson(balance),
      })),
    ),
    getAccount,
    getPlainAccount: getAccount,
    getPositionMode: forAccount(({ caller }) => ({
      dualSidePosition: engine.getAccountConfig(caller.accountId).hedgeMode,
    })),
    setPositionMode: forAccount(({ caller, params }) => {
      unwrap(engine.setPositionMode(caller.accountId, readBoolean(params, 'dualSidePosition'), clock.now()))
      return success
    }),
    getMultiAssetsMode: forAccount(({ caller }) => ({
      multiAssetsMargin: engine.getAccountConfig(caller.accountId).multiAssetsMode,
    })),
    setMultiAssetsMode: forAccount(({ caller, params }) => {
      unwrap(engine.setMultiAssetsMode(caller.accountId, readBoolean(params, 'multiAssetsMargin'), clock.now()))
      return success
    }),
    exchangeAssets: forAccount(({ caller }) => {
      const [asset] = unwrap(engine.exchangeAssets(caller.accountId, clock.now()))
      if (asset === undefined) return undefined
      const balance = engine.getBalances(caller.accountId).find((row) => row.asset === asset)
      return {
        accountId: Number(caller.accountId),
        asset,
        balance: balance?.walletBalance ?? zero,
        updateTime: balance?.updateMs ?? clock.now(),
      }
    }),
    getStpMode: forAccount(({ caller }) => ({ stpMode: engine.getAccountConfig(caller.accountId).stpMode })),
    setStpMode: forAccount(({ caller, params }) => {
      const stpMode = readWord(params, 'stpMode', ['EXPIRE_TAKER', 'EXPIRE_MAKER', 'EXPIRE_BOTH'])
      unwrap(engine.setStpMode(caller.accountId, stpMode, clock.now()))
      return success
    }),
  }
}

function toBalanceJson(balance: BalanceView) {
  return {
    asset: balance.asset,
    balance: balance.walletBalance,
    crossWalletBalance: balance.crossWalletBalance,
    crossUnPnl: balance.crossUnrealizedPnl,
    availableBalance: balance.availableBalance,
    maxWithdrawAmount: balance.maxWithdrawAmount,
    marginAvailable: true,
    updateTime: balance.updateMs,
  }
}

const zero = '0.00000000'

function toAccountJson(balance: BalanceView, assets: readonly BalanceView[], positions: readonly PositionView[]) {
  return {
    feeTier: 0,
    canTrade: true,
    canDeposit: true,
    canWithdraw: true,
    updateTime: 0,
    totalInitialMargin: balance.initialMargin,
    totalMaintMargin: balance.maintMargin,
    totalWalletBalance: balance.walletBalance,
    totalUnrealizedProfit: balance.unrealizedPnl,
    totalMarginBalance: balance.marginBalance,
    totalPositionInitialMargin: balance.positionInitialMargin,
    totalOpenOrderInitialMargin: balance.openOrderInitialMargin,
    totalCrossWalletBalance: balance.crossWalletBalance,
    totalCrossUnPnl: balance.crossUnrealizedPnl,
    availableBalance: balance.availableBalance,
    maxWithdrawAmount: balance.maxWithdrawAmount,
    assets: assets.map(toAssetJson),
    positions: positions.map(toAccountPositionJson),
  }
}

function toAssetJson(balance: BalanceView) {
  return {
    asset: balance.asset,
    walletBalance: balance.walletBalance,
    unrealizedProfit: balance.unrealizedPnl,
    marginBalance: balance.marginBalance,
    maintMargin: balance.maintMargin,
    initialMargin: balance.initialMargin,
    positionInitialMargin: balance.positionInitialMargin,
    openOrderInitialMargin: balance.openOrderInitialMargin,
    crossWalletBalance: balance.crossWalletBalance,
    crossUnPnl: balance.crossUnrealizedPnl,
    availableBalance: balance.availableBalance,
    maxWithdrawAmount: balance.maxWithdrawAmount,
    marginAvailable: true,
    updateTime: balance.updateMs,
  }
}

const emptyView = (asset: string, updateMs: number): BalanceView => ({
  asset,
  walletBalance: zero,
  crossWalletBalance: zero,
  crossUnrealizedPnl: zero,
  unrealizedPnl: zero,
  marginBalance: zero,
  maintMargin: zero,
  initialMargin: zero,
  positionInitialMargin: zero,
  openOrderInitialMargin: zero,
  availableBalance: zero,
  maxWithdrawAmount: zero,
  updateMs,
})

function toAccountPositionJson(position: PositionView) {
  return {
    symbol: position.symbol,
    initialMargin: position.initialMargin,
    maintMargin: position.maintMargin,
    unrealizedProfit: position.unrealizedPnl,
    positionInitialMargin: position.positionInitialMargin,
    openOrderInitialMargin: position.openOrderInitialMargin,
    leverage: String(position.leverage),
    isolated: position.marginType === 'ISOLATED',
    entryPrice: position.entryPrice,
    maxNotional: position.maxNotional,
    positionSide: position.positionSide,
    positionAmt: position.quantity,
    notional: position.notional,
    isolatedWallet: position.isolatedWallet,
    updateTime: position.updateMs,
  }
}
