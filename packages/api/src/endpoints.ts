import { accountEndpoint } from './account/account.ts'
import { balanceEndpoint } from './account/balance.ts'
import { commissionRateEndpoint } from './account/commission-rate.ts'
import { exchangeAssetsEndpoint } from './account/exchange-assets.ts'
import { incomeEndpoint } from './account/income.ts'
import { multiAssetsModeEndpoint } from './account/multi-assets-mode.ts'
import { plainAccountEndpoint } from './account/plain-account.ts'
import { setMultiAssetsModeEndpoint } from './account/set-multi-assets-mode.ts'
import { setStpModeEndpoint } from './account/set-stp-mode.ts'
import { stpModeEndpoint } from './account/stp-mode.ts'
import { userTradesEndpoint } from './account/user-trades.ts'
import { agentsEndpoint } from './agent/agents.ts'
import { approveAgentEndpoint } from './agent/approve-agent.ts'
import { bindSubAccountEndpoint } from './agent/bind-sub-account.ts'
import { builderApprovedUsersEndpoint } from './agent/builder-approved-users.ts'
import { builderUserAccountsEndpoint } from './agent/builder-user-accounts.ts'
import { builderUserBalancesEndpoint } from './agent/builder-user-balances.ts'
import { builderUserCommissionRatesEndpoint } from './agent/builder-user-commission-rates.ts'
import { builderUserOpenOrdersEndpoint } from './agent/builder-user-open-orders.ts'
import { builderUserOrdersEndpoint } from './agent/builder-user-orders.ts'
import { builderUserPositionRiskEndpoint } from './agent/builder-user-position-risk.ts'
import { builderUserTradesEndpoint } from './agent/builder-user-trades.ts'
import { buildersEndpoint } from './agent/builders.ts'
import { createSubAccountEndpoint } from './agent/create-sub-account.ts'
import { deleteAgentEndpoint } from './agent/delete-agent.ts'
import { registerAndApproveAgentEndpoint } from './agent/register-and-approve-agent.ts'
import { subAccountsEndpoint } from './agent/sub-accounts.ts'
import { updateAgentEndpoint } from './agent/update-agent.ts'
import { updateSubAccountEndpoint } from './agent/update-sub-account.ts'
import { announcementEndpoint } from './announcement/announcement.ts'
import { announcementsEndpoint } from './announcement/announcements.ts'
import type { Endpoint } from './define-endpoint.ts'
import { aggTradesEndpoint } from './market/agg-trades.ts'
import { assetLogosEndpoint } from './market/asset-logos.ts'
import { bookTickerEndpoint } from './market/book-ticker.ts'
import { continuousKlinesEndpoint } from './market/continuous-klines.ts'
import { depthEndpoint } from './market/depth.ts'
import { exchangeInfoEndpoint } from './market/exchange-info.ts'
import { fundingInfoEndpoint } from './market/funding-info.ts'
import { fundingRatesEndpoint } from './market/funding-rates.ts'
import { historicalTradesEndpoint } from './market/historical-trades.ts'
import { indexPriceKlinesEndpoint } from './market/index-price-klines.ts'
import { indexReferencesEndpoint } from './market/index-references.ts'
import { klinesEndpoint } from './market/klines.ts'
import { markPriceKlinesEndpoint } from './market/mark-price-klines.ts'
import { pingEndpoint } from './market/ping.ts'
import { premiumIndexEndpoint } from './market/premium-index.ts'
import { remainingOpenableNotionalEndpoint } from './market/remaining-openable-notional.ts'
import { serverTimeEndpoint } from './market/server-time.ts'
import { ticker24hrEndpoint } from './market/ticker-24hr.ts'
import { tickerPriceEndpoint } from './market/ticker-price.ts'
import { tradesEndpoint } from './market/trades.ts'
import { adlQuantileEndpoint } from './position/adl-quantile.ts'
import { changePositionMarginEndpoint } from './position/change-position-margin.ts'
import { forceOrdersEndpoint } from './position/force-orders.ts'
import { leverageBracketsEndpoint } from './position/leverage-brackets.ts'
import { positionMarginHistoryEndpoint } from './position/position-margin-history.ts'
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
import { chaseOrderEndpoint } from './trading/chase-order.ts'
import { countdownCancelAllEndpoint } from './trading/countdown-cancel-all.ts'
import { deleteMarketMakerProtectionEndpoint } from './trading/delete-market-maker-protection.ts'
import { guardedCancelBatchOrdersEndpoint } from './trading/guarded-cancel-batch-orders.ts'
import { guardedCancelOrderEndpoint } from './trading/guarded-cancel-order.ts'
import { marketMakerProtectionEndpoint } from './trading/market-maker-protection.ts'
import { modifyBatchOrdersEndpoint } from './trading/modify-batch-orders.ts'
import { modifyOrderEndpoint } from './trading/modify-order.ts'
import { noopEndpoint } from './trading/noop.ts'
import { openOrderEndpoint } from './trading/open-order.ts'
import { openOrdersEndpoint } from './trading/open-orders.ts'
import { openStrategyEndpoint } from './trading/open-strategy.ts'
import { orderEndpoint } from './trading/order.ts'
import { placeBatchOrdersEndpoint } from './trading/place-batch-orders.ts'
import { placeOrderEndpoint } from './trading/place-order.ts'
import { placeStrategyOrderEndpoint } from './trading/place-strategy-order.ts'
import { resetMarketMakerProtectionEndpoint } from './trading/reset-market-maker-protection.ts'
import { setMarketMakerProtectionEndpoint } from './trading/set-market-maker-protection.ts'
import { strategyHistoryEndpoint } from './trading/strategy-history.ts'
import { testOrderEndpoint } from './trading/test-order.ts'
import { updateStrategyOrderEndpoint } from './trading/update-strategy-order.ts'
import { approveBuilderEndpoint } from './wallet/approve-builder.ts'
import { deleteBuilderEndpoint } from './wallet/delete-builder.ts'
import { depositWithdrawHistoryEndpoint } from './wallet/deposit-withdraw-history.ts'
import { migrateUserEndpoint } from './wallet/migrate-user.ts'
import { migrationEndpoint } from './wallet/migration.ts'
import { transferSubAccountEndpoint } from './wallet/transfer-sub-account.ts'
import { transferWalletsEndpoint } from './wallet/transfer-wallets.ts'
import { updateBuilderEndpoint } from './wallet/update-builder.ts'
import { withdrawInfoEndpoint } from './wallet/withdraw-info.ts'
import { withdrawToSolanaEndpoint } from './wallet/withdraw-to-solana.ts'
import { withdrawEndpoint } from './wallet/withdraw.ts'

