export { AccountClosedError } from './account/account-closed-error.ts'
export {
  ensureAccountSettings,
  readSymbolSettings,
  type SymbolSettings,
  type WantedSettings,
  type WantedSymbolSettings,
} from './account/account-settings.ts'
export { AgentExpiresError } from './account/agent-expires-error.ts'
export type { DeadManOptions } from './deadman/create-dead-man-switch.ts'
export type { LockOptions } from './locks/own-symbols.ts'
export type { AccountEvent, AccountIncidentType, EventSink } from './account/account-event.ts'
export { AccountNotLiveError } from './account/account-not-live-error.ts'
export type {
  Account,
  AccountGuest,
  AccountState,
  BalanceView,
  CloseOptions,
  ClosePolicy,
  CloseReport,
} from './account/account.ts'
export { openAccount, type OpenAccountOptions } from './account/open-account.ts'
export { PositionExistsError } from './account/position-exists-error.ts'
export { TradeConflictError } from './account/trade-conflict-error.ts'
export { type BboEnd, BboNotFilledError } from './bbo/bbo-not-filled-error.ts'
export type { BboOptions, BboResult, BboRetryOptions } from './bbo/bbo-options.ts'
export { computeBboPrice } from './bbo/compute-bbo-price.ts'
export { isBeyondChaseLimit } from './bbo/is-beyond-chase-limit.ts'
export { placeBboOrderWithRetry } from './bbo/place-bbo-order-with-retry.ts'
export { placeBboOrder, type PlaceBboOptions } from './bbo/place-bbo-order.ts'
export { cancelAll, type CancelAllOptions, type CancelAllReport } from './close/cancel-all.ts'
export { closePosition, type ClosePositionOptions, type ClosePositionResult } from './close/close-position.ts'
export { flatten, type FlattenOptions, type FlattenReport } from './close/flatten.ts'
export { PositionNotClosedError } from './close/position-not-closed-error.ts'
export { type AccountFeed, createAccountFeed, type PublishFeed } from './feed/create-account-feed.ts'
export { sampleAccount, type SampleOptions } from './feed/sample-account.ts'
export type { Fill } from './fills/fill.ts'
export type { EntryOf, JournalEntry, JournalEntryType, Latch, OrderNote } from './journal/journal-entry.ts'
export { JournalDamagedError, JournalError, JournalVersionError } from './journal/journal-errors.ts'
export {
  type AccountJournal,
  type AccountRecord,
  type Journal,
  type JournalReader,
  type JournalRepair,
  type OrderStory,
  riskLatch,
} from './journal/journal.ts'
export { type JournalOptions, type JournalReaderOptions, openJournal } from './journal/open-journal.ts'
export type { JsonValue } from './json-value.ts'
export { compareIncome, type IncomeComparison, type IncomeDifference } from './ledger/compare-income.ts'
export type { ExecutionQuality } from './ledger/create-execution-quality.ts'
export type { Ledger } from './ledger/create-ledger.ts'
export { createLedgerFold, type LedgerFold, type LedgerState } from './ledger/fold-ledger.ts'
export type { FillFact, IncomeFact, LedgerFact } from './ledger/ledger-fact.ts'
export { type LedgerLine, type LedgerSummary, summarizeLedger } from './ledger/summarize-ledger.ts'
export { OwnerError } from './locks/owner-error.ts'
export { type Evidence, isLive, isTerminal, isWorking, type OrderState, type Refusal } from './orders/evidence.ts'
export { evidenceFromEvent } from './orders/evidence-from-event.ts'
export { evidenceFromOrder } from './orders/evidence-from-order.ts'
export { foldOrder } from './orders/fold-order.ts'
export type { OrderDesk, OrderRequest, PlaceOptions, WaitOptions } from './orders/order-desk.ts'
export { OrderNotPlacedError } from './orders/order-not-placed-error.ts'
export type { OrderTerms } from './orders/order-terms.ts'
export { createOrderView, type OrderView } from './orders/order-view.ts'
export { type AccountOutcome, allSucceeded, resultsOf } from './pool/account-outcome.ts'
export {
  type AccountPool,
  createAccountPool,
  type PerAccount,
  type PoolAccount,
  type PoolOptions,
} from './pool/create-account-pool.ts'
export { type OpenedPool, openAccountPool, type PoolSeat } from './pool/open-account-pool.ts'
export type { PoolPlaceOptions, PoolPlaceReport } from './pool/place-on-accounts.ts'
export { AccountPausedError, AccountTimeoutError, SizeTooSmallError, UnknownAccountError } from './pool/pool-errors.ts'
export type { PoolPolicy } from './pool/pool-policy.ts'
export type { PoolMember } from './pool/run-on-accounts.ts'
export type { PlanOutcome } from './orders/place-plan.ts'
export type { AccountShare, ShareRequest } from './pool/size-share.ts'
export type { PositionView } from './positions/position-view.ts'
export type { Prices, ReadPriceOptions } from './prices/create-prices.ts'
export type { ApprovedOrder } from './risk/approved-order.ts'
export type { RiskOptions } from './risk/create-account-risk.ts'
export type { Mark } from './risk/create-marks.ts'
export type { RiskGate, RiskReport } from './risk/create-risk-gate.ts'
export { clearResume, type HaltAnswer, readHaltAnswers, writeHaltFile, writeResume } from './risk/halt-file.ts'
export type { RiskCheck, RiskRule } from './risk/risk-check.ts'
export {
  defaultRiskLimits,
  describeRiskLimits,
  noRiskLimits,
  parseRiskLimits,
  type RiskLimits,
  type SymbolRiskLimits,
} from './risk/risk-limits.ts'
export { RiskRefusedError } from './risk/risk-refused-error.ts'
export {
  createMemoryRiskStore,
  type EquityMarks,
  type RiskLatch,
  type RiskState,
  type RiskStore,
} from './risk/risk-state.ts'
export { StalePriceError } from './prices/stale-price-error.ts'
export type { Touch } from './prices/touch.ts'
export type { RecoveryReport } from './recovery/recovery-report.ts'
export { createTrade } from './trade/create-trade.ts'
export { planTakeProfits, type TakeProfitLadder, type TakeProfitTarget } from './trade/plan-take-profits.ts'
export { priceStop, priceTakeProfit } from './trade/price-exits.ts'
export type { TradeEvent, TradeIncident } from './trade/trade-event.ts'
export type { TradeRole } from './trade/trade-facts.ts'
export { nextTradeState, tradeTable } from './trade/trade-machine.ts'
export { priceWithin } from './trade/price-within.ts'
export type {
  AfterRestart,
  BreakEvenOptions,
  CallbackOptions,
  DistanceOptions,
  EntryOptions,
  StopOptions,
  TakeProfitOptions,
  TradeOptions,
  TrailingOptions,
} from './trade/trade-options.ts'
export type {
  Distance,
  EntryPlan,
  StopEntryPlan,
  TakeProfitFallback,
  TakeProfitLevel,
  TradePlan,
} from './trade/trade-plan.ts'
export type { ExitReason, TradeFill, TradeResult } from './trade/trade-result.ts'
export { isTradeOver, type TradeCause, type TradeState } from './trade/trade-state.ts'
export { TradeStateError } from './trade/trade-state-error.ts'
export type { Trade, TradeAddition, TradeAdditionResult } from './trade/trade.ts'
export { findIntent, type IntentTrace } from './intents/find-intent.ts'
export { IntentExistsError } from './intents/intent-exists-error.ts'
export { intentOrderId } from './intents/intent-order-id.ts'
export { placeOnce } from './intents/place-once.ts'
export { planSize, type SizeOptions, type SizePlan, type SizeRequest } from './sizing/plan-size.ts'
export { sizeTrade } from './sizing/size-trade.ts'
export { BreakEvenNotReachedError } from './target/break-even-not-reached-error.ts'
export { moveStopToBreakEven } from './target/move-stop-to-break-even.ts'
export { PositionUnprotectedError } from './target/position-unprotected-error.ts'
export { type ProtectedPosition, protectPosition, type ProtectPositionOptions } from './target/protect-position.ts'
export { reversePosition, type ReversePositionOptions } from './target/reverse-position.ts'
export {
  setTargetPosition,
  type TargetPositionOptions,
  type TargetPositionResult,
} from './target/set-target-position.ts'
export { chase, type ChaseOptions } from './bbo/chase.ts'
