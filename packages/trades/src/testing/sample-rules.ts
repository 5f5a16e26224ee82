import { parseSymbolRules, type SymbolRules } from '@aster/core'

/** The rules of a made-up symbol, for tests. */
export function sampleRules(
  changes: {
    symbol?: string
    status?: string
    tickSize?: string
    stepSize?: string
    minQuantity?: string
    minNotional?: string
    marketMaxQuantity?: string
  } = {},
): SymbolRules {
  const stepSize = changes.stepSize ?? '0.001'
  const minQty = changes.minQuantity ?? stepSize
  return parseSymbolRules({
    symbol: changes.symbol ?? 'BTCUSDT',
    status: changes.status ?? 'TRADING',
    contractType: 'PERPETUAL',
    baseAsset: 'BTC',
    quoteAsset: 'USDT',
    marginAsset: 'USDT',
    pricePrecision: 8,
    quantityPrecision: 8,
    orderTypes: ['LIMIT', 'MARKET', 'STOP', 'STOP_MARKET', 'TAKE_PROFIT', 'TAKE_PROFIT_MARKET', 'TRAILING_STOP_MARKET'],
    timeInForce: ['GTC', 'IOC', 'FOK', 'GTX', 'HIDDEN'],
    triggerProtect: '0.02',
    marketTakeBound: '0.02',
    liquidationFee: '0.025',
    filters: [
      { filterType: 'PRICE_FILTER', minPrice: '0', maxPrice: '10000000', tickSize: changes.tickSize ?? '0.1' },
      { filterType: 'LOT_SIZE', minQty, maxQty: '100000', stepSize },
      { filterType: 'MARKET_LOT_SIZE', minQty, maxQty: changes.marketMaxQuantity ?? '1000', stepSize },
      { filterType: 'MAX_NUM_ORDERS', limit: 200 },
      { filterType: 'MAX_NUM_ALGO_ORDERS', limit: 10 },
      { filterType: 'MIN_NOTIONAL', notional: changes.minNotional ?? '5' },
      { filterType: 'PERCENT_PRICE', multiplierUp: '1.05', multiplierDown: '0.95', multiplierDecimal: '4' },
    ],
  })
}
