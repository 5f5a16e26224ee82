import { ParameterError } from '@aster/core'

import type { ExchangeInfoEntry } from '../engine/types.ts'
import { checkExchangeInfo, refuseExchangeInfo } from './check-exchange-info.ts'

/** What exchangeInfo answers, apart from the time. Fields we do not know pass through. */
export interface ExchangeInfo {
  readonly timezone: string
  readonly futuresType: string
  readonly rateLimits: readonly RateLimitEntry[]
  readonly exchangeFilters: readonly unknown[]
  readonly assets: readonly {
    readonly asset: string
    readonly marginAvailable: boolean
    readonly autoAssetExchange: string | number | null
  }[]
  readonly symbols: readonly ExchangeInfoEntry[]
}

export interface RateLimitEntry {
  readonly rateLimitType: string
  readonly interval: string
  readonly intervalNum: number
  readonly limit: number
}

/**
 * Reads a saved answer of `GET exchangeInfo`.
 *
 * @throws {ParameterError} Names what does not fit.
 */
export function parseExchangeInfo(text: string): ExchangeInfo {
  let info: unknown
  try {
    info = JSON.parse(text)
  } catch {
    throw refuseExchangeInfo('', 'json', 'a text', 'is not JSON')
  }
  const { symbols, rateLimits, assets, ...rest } = checkExchangeInfo(info)
  return {
    ...defaultFrame,
    ...rest,
    symbols,
    rateLimits: rateLimits ?? defaultFrame.rateLimits,
    assets: assets !== undefined && assets.length > 0 ? assets : defaultFrame.assets,
  }
}

/**
 * Keeps some of the symbols, in the order asked for.
 *
 * @throws {ParameterError} Names a symbol that is not listed, or is asked for twice.
 */
export function selectSymbols(info: ExchangeInfo, wanted: readonly string[]): ExchangeInfo {
  const symbols = wanted.map((symbol, index) => {
    if (wanted.indexOf(symbol) !== index) throw badSymbol('unique', symbol, 'names a symbol twice')
    const entry = info.symbols.find((candidate) => candidate.symbol === symbol)
    if (entry !== undefined) return entry
    const known = info.symbols.slice(0, 12).map((candidate) => candidate.symbol)
    throw badSymbol('exchangeInfo', symbol, `is not listed; known are ${known.join(', ')}`)
  })
  return { ...info, symbols }
}

/** The limit of a kind; the largest number there is where exchangeInfo names none. */
export function findLimit(info: ExchangeInfo, type: string, interval: string, intervalNum: number): number {
  const entry = info.rateLimits.find(
    (limit) => limit.rateLimitType === type && limit.interval === interval && limit.intervalNum === intervalNum,
  )
  return entry?.limit ?? Number.MAX_SAFE_INTEGER
}

/** Everything but the symbols, as recorded live. */
export const defaultFrame: Omit<ExchangeInfo, 'symbols'> = {
  timezone: 'UTC',
  futuresType: 'U_MARGINED',
  rateLimits: [
    { rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: 2400 },
    { rateLimitType: 'ORDERS', interval: 'MINUTE', intervalNum: 1, limit: 1200 },
    { rateLimitType: 'ORDERS', interval: 'SECOND', intervalNum: 10, limit: 300 },
  ],
  exchangeFilters: [],
  assets: [
    { asset: 'USDT', marginAvailable: true, autoAssetExchange: '-10000' },
    { asset: 'BTC', marginAvailable: true, autoAssetExchange: '0' },
    { asset: 'BNB', marginAvailable: true, autoAssetExchange: '0' },
    { asset: 'ETH', marginAvailable: true, autoAssetExchange: '0' },
    { asset: 'SOL', marginAvailable: true, autoAssetExchange: '0' },
    { asset: 'USDC', marginAvailable: true, autoAssetExchange: '0' },
  ],
}

const badSymbol = (rule: string, value: string, message: string): ParameterError =>
  new ParameterError('exchange', [{ field: 'symbols', rule, value, message }])
