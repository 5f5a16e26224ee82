export type { AggTradeEvent } from './agg-trade.ts'
export type { Announcement, AnnouncementEvent } from './announcement.ts'
export type { BookTickerEvent } from './book-ticker.ts'
export {
  type Conflation,
  defineStream,
  type StreamDeclaration,
  type StreamEventOf,
  type StreamOrder,
  type StreamParamsOf,
} from './define-stream.ts'
export type { DepthFields, DepthLevel, DepthSpeed } from './depth-payload.ts'
export type { DiffDepthEvent } from './diff-depth.ts'
export type { ForceOrderEvent } from './force-order.ts'
export type { KlineEvent } from './kline.ts'
export type { MarkPriceAllEvent } from './mark-price-all.ts'
export type { MarkPriceEvent } from './mark-price.ts'
export type { MiniTickerAllEvent } from './mini-ticker-all.ts'
export type { MiniTickerEvent } from './mini-ticker.ts'
export { parseExactJson } from './parse-exact-json.ts'
export { type NamedStream, parseStreamName } from './parse-stream-name.ts'
export type { PartialDepthEvent } from './partial-depth.ts'
export { streamFacts } from './stream-facts.ts'
export { StreamFrameError } from './stream-frame-error.ts'
export { type StreamName, streams } from './streams.ts'
export type { TickerAllEvent } from './ticker-all.ts'
export type { TickerEvent } from './ticker.ts'
export type { TradeProEvent } from './trade-pro.ts'
export type { AccountConfigUpdateEvent } from './user/account-config-update.ts'
export {
  type AccountUpdateEvent,
  accountUpdateReasons,
  type BalanceUpdate,
  type PositionUpdate,
} from './user/account-update.ts'
export { defineUserEvent, type UserEventDeclaration } from './user/define-user-event.ts'
export type { ListenKeyExpiredEvent } from './user/listen-key-expired.ts'
export type { MarginCallEvent, MarginCallPosition } from './user/margin-call.ts'
export type { OrderTradeUpdateEvent, OrderUpdate } from './user/order-trade-update.ts'
export { parseUserEvent, type UnknownUserEvent, type UserEvent } from './user/parse-user-event.ts'
export { userEvents } from './user/user-events.ts'
