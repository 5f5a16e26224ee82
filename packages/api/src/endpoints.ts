import { accountEndpoint } from './account/account.ts'
import { balanceEndpoint } from './account/balance.ts'
import { commissionRateEndpoint } from './account/commission-rate.ts'
import { incomeEndpoint } from './account/income.ts'
import { multiAssetsModeEndpoint } from './account/multi-assets-mode.ts'
import { plainAccountEndpoint } from './account/plain-account.ts'
import { setMultiAssetsModeEndpoint } from './account/set-multi-assets-mode.ts'
import { userTradesEndpoint } from './account/user-trades.ts'
import { agentsEndpoint } from './agent/agents.ts'
import type { Endpoint } from './define-endpoint.ts'
import { aggTradesEndpoint } from './market/agg-trades.ts'
import { bookTickerEndpoint } from './market/book-ticker.ts'
import { depthEndpoint } from './market/depth.ts'
import { exchangeInfoEndpoint } from './market/exchange-info.ts'
import { klinesEndpoint } from './market/klines.ts'
import { pingEndpoint } from './market/ping.ts'
import { premiumIndexEndpoint } from './market/premium-index.ts'
import { serverTimeEndpoint } from './market/server-time.ts'
import { ticker24hrEndpoint } from './market/ticker-24hr.ts'
import { tickerPriceEndpoint } from './market/ticker-price.ts'
import { tradesEndpoint } from './market/trades.ts'
import { leverageBracketsEndpoint } from './position/leverage-brackets.ts'
import { positionModeEndpoint } from './position/position-mode.ts'
import { positionRiskEndpoint } from './position/position-risk.ts'
import { setLeverageEndpoint } from './position/set-leverage.ts'
import { setMarginTypeEndpoint } from './position/set-margin-type.ts'
import { setPositionModeEndpoint } from './position/set-position-mode.ts'
import { closeListenKeyEndpoint } from './stream/close-listen-key.ts'
import { createListenKeyEndpoint } from './stream/create-listen-key.ts'
import { keepAliveListenKeyEndpoint } from './stream/keep-alive-listen-key.ts'
import { allOrdersEndpoint } from './trading/all-orders.ts'
import { cancelAllOpenOrdersEndpoint } from './trading/cancel-all-open-orders.ts'
import { cancelBatchOrdersEndpoint } from './trading/cancel-batch-orders.ts'
import { cancelOrderEndpoint } from './trading/cancel-order.ts'
import { countdownCancelAllEndpoint } from './trading/countdown-cancel-all.ts'
import { modifyBatchOrdersEndpoint } from './trading/modify-batch-orders.ts'
import { modifyOrderEndpoint } from './trading/modify-order.ts'
import { noopEndpoint } from './trading/noop.ts'
import { openOrderEndpoint } from './trading/open-order.ts'
import { openOrdersEndpoint } from './trading/open-orders.ts'
import { orderEndpoint } from './trading/order.ts'
import { placeBatchOrdersEndpoint } from './trading/place-batch-orders.ts'
import { placeOrderEndpoint } from './trading/place-order.ts'

/** Every endpoint by its action's name. */
export const endpoints = {
  // market
  getAggTrades: aggTradesEndpoint,
  getBookTicker: bookTickerEndpoint,
  getDepth: depthEndpoint,
  getExchangeInfo: exchangeInfoEndpoint,
  getKlines: klinesEndpoint,
  getPremiumIndex: premiumIndexEndpoint,
  getServerTime: serverTimeEndpoint,
  getTicker24hr: ticker24hrEndpoint,
  getTickerPrice: tickerPriceEndpoint,
  getTrades: tradesEndpoint,
  ping: pingEndpoint,
  // trading
  cancelAllOpenOrders: cancelAllOpenOrdersEndpoint,
  cancelBatchOrders: cancelBatchOrdersEndpoint,
  cancelOrder: cancelOrderEndpoint,
  countdownCancelAll: countdownCancelAllEndpoint,
  getAllOrders: allOrdersEndpoint,
  getOpenOrder: openOrderEndpoint,
  getOpenOrders: openOrdersEndpoint,
  getOrder: orderEndpoint,
  modifyBatchOrders: modifyBatchOrdersEndpoint,
  modifyOrder: modifyOrderEndpoint,
  noop: noopEndpoint,
  placeBatchOrders: placeBatchOrdersEndpoint,
  placeOrder: placeOrderEndpoint,
  // account
  getAccount: accountEndpoint,
  getBalance: balanceEndpoint,
  getCommissionRate: commissionRateEndpoint,
  getIncome: incomeEndpoint,
  getMultiAssetsMode: multiAssetsModeEndpoint,
  getPlainAccount: plainAccountEndpoint,
  getUserTrades: userTradesEndpoint,
  setMultiAssetsMode: setMultiAssetsModeEndpoint,
  // position
  getLeverageBrackets: leverageBracketsEndpoint,
  getPositionMode: positionModeEndpoint,
  getPositionRisk: positionRiskEndpoint,
  setLeverage: setLeverageEndpoint,
  setMarginType: setMarginTypeEndpoint,
  setPositionMode: setPositionModeEndpoint,
  // stream
  closeListenKey: closeListenKeyEndpoint,
  createListenKey: createListenKeyEndpoint,
  keepAliveListenKey: keepAliveListenKeyEndpoint,
  // agent
  getAgents: agentsEndpoint,
} as const satisfies Readonly<Record<string, Endpoint>>

export type Endpoints = typeof endpoints
export type EndpointName = keyof Endpoints
