import type { OpenText } from './schema/received.ts'

// Known values. What we receive may hold others: they pass as text.

export const sides = ['BUY', 'SELL'] as const
export const positionSides = ['BOTH', 'LONG', 'SHORT'] as const
export const orderTypes = [
  'LIMIT',
  'MARKET',
  'STOP',
  'STOP_MARKET',
  'TAKE_PROFIT',
  'TAKE_PROFIT_MARKET',
  'TRAILING_STOP_MARKET',
] as const
/** FOK left the documentation in October 2026; RPI is listed per symbol and cannot be sent. Look at the symbol's list. */
export const timesInForce = ['GTC', 'IOC', 'FOK', 'GTX', 'HIDDEN'] as const
export const orderStatuses = ['NEW', 'PARTIALLY_FILLED', 'FILLED', 'CANCELED', 'REJECTED', 'EXPIRED'] as const
/** Statuses after which nothing changes any more. */
export const finalOrderStatuses = ['FILLED', 'CANCELED', 'REJECTED', 'EXPIRED'] as const
export const workingTypes = ['CONTRACT_PRICE', 'MARK_PRICE'] as const
export const orderResponseTypes = ['ACK', 'RESULT'] as const
export const stpModes = ['EXPIRE_TAKER', 'EXPIRE_MAKER', 'EXPIRE_BOTH'] as const
export const pegPriceTypes = ['COUNTERPARTY_1', 'QUEUE_1'] as const
export const marginTypes = ['ISOLATED', 'CROSSED'] as const
export const contractStatuses = ['PENDING_TRADING', 'TRADING', 'PRE_SETTLE', 'SETTLING', 'CLOSE'] as const
export const rateLimitTypes = ['REQUEST_WEIGHT', 'ORDERS', 'RAW_REQUEST'] as const
export const rateLimitIntervals = ['SECOND', 'MINUTE', 'HOUR', 'DAY', 'TEN_SECONDS'] as const
export const filterTypes = [
  'PRICE_FILTER',
  'LOT_SIZE',
  'MARKET_LOT_SIZE',
  'MAX_NUM_ORDERS',
  'MAX_NUM_ALGO_ORDERS',
  'MIN_NOTIONAL',
  'PERCENT_PRICE',
] as const
export const klineIntervals = [
  '1m',
  '3m',
  '5m',
  '15m',
  '30m',
  '1h',
  '2h',
  '4h',
  '6h',
  '8h',
  '12h',
  '1d',
  '3d',
  '1w',
  '1M',
] as const
export const incomeTypes = [
  'TRANSFER',
  'WELCOME_BONUS',
  'REALIZED_PNL',
  'FUNDING_FEE',
  'COMMISSION',
  'INSURANCE_CLEAR',
  'MARKET_MERCHANT_RETURN_REWARD',
  'REFERRAL_KICKBACK',
  'COMMISSION_REBATE',
  'MARKET_MAKER_REBATE',
  'API_REBATE',
  'CONTEST_REWARD',
  'CROSS_COLLATERAL_TRANSFER',
  'INTERNAL_TRANSFER',
  'AUTO_EXCHANGE',
] as const

export type KlineInterval = (typeof klineIntervals)[number]
export type IncomeType = OpenText<(typeof incomeTypes)[number]>
export type ContractStatus = OpenText<(typeof contractStatuses)[number]>
export type StpMode = (typeof stpModes)[number]
export type PegPriceType = (typeof pegPriceTypes)[number]
