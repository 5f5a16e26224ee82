import { setLeverage, setMarginType, setPositionMode, setStpMode } from './account-settings.ts'
import { Account } from './account.ts'
import { setCountdown } from './advance.ts'
import { amendOrder } from './amend-order.ts'
import { exchangeAssets, setMultiAssetsMode } from './assets.ts'
import { cancelAllOrders, cancelOrder } from './cancel-order.ts'
import { type EngineContext, getAccount, noteTime } from './context.ts'
import { liquidateAccount } from './liquidate.ts'
import { readMoney } from './money.ts'
import { placeOrder } from './place-order.ts'
import { accept, refuse } from './refusal.ts'
import { addAsset, changePositionMargin, transfer } from './transfers.ts'
import type { Engine } from './types.ts'

type AccountCommands = Pick<
  Engine,
  | 'openAccount'
  | 'hasAccount'
  | 'transfer'
  | 'placeOrder'
  | 'amendOrder'
  | 'cancelOrder'
  | 'cancelAllOrders'
  | 'setCountdown'
  | 'setLeverage'
  | 'setMarginType'
  | 'changePositionMargin'
  | 'setPositionMode'
  | 'setStpMode'
  | 'setMultiAssetsMode'
  | 'exchangeAssets'
  | 'liquidateAccount'
>

/** What an account can be told. */
export function createAccountCommands(context: EngineContext): AccountCommands {
  return {
    openAccount(options, nowMs) {
      noteTime(context, nowMs)
      if (context.accounts.has(options.id)) throw new RangeError(`Account ${options.id} exists`)
      const account = new Account(options.id, {
        hedgeMode: options.hedgeMode ?? false,
        stpMode: options.stpMode ?? context.policy.stpMode,
        historyLimit: context.historyLimit,
        defaultLeverage: context.defaultLeverage,
        nowMs: context.nowMs,
        assetBook: context.assets,
      })
      account.wallet = readMoney(`deposit of ${options.id}`, options.usdt ?? '0')
      context.deposits += account.wallet
      context.accounts.set(account.id, account)
      for (const [asset, amount] of Object.entries(options.assets ?? {})) {
        if (!context.assets.rates.has(asset)) throw new RangeError(`${asset} is no margin asset`)
        addAsset(context, account, asset, readMoney(`${asset} of ${options.id}`, amount))
      }
    },
    hasAccount: (accountId) => context.accounts.has(accountId),
    transfer: (accountId, amount, nowMs, options) =>
      transfer(context, begin(context, nowMs, accountId), amount, options),
    placeOrder: (accountId, request, nowMs) => placeOrder(context, begin(context, nowMs, accountId), request),
    amendOrder: (accountId, request, nowMs) => amendOrder(context, begin(context, nowMs, accountId), request),
    cancelOrder: (accountId, reference, nowMs) => cancelOrder(context, begin(context, nowMs, accountId), reference),
    cancelAllOrders: (accountId, symbol, nowMs) => cancelAllOrders(context, begin(context, nowMs, accountId), symbol),
    setCountdown(accountId, symbol, countdownMs, nowMs) {
      const account = begin(context, nowMs, accountId)
      const market = context.markets.get(symbol)
      return setCountdown(context, market === undefined ? undefined : account.holding(market), countdownMs)
    },
    setLeverage: (accountId, symbol, leverage, nowMs) =>
      setLeverage(context, begin(context, nowMs, accountId), symbol, leverage),
    setMarginType: (accountId, symbol, marginType, nowMs) =>
      setMarginType(context, begin(context, nowMs, accountId), symbol, marginType),
    changePositionMargin: (accountId, symbol, positionSide, usdt, nowMs) =>
      changePositionMargin(context, begin(context, nowMs, accountId), symbol, positionSide, usdt),
    setPositionMode: (accountId, hedgeMode, nowMs) =>
      setPositionMode(context, begin(context, nowMs, accountId), hedgeMode),
    setMultiAssetsMode: (accountId, multiAssets, nowMs) =>
      setMultiAssetsMode(context, begin(context, nowMs, accountId), multiAssets),
    exchangeAssets(accountId, nowMs) {
      const account = begin(context, nowMs, accountId)
      return account.multiAssets ? accept(exchangeAssets(context, account, 0n)) : refuse(-4212)
    },
    setStpMode: (accountId, stpMode, nowMs) => setStpMode(begin(context, nowMs, accountId), stpMode),
    liquidateAccount: (accountId, symbol, nowMs) => liquidateAccount(context, begin(context, nowMs, accountId), symbol),
  }
}

/** Notes the time of a command and finds its account. */
function begin(context: EngineContext, nowMs: number, accountId: string): Account {
  noteTime(context, nowMs)
  return getAccount(context, accountId)
}
