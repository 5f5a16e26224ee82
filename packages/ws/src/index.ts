export { createWsConnector, type WsConnectorOptions } from './connector/create-ws-connector.ts'
export { createMarketCache } from './market-cache/create-market-cache.ts'
export type {
  Aged,
  Bar,
  ClosedBar,
  DayStatistics,
  MarkAndFunding,
  MarketCache,
  MarketCacheKeep,
  MarketCacheOptions,
  MarketReads,
  RecentTrade,
  TopLevels,
  Touch,
} from './market-cache/market-cache.ts'
export type { BookSteps } from './order-book/book-scale.ts'
export { BookSide } from './order-book/book-side.ts'
export {
  type BookFault,
  type BookReplica,
  type BookSnapshot,
  createBookReplica,
  type FrameOutcome,
  type ReplicaState,
  type SnapshotOutcome,
} from './order-book/create-book-replica.ts'
export { createLocalOrderBook } from './order-book/create-local-order-book.ts'
export type {
  LocalOrderBook,
  LocalOrderBookOptions,
  LocalOrderBookState,
  LocalOrderBookTiming,
  OrderBookView,
} from './order-book/local-order-book.ts'
export type { BookLevel } from './order-book/read-book.ts'
export type { ShardState } from './stream-client/create-shard.ts'
export { createStreamClient } from './stream-client/create-stream-client.ts'
export type { SubscriptionState } from './stream-client/create-stream-entry.ts'
export type {
  ConnectionChange,
  ConnectionStats,
  StreamClient,
  StreamClientOptions,
} from './stream-client/stream-client.ts'
export type { StreamTiming } from './stream-client/stream-timing.ts'
export type { IterateOptions, Subscription, WatchOptions } from './stream-client/subscription.ts'
export type { WatchFunction } from './stream-client/watchers.ts'
export type { GapReason, StreamGap } from './stream-gap.ts'
export type { StreamIncident } from './stream-incident.ts'
export { createUserStream } from './user-stream/create-user-stream.ts'
export type { UserStreamTiming } from './user-stream/user-stream-timing.ts'
export type {
  ListenKeyCalls,
  UserGapReason,
  UserStream,
  UserStreamEvent,
  UserStreamGap,
  UserStreamOptions,
  UserStreamState,
} from './user-stream/user-stream.ts'
