export {
  type ClientOrderIdOptions,
  type ClientOrderIds,
  createClientOrderIds,
} from './client-order-ids/create-client-order-ids.ts'
export {
  type ClientOrderIdParts,
  isClientOrderId,
  isExchangeOrderId,
  parseClientOrderId,
} from './client-order-ids/parse-client-order-id.ts'
export { createScaledClock } from './clock/scaled-clock.ts'
export { sleep } from './clock/sleep.ts'
export { createSystemClock } from './clock/system-clock.ts'
export { createVirtualClock, type VirtualClock } from './clock/virtual-clock.ts'
export { withDeadline } from './clock/with-deadline.ts'
export {
  createDecimalGrid,
  type DecimalGrid,
  formatUnits,
  type GridRounding,
  parseUnits,
} from './decimal/decimal-grid.ts'
export { Decimal, type DecimalInput, formatDecimal, toDecimal } from './decimal/decimal.ts'
export * from './domain/order-words.ts'
export * from './errors/index.ts'
export { createSerialLane, type SerialLane } from './lanes/create-serial-lane.ts'
export { type AdlScore, computeAdlQuantile, computeAdlScore } from './margin/compute-adl.ts'
export {
  computeFundingPayment,
  computeFundingRate,
  computeImpactPrice,
  computeMarkPrice,
  computePremium,
  type PriceLevel,
} from './margin/compute-funding.ts'
export {
  computeBankruptcyPrice,
  computeLiquidationPrice,
  type MarginState,
  type PositionLeg,
} from './margin/compute-liquidation-price.ts'
export {
  computeAssumedPrice,
  computeAvailableBalance,
  computeInitialMargin,
  computeMaintenanceMargin,
  computeMarginRatio,
  computeNotional,
  computeOpenOrderMargin,
  computeOrderCost,
  computeUnrealizedPnl,
  type OrderCost,
} from './margin/compute-margin.ts'
export {
  type ExchangeBracket,
  findBracket,
  findLargestNotional,
  type MarginBracket,
  parseMarginBrackets,
} from './margin/margin-brackets.ts'
export { originalNames } from './names/original-names.ts'
export {
  isSwitchedOn,
  type OrderContext,
  type OrderParameterName,
  type OrderParameters,
  type OrderSwitch,
} from './orders/order-parameters.ts'
export { type OrderTypeRule, orderTypeRules } from './orders/order-type-rules.ts'
export { assertOrder, validateOrder } from './orders/validate-order.ts'
export type { FeedBody, FeedEvent, FeedKind } from './feed/feed-event.ts'
export type { Clock, Timer } from './ports/clock.ts'
export type { Connector, Socket, SocketHandlers } from './ports/connector.ts'
export type { Random } from './ports/random.ts'
export { type Transport, TransportFailure, type TransportRequest, type TransportResponse } from './ports/transport.ts'
export { createSeededRandom } from './random/seeded-random.ts'
export { createSystemRandom } from './random/system-random.ts'
export { type ExchangeInfoFilter, type ExchangeInfoSymbol, parseSymbolRules } from './rules/parse-symbol-rules.ts'
export { type PriceRole, roundOrderPrice, roundPriceDown, roundPriceUp } from './rules/round-price.ts'
export { floorMarketQuantity, floorQuantity, getMarketStep, splitMarketQuantity } from './rules/round-quantity.ts'
export type { SymbolRules } from './rules/symbol-rules.ts'
export {
  fromLots,
  fromTicks,
  type Lots,
  parseLots,
  parseTicks,
  type Ticks,
  toLots,
  toTicks,
} from './rules/ticks-and-lots.ts'
export { Secret } from './secret.ts'
export { createService, type Service } from './service.ts'
export { type NotionalSize, sizeByNotional } from './sizing/size-by-notional.ts'
export { fromStreamSymbol, normalizeSymbol, toStreamSymbol } from './symbols/normalize-symbol.ts'
export { toPlainLine } from './text/to-plain-line.ts'
