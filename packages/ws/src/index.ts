export { createWsConnector, type WsConnectorOptions } from './connector/create-ws-connector.ts'
export type { ShardState } from './stream-client/create-shard.ts'
export { createStreamClient } from './stream-client/create-stream-client.ts'
export type { SubscriptionState } from './stream-client/create-stream-entry.ts'
export type {
  ConnectionChange,
  ConnectionStats,
  IterateOptions,
  StreamClient,
  StreamClientOptions,
  Subscription,
  WatchOptions,
} from './stream-client/stream-client.ts'
export type { StreamTiming } from './stream-client/stream-timing.ts'
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
