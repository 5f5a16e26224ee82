import { type EngineContext, getAccount, getMarket } from './context.ts'
import { computeQuantile } from './deleverage.ts'
import { describeAsset, describeBalance, describePositions, describeTotals } from './describe-account.ts'
import { selectFills, selectIncome, selectOrders } from './describe-history.ts'
import { findOrder } from './find-order.ts'
import { formatE8 } from './format.ts'
import { accept, refuse } from './refusal.ts'
import type { Engine } from './types.ts'

type AccountQuestions = Pick<
  Engine,
  | 'getOrder'
  | 'getOpenOrder'
  | 'getOpenOrders'
  | 'getAllOrders'
  | 'getFills'
  | 'getIncome'
  | 'getPositions'
  | 'getBalance'
  | 'getBalances'
  | 'getTotals'
  | 'getAdlQuantiles'
  | 'getAccountConfig'
  | 'getLeverage'
  | 'getFees'
  | 'getBrackets'
  | 'accountIds'
>

/** What an account can be asked. */
export function createAccountQuestions(context: EngineContext): AccountQuestions {
  const find = (accountId: string) => getAccount(context, accountId)
  return {
    getOrder(accountId, reference) {
      const found = findOrder(context, find(accountId), reference, -2013)
      return found.ok ? accept(found.value.order.snapshot()) : found
    },
    getOpenOrder(accountId, reference) {
      const found = findOrder(context, find(accountId), reference, -2013)
      if (!found.ok) return found
      return found.value.order.place === 'closed' ? refuse(-2013) : accept(found.value.order.snapshot())
    },
    getOpenOrders: (accountId, symbol) =>
      [...find(accountId).openOrders.values()]
        .filter((order) => symbol === undefined || order.market.instrument.symbol === symbol)
        .map((order) => order.snapshot()),
    getAllOrders: (accountId, symbol, range) =>
      selectOrders(context, find(accountId), getMarket(context, symbol), range),
    getFills: (accountId, symbol, range) => selectFills(find(accountId), getMarket(context, symbol), range),
    getIncome: (accountId, range) => selectIncome(find(accountId), range),
    getPositions(accountId, symbol) {
      const account = find(accountId)
      const markets = symbol === undefined ? [...context.markets.values()] : [getMarket(context, symbol)]
      return markets.flatMap((market) => describePositions(account.holding(market)))
    },
    getBalance: (accountId) => describeBalance(find(accountId)),
    getBalances(accountId) {
      const account = find(accountId)
      return [
        describeBalance(account),
        ...[...context.assets.rates.keys()].map((asset) => describeAsset(account, asset)),
      ]
    },
    getTotals: (accountId) => describeTotals(find(accountId)),
    getAdlQuantiles(accountId, symbol) {
      const holding = find(accountId).holding(getMarket(context, symbol))
      const [BOTH, LONG, SHORT] = [holding.both, holding.long, holding.short].map(computeQuantile)
      return { BOTH: BOTH ?? 0, LONG: LONG ?? 0, SHORT: SHORT ?? 0 }
    },
    getAccountConfig(accountId) {
      const { hedgeMode, stpMode, multiAssets } = find(accountId)
      return { hedgeMode, multiAssetsMode: multiAssets, stpMode }
    },
    getLeverage: (accountId, symbol) => find(accountId).holding(getMarket(context, symbol)).leverage,
    getFees(_accountId, symbol) {
      const { makerFeeE8, takerFeeE8 } = getMarket(context, symbol)
      return { maker: formatE8(makerFeeE8), taker: formatE8(takerFeeE8) }
    },
    getBrackets: (symbol) => getMarket(context, symbol).brackets,
    accountIds: () => [...context.accounts.keys()],
  }
}
