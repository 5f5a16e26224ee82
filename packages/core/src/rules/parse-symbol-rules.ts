import { createDecimalGrid } from '../decimal/decimal-grid.ts'
import { Decimal, type DecimalInput, toDecimal } from '../decimal/decimal.ts'
import { ParameterError } from '../errors/index.ts'
import type { SymbolRules } from './symbol-rules.ts'

/** One filter of a symbol, as received. */
export interface ExchangeInfoFilter {
  readonly filterType: string
  readonly [field: string]: unknown
}

/** One entry of `symbols` in exchangeInfo, as received; only what is read here. */
export interface ExchangeInfoSymbol {
  readonly symbol: string
  readonly status: string
  readonly contractType?: string | undefined
  readonly baseAsset: string
  readonly quoteAsset: string
  readonly marginAsset: string
  readonly pricePrecision: number
  readonly quantityPrecision: number
  readonly filters: readonly ExchangeInfoFilter[]
  readonly orderTypes?: readonly string[] | undefined
  readonly timeInForce?: readonly string[] | undefined
  readonly triggerProtect?: string | undefined
  readonly marketTakeBound?: string | undefined
  readonly liquidationFee?: string | undefined
}

/**
 * Reads the rules of one symbol. Where a filter is missing its limits are off; a tick or step of 0 falls back to the precision,
 * and a missing MARKET_LOT_SIZE to LOT_SIZE.
 *
 * @throws {ParameterError} A number of the entry is not a number.
 * @see Aster futures API v3, "Exchange Information"
 */
export function parseSymbolRules(entry: ExchangeInfoSymbol): SymbolRules {
  const read = (filterType: string, field: string) => readNumber(entry, filterType, field)
  const tickSize = orPrecision(read('PRICE_FILTER', 'tickSize'), entry.pricePrecision)
  const stepSize = orPrecision(read('LOT_SIZE', 'stepSize'), entry.quantityPrecision)
  const minQuantity = read('LOT_SIZE', 'minQty') ?? zero
  const maxQuantity = read('LOT_SIZE', 'maxQty') ?? zero
  const marketStepSize = read('MARKET_LOT_SIZE', 'stepSize')

  return Object.freeze({
    symbol: entry.symbol,
    status: entry.status,
    contractType: entry.contractType ?? '',
    baseAsset: entry.baseAsset,
    quoteAsset: entry.quoteAsset,
    marginAsset: entry.marginAsset,
    tickSize,
    minPrice: read('PRICE_FILTER', 'minPrice') ?? zero,
    maxPrice: read('PRICE_FILTER', 'maxPrice') ?? zero,
    stepSize,
    minQuantity,
    maxQuantity,
    marketStepSize: marketStepSize === undefined || marketStepSize.isZero() ? stepSize : marketStepSize,
    marketMinQuantity: read('MARKET_LOT_SIZE', 'minQty') ?? minQuantity,
    marketMaxQuantity: read('MARKET_LOT_SIZE', 'maxQty') ?? maxQuantity,
    minNotional: read('MIN_NOTIONAL', 'notional') ?? zero,
    multiplierUp: unlessZero(read('PERCENT_PRICE', 'multiplierUp')),
    multiplierDown: unlessZero(read('PERCENT_PRICE', 'multiplierDown')),
    maxOrders: unlessZero(read('MAX_NUM_ORDERS', 'limit'))?.toNumber(),
    maxAlgoOrders: unlessZero(read('MAX_NUM_ALGO_ORDERS', 'limit'))?.toNumber(),
    triggerProtect: readOwn(entry, 'triggerProtect'),
    marketTakeBound: readOwn(entry, 'marketTakeBound'),
    liquidationFee: readOwn(entry, 'liquidationFee'),
    orderTypes: Object.freeze([...(entry.orderTypes ?? [])]),
    timesInForce: Object.freeze([...(entry.timeInForce ?? [])]),
    pricePrecision: entry.pricePrecision,
    quantityPrecision: entry.quantityPrecision,
    priceGrid: createDecimalGrid(tickSize),
    quantityGrid: createDecimalGrid(stepSize),
  })
}

const zero = new Decimal(0)

function readNumber(entry: ExchangeInfoSymbol, filterType: string, field: string): Decimal | undefined {
  const value = entry.filters.find((filter) => filter.filterType === filterType)?.[field]
  return value === undefined || value === null ? undefined : readDecimal(entry, `${filterType}.${field}`, value)
}

function readOwn(
  entry: ExchangeInfoSymbol,
  field: 'triggerProtect' | 'marketTakeBound' | 'liquidationFee',
): Decimal | undefined {
  const value = entry[field]
  return value === undefined ? undefined : readDecimal(entry, field, value)
}

function readDecimal(entry: ExchangeInfoSymbol, field: string, value: unknown): Decimal {
  try {
    const decimal = toDecimal(value as DecimalInput)
    if (!decimal.isNegative()) return decimal
  } catch {
    // falls through to the error that names the symbol
  }
  throw new ParameterError(`parseSymbolRules ${entry.symbol}`, [
    { field, rule: 'decimal', value: String(value), message: 'is not a decimal number of 0 or more' },
  ])
}

function unlessZero(value: Decimal | undefined): Decimal | undefined {
  return value === undefined || value.isZero() ? undefined : value
}

function orPrecision(size: Decimal | undefined, precision: number): Decimal {
  return size === undefined || size.isZero() ? new Decimal(10).pow(-precision) : size
}
