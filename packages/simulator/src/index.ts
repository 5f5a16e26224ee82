export { type AccountSpec, parseAccountSpec, parseAccountsFile } from './accounts/account-spec.ts'
export type * from './engine/types.ts'
export { type StateStore, stateVersion } from './exchange/durable/state-store.ts'
export { createExchange } from './exchange/create-exchange.ts'
export { defaultExchangeInfo, defaultSymbols } from './exchange/default-exchange-info.ts'
export type { Exchange, MemoryLinkOptions } from './exchange/exchange.ts'
export { type ExchangeInfo, parseExchangeInfo } from './exchange/exchange-info.ts'
export type { ExchangeOptions } from './exchange/exchange-options.ts'
export type { Listener } from './exchange/listen.ts'
export type { FaultReport, Faults } from './faults/create-fault-layer.ts'
export type { FaultAction, FaultKind } from './faults/fault-action.ts'
export {
  type FaultRuleInput,
  type FaultScript,
  type FaultScriptInput,
  parseFaultScript,
} from './faults/fault-script.ts'
export type { RawRequest, RawResponse, RequestHandler } from './http/raw-request.ts'
export type { MarketFeed, MarketFeedParts, MarketFeedSpec } from './market/market-feed.ts'
export type { Latency } from './realism/latency.ts'
export { type Realism, type RealismPreset, realismPresets } from './realism/realism.ts'
export type { Connection } from './streams/connection.ts'
export type { StreamHub } from './streams/stream-hub.ts'
