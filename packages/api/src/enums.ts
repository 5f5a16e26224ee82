import type { Open } from '@aster/core'

// Known values. What we receive may hold others: they pass as text. Words that orders and positions are described with
// belong to `@aster/core`.
export {
  contractStatuses,
  marginTypes,
  orderResponseTypes,
  orderStatuses,
  orderTypes,
  pegPriceTypes,
  positionSides,
  selfTradePreventionModes,
  sides,
  timesInForce,
  workingTypes,
} from '@aster/core'

/** FOK left the documentation in October 2026; RPI is listed per symbol and cannot be sent. Look at the symbol's list. */
export const sendableTimesInForce = ['GTC', 'IOC', 'FOK', 'GTX', 'HIDDEN'] as const
/** Statuses after which nothing changes any more. */
export const finalOrderStatuses = ['FILLED', 'CANCELED', 'REJECTED', 'EXPIRED'] as const
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
export type IncomeType = Open<(typeof incomeTypes)[number]>
