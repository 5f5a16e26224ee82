export * from './actions.ts'
export { type Budgets, type BudgetsState, createBudgets } from './budget/create-budgets.ts'
export type { BudgetState, WindowState } from './budget/rate-budget.ts'
export type { CheckResult, RestCheck } from './checks/check-result.ts'
export { type RestCheckOptions, restChecks } from './checks/rest-checks.ts'
export type { ClientGroup, ClientGroups, EndpointMethod } from './client/client-groups.ts'
export { createRestClient } from './client/create-rest-client.ts'
export type { DebugEvent, DriftEvent, RequestEvent, ResponseEvent, RestHooks } from './client/hooks.ts'
export type {
  Answer,
  AnswerMeta,
  CallOptions,
  RestClient,
  RestClientOptions,
  SignedFacts,
} from './client/rest-client.ts'
export type { Lane } from './request/find-lane.ts'
export type { RulesChange } from './rules/compare-rules.ts'
export {
  createSymbolRulesCache,
  type SymbolRulesCache,
  type SymbolRulesCacheOptions,
} from './rules/create-symbol-rules-cache.ts'
export { ensureMarginType } from './settings/ensure-margin-type.ts'
export { ensureMultiAssetsMode } from './settings/ensure-multi-assets-mode.ts'
export { ensurePositionMode } from './settings/ensure-position-mode.ts'
export type { EnsuredSetting } from './settings/ensure-setting.ts'
export {
  type AmendSettlement,
  type Amendment,
  type LostAmend,
  settleAmend,
  settleAmends,
} from './settle/settle-amend.ts'
export { type CancelSettlement, type LostCancel, settleCancel, settleCancels } from './settle/settle-cancel.ts'
export type { LostRequest, OrderName, SettleClient, SettleOptions, Unsettled } from './settle/settle-options.ts'
export {
  type LostPlacement,
  type PlacementName,
  type Settlement,
  settleOrder,
  settleOrders,
} from './settle/settle-order.ts'
export type { EndpointStatistics } from './statistics/create-statistics.ts'
export { createTimeSync, type TimeSample, type TimeSync, type TimeSyncOptions } from './time/create-time-sync.ts'
export { createUndiciTransport, type UndiciTransportOptions } from './transport/create-undici-transport.ts'
