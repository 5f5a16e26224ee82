/** A value whose known cases are listed while unknown ones pass as text: what the exchange may send. */
export type Open<Known extends string> = Known | (string & {})

export const sides = ['BUY', 'SELL'] as const
export type Side = (typeof sides)[number]

/** `BOTH` in one-way mode, `LONG` and `SHORT` in hedge mode. */
export const positionSides = ['BOTH', 'LONG', 'SHORT'] as const
export type PositionSide = (typeof positionSides)[number]

export const orderTypes = [
  'LIMIT',
  'MARKET',
  'STOP',
  'STOP_MARKET',
  'TAKE_PROFIT',
  'TAKE_PROFIT_MARKET',
  'TRAILING_STOP_MARKET',
] as const
export type OrderType = (typeof orderTypes)[number]

/** Types that wait for a trigger before they reach the book. The exchange counts them apart (MAX_NUM_ALGO_ORDERS). */
export const conditionalOrderTypes = [
  'STOP',
  'STOP_MARKET',
  'TAKE_PROFIT',
  'TAKE_PROFIT_MARKET',
  'TRAILING_STOP_MARKET',
] as const satisfies readonly OrderType[]
export type ConditionalOrderType = (typeof conditionalOrderTypes)[number]

/** `GTX` is post only. `RPI` is listed by the live exchange and documented nowhere. */
export const timesInForce = ['GTC', 'IOC', 'FOK', 'GTX', 'HIDDEN', 'RPI'] as const
export type TimeInForce = (typeof timesInForce)[number]

/** `NEW_INSURANCE` and `NEW_ADL` come on the stream only. */
export const orderStatuses = [
  'NEW',
  'PARTIALLY_FILLED',
  'FILLED',
  'CANCELED',
  'REJECTED',
  'EXPIRED',
  'NEW_INSURANCE',
  'NEW_ADL',
] as const
export type OrderStatus = (typeof orderStatuses)[number]

/** What happened to an order in an ORDER_TRADE_UPDATE. `AMENDMENT` is expected from the API family, not documented. */
export const executionTypes = ['NEW', 'CANCELED', 'CALCULATED', 'EXPIRED', 'TRADE', 'AMENDMENT'] as const
export type ExecutionType = (typeof executionTypes)[number]

/** Which price a trigger watches: the latest trade or the mark price. */
export const workingTypes = ['CONTRACT_PRICE', 'MARK_PRICE'] as const
export type WorkingType = (typeof workingTypes)[number]

export const orderResponseTypes = ['ACK', 'RESULT'] as const
export type OrderResponseType = (typeof orderResponseTypes)[number]

/** Who goes when two orders of one account would meet. */
export const selfTradePreventionModes = ['EXPIRE_TAKER', 'EXPIRE_MAKER', 'EXPIRE_BOTH'] as const
export type SelfTradePreventionMode = (typeof selfTradePreventionModes)[number]

/** `COUNTERPARTY_1` follows the best price of the opposite side, `QUEUE_1` that of the own side. */
export const pegPriceTypes = ['COUNTERPARTY_1', 'QUEUE_1'] as const
export type PegPriceType = (typeof pegPriceTypes)[number]

export const marginTypes = ['ISOLATED', 'CROSSED'] as const
export type MarginType = (typeof marginTypes)[number]

/** `SETTLING`: delisted; it stays in the list and takes no orders. */
export const contractStatuses = ['PENDING_TRADING', 'TRADING', 'PRE_SETTLE', 'SETTLING', 'CLOSE'] as const
export type ContractStatus = (typeof contractStatuses)[number]

export function getOppositeSide(side: Side): Side {
  return side === 'BUY' ? 'SELL' : 'BUY'
}

/** 1 for a buy, -1 for a sell. */
export function getSideSign(side: Side): 1 | -1 {
  return side === 'BUY' ? 1 : -1
}

export function isConditionalOrderType(type: string): type is ConditionalOrderType {
  return (conditionalOrderTypes as readonly string[]).includes(type)
}

/** True for a status after which the order cannot fill any more. An unknown status is not final. */
export function isFinalOrderStatus(status: string): boolean {
  return status === 'FILLED' || status === 'CANCELED' || status === 'REJECTED' || status === 'EXPIRED'
}

/** Whether an order opens or closes, where the pair of sides says so (hedge mode); `undefined` in one-way mode. */
export function getHedgeEffect(side: Side, positionSide: PositionSide): 'open' | 'close' | undefined {
  if (positionSide === 'BOTH') return undefined
  return (side === 'BUY') === (positionSide === 'LONG') ? 'open' : 'close'
}

/** Reads the exchange's four spellings: `cross`, `crossed`, `CROSSED` are one, `isolated` and `ISOLATED` the other. */
export function parseMarginType(text: string): MarginType | undefined {
  const word = text.toUpperCase()
  if (word === 'CROSS' || word === 'CROSSED') return 'CROSSED'
  return word === 'ISOLATED' ? 'ISOLATED' : undefined
}
