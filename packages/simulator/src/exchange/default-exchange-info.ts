import type { ExchangeInfoEntry } from '../engine/types.ts'
import { type ExchangeInfo, defaultFrame } from './exchange-info.ts'

/** What differs from symbol to symbol, as recorded live in January 2026. */
interface SymbolRow {
  readonly base: string
  readonly name: string
  readonly pricePrecision: number
  readonly quantityPrecision: number
  readonly price: readonly [min: string, max: string, tick: string]
  /** Minimum and step are the same on all of these. */
  readonly quantity: readonly [step: string, max: string, marketMax: string]
  readonly percentPrice: readonly [up: string, down: string]
  readonly triggerProtect: string
  readonly marketTakeBound: string
  readonly margins: readonly [maintenance: string, required: string]
}

const majorMargins = ['2.5000', '5.0000'] as const

const rows: readonly SymbolRow[] = [
  {
    base: 'BTC',
    name: 'Bitcoin',
    pricePrecision: 1,
    quantityPrecision: 3,
    price: ['1', '1000000', '0.1'],
    quantity: ['0.001', '1000', '120'],
    percentPrice: ['1.0200', '0.9800'],
    triggerProtect: '0.0200',
    marketTakeBound: '0.02',
    margins: majorMargins,
  },
  {
    base: 'ETH',
    name: 'Ethereum',
    pricePrecision: 2,
    quantityPrecision: 3,
    price: ['39.90', '1000000', '0.10'],
    quantity: ['0.001', '10000', '2000'],
    percentPrice: ['1.0200', '0.9800'],
    triggerProtect: '0.0200',
    marketTakeBound: '0.02',
    margins: majorMargins,
  },
  {
    base: 'BNB',
    name: 'BNB',
    pricePrecision: 3,
    quantityPrecision: 2,
    price: ['6.600', '100000', '0.100'],
    quantity: ['0.01', '100000', '2000'],
    percentPrice: ['1.0200', '0.9800'],
    triggerProtect: '0.0200',
    marketTakeBound: '0.02',
    margins: majorMargins,
  },
  {
    base: 'SOL',
    name: 'Solana',
    pricePrecision: 4,
    quantityPrecision: 2,
    price: ['0.4200', '100000', '0.0100'],
    quantity: ['0.01', '1000000', '5000'],
    percentPrice: ['1.0300', '0.9700'],
    triggerProtect: '0.0300',
    marketTakeBound: '0.03',
    margins: majorMargins,
  },
  {
    base: 'ASTER',
    name: 'ASTER',
    pricePrecision: 5,
    quantityPrecision: 2,
    price: ['0.00010', '200', '0.00010'],
    quantity: ['0.01', '2000000', '200000'],
    percentPrice: ['1.0500', '0.9500'],
    triggerProtect: '0.1500',
    marketTakeBound: '0.05',
    margins: ['12.5000', '25.0000'],
  },
  {
    base: 'XRP',
    name: 'XRP',
    pricePrecision: 4,
    quantityPrecision: 1,
    price: ['0.0143', '100000', '0.0001'],
    quantity: ['0.1', '1000000', '200000'],
    percentPrice: ['1.0300', '0.9700'],
    triggerProtect: '0.0300',
    marketTakeBound: '0.03',
    margins: majorMargins,
  },
  {
    base: 'DOGE',
    name: 'Dogecoin',
    pricePrecision: 6,
    quantityPrecision: 0,
    price: ['0.002440', '2000', '0.000010'],
    quantity: ['1', '10000000', '2000000'],
    percentPrice: ['1.0200', '0.9800'],
    triggerProtect: '0.0200',
    marketTakeBound: '0.02',
    margins: majorMargins,
  },
]

/** The symbols that an exchange knows when nobody gives it a list: filters as on the live exchange. */
export const defaultExchangeInfo: ExchangeInfo = { ...defaultFrame, symbols: rows.map(toEntry) }

/** The symbols that are traded when nobody asks for others. */
export const defaultSymbols: readonly string[] = ['BTCUSDT', 'ETHUSDT', 'ASTERUSDT']

function toEntry(row: SymbolRow): ExchangeInfoEntry {
  const symbol = `${row.base}USDT`
  const [minPrice, maxPrice, tickSize] = row.price
  const [stepSize, maxQty, marketMaxQty] = row.quantity
  const [multiplierUp, multiplierDown] = row.percentPrice
  const [maintMarginPercent, requiredMarginPercent] = row.margins
  const entry = {
    symbol,
    pair: symbol,
    contractType: 'PERPETUAL',
    deliveryDate: 4133404800000,
    onboardDate: 1627628400000,
    status: 'TRADING',
    maintMarginPercent,
    requiredMarginPercent,
    baseAsset: row.base,
    quoteAsset: 'USDT',
    marginAsset: 'USDT',
    pricePrecision: row.pricePrecision,
    quantityPrecision: row.quantityPrecision,
    baseAssetPrecision: 8,
    quotePrecision: 8,
    underlyingType: 'COIN',
    underlyingSubType: [],
    symbolType: 0,
    name: row.name,
    settlePlan: 0,
    triggerProtect: row.triggerProtect,
    liquidationFee: '0.025000',
    marketTakeBound: row.marketTakeBound,
    filters: [
      { filterType: 'PRICE_FILTER', minPrice, maxPrice, tickSize },
      { filterType: 'LOT_SIZE', minQty: stepSize, maxQty, stepSize },
      { filterType: 'MARKET_LOT_SIZE', minQty: stepSize, maxQty: marketMaxQty, stepSize },
      { filterType: 'MAX_NUM_ORDERS', limit: 200 },
      { filterType: 'MAX_NUM_ALGO_ORDERS', limit: 10 },
      { filterType: 'MIN_NOTIONAL', notional: '5' },
      { filterType: 'PERCENT_PRICE', multiplierUp, multiplierDown, multiplierDecimal: '4' },
    ],
    orderTypes: ['LIMIT', 'MARKET', 'STOP', 'STOP_MARKET', 'TAKE_PROFIT', 'TAKE_PROFIT_MARKET', 'TRAILING_STOP_MARKET'],
    timeInForce: ['GTC', 'IOC', 'FOK', 'GTX', 'HIDDEN'],
  }
  return entry
}