/** Every endpoint by its action's name. */
export const endpoints = {
  // market
  getAggTrades: aggTradesEndpoint,
  getAssetLogos: assetLogosEndpoint,
  getBookTicker: bookTickerEndpoint,
  getContinuousKlines: continuousKlinesEndpoint,
  getDepth: depthEndpoint,
  getExchangeInfo: exchangeInfoEndpoint,
  getFundingInfo: fundingInfoEndpoint,
  getFundingRates: fundingRatesEndpoint,
  getHistoricalTrades: historicalTradesEndpoint,
  getIndexPriceKlines: indexPriceKlinesEndpoint,
  getIndexReferences: indexReferencesEndpoint,
  getKlines: klinesEndpoint,
  getMarkPriceKlines: markPriceKlinesEndpoint,
  getPremiumIndex: premiumIndexEndpoint,
  getRemainingOpenableNotional: remainingOpenableNotionalEndpoint,
  getServerTime: serverTimeEndpoint,
  getTicker24hr: ticker24hrEndpoint,
  getTickerPrice: tickerPriceEndpoint,
  getTrades: tradesEndpoint,
  ping: pingEndpoint,
  // trading
  cancelAllOpenOrders: cancelAllOpenOrdersEndpoint,
  cancelBatchOrders: cancelBatchOrdersEndpoint,
  cancelOrder: cancelOrderEndpoint,
  chaseOrder: chaseOrderEndpoint,
  countdownCancelAll: countdownCancelAllEndpoint,
  deleteMarketMakerProtection: deleteMarketMakerProtectionEndpoint,
  getAllOrders: allOrdersEndpoint,
  getMarketMakerProtection: marketMakerProtectionEndpoint,
  getOpenOrder: openOrderEndpoint,
  getOpenOrders: openOrdersEndpoint,
  getOpenStrategy: openStrategyEndpoint,
  getOrder: orderEndpoint,
  getStrategyHistory: strategyHistoryEndpoint,
  guardedCancelBatchOrders: guardedCancelBatchOrdersEndpoint,
  guardedCancelOrder: guardedCancelOrderEndpoint,
  modifyBatchOrders: modifyBatchOrdersEndpoint,
  modifyOrder: modifyOrderEndpoint,
  noop: noopEndpoint,
  placeBatchOrders: placeBatchOrdersEndpoint,
  placeOrder: placeOrderEndpoint,
  placeStrategyOrder: placeStrategyOrderEndpoint,
  resetMarketMakerProtection: resetMarketMakerProtectionEndpoint,
  setMarketMakerProtection: setMarketMakerProtectionEndpoint,
  testOrder: testOrderEndpoint,
  updateStrategyOrder: updateStrategyOrderEndpoint,
  // account
  exchangeAssets: exchangeAssetsEndpoint,
  getAccount: accountEndpoint,
  getBalance: balanceEndpoint,
  getCommissionRate: commissionRateEndpoint,
  getIncome: incomeEndpoint,
  getMultiAssetsMode: multiAssetsModeEndpoint,
  getPlainAccount: plainAccountEndpoint,
  getStpMode: stpModeEndpoint,
  getUserTrades: userTradesEndpoint,
  setMultiAssetsMode: setMultiAssetsModeEndpoint,
  setStpMode: setStpModeEndpoint,
  // position
  changePositionMargin: changePositionMarginEndpoint,
  getAdlQuantile: adlQuantileEndpoint,
  getForceOrders: forceOrdersEndpoint,
  getLeverageBrackets: leverageBracketsEndpoint,
  getPositionMarginHistory: positionMarginHistoryEndpoint,
  getPositionMode: positionModeEndpoint,
  getPositionRisk: positionRiskEndpoint,
  setLeverage: setLeverageEndpoint,
  setMarginType: setMarginTypeEndpoint,
  setPositionMode: setPositionModeEndpoint,
  // stream
  closeListenKey: closeListenKeyEndpoint,
  createListenKey: createListenKeyEndpoint,
  keepAliveListenKey: keepAliveListenKeyEndpoint,
  // wallet
  approveBuilder: approveBuilderEndpoint,
  deleteBuilder: deleteBuilderEndpoint,
  getDepositWithdrawHistory: depositWithdrawHistoryEndpoint,
  getMigration: migrationEndpoint,
  getWithdrawInfo: withdrawInfoEndpoint,
  migrateUser: migrateUserEndpoint,
  transferSubAccount: transferSubAccountEndpoint,
  transferWallets: transferWalletsEndpoint,
  updateBuilder: updateBuilderEndpoint,
  withdraw: withdrawEndpoint,
  withdrawToSolana: withdrawToSolanaEndpoint,
  // agent
  approveAgent: approveAgentEndpoint,
  bindSubAccount: bindSubAccountEndpoint,
  createSubAccount: createSubAccountEndpoint,
  deleteAgent: deleteAgentEndpoint,
  getAgents: agentsEndpoint,
  getBuilderApprovedUsers: builderApprovedUsersEndpoint,
  getBuilderUserAccounts: builderUserAccountsEndpoint,
  getBuilderUserBalances: builderUserBalancesEndpoint,
  getBuilderUserCommissionRates: builderUserCommissionRatesEndpoint,
  getBuilderUserOpenOrders: builderUserOpenOrdersEndpoint,
  getBuilderUserOrders: builderUserOrdersEndpoint,
  getBuilderUserPositionRisk: builderUserPositionRiskEndpoint,
  getBuilderUserTrades: builderUserTradesEndpoint,
  getBuilders: buildersEndpoint,
  getSubAccounts: subAccountsEndpoint,
  registerAndApproveAgent: registerAndApproveAgentEndpoint,
  updateAgent: updateAgentEndpoint,
  updateSubAccount: updateSubAccountEndpoint,
  // announcement
  getAnnouncement: announcementEndpoint,
  getAnnouncements: announcementsEndpoint,
} as const satisfies Readonly<Record<string, Endpoint>>

export type Endpoints = typeof endpoints
export type EndpointName = keyof Endpoints
