import { ParameterError, parseSymbolRules } from '@aster/core'

import type { ExchangeInfoEntry } from '../engine/types.ts'
import type { ExchangeInfo } from './exchange-info.ts'

/** What a saved answer must hold; the rest of the frame may be missing. */
type CheckedInfo = Pick<ExchangeInfo, 'symbols'> & Partial<ExchangeInfo>

type Fields = Readonly<Record<string, unknown>>

/**
 * Checks everything of a saved exchangeInfo that the exchange is going to read, so that a broken file is refused at the
 * start and not by an order.
 *
 * @throws {ParameterError} Names the first field that does not fit, such as `symbols[2].orderTypes`.
 */
export function checkExchangeInfo(info: unknown): CheckedInfo {
  if (!isObject(info)) throw refuseExchangeInfo('', 'object', kindOf(info), 'must be an object')
  const { symbols, rateLimits, assets } = info
  if (!Array.isArray(symbols) || symbols.length === 0) {
    throw refuseExchangeInfo('symbols', 'symbols', kindOf(symbols), 'needs a list of symbols')
  }
  const names = new Set<string>()
  for (const [index, entry] of symbols.entries()) {
    const { symbol } = checkEntry(entry, `symbols[${index}]`)
    if (names.has(symbol)) throw refuseExchangeInfo(`symbols[${index}]`, 'unique', symbol, `lists ${symbol} twice`)
    names.add(symbol)
  }
  checkRows(rateLimits, 'rateLimits', {
    rateLimitType: 'string',
    interval: 'string',
    intervalNum: 'number',
    limit: 'number',
  })
  checkRows(assets, 'assets', { asset: 'string' })
  return info as unknown as CheckedInfo
}

const entryTexts = ['symbol', 'status', 'baseAsset', 'quoteAsset', 'marginAsset'] as const
const entryNumbers = ['pricePrecision', 'quantityPrecision'] as const
const entryLists = ['orderTypes', 'timeInForce'] as const

function checkEntry(entry: unknown, path: string): ExchangeInfoEntry {
  if (!isObject(entry)) throw refuseExchangeInfo(path, 'object', kindOf(entry), 'must be an object')
  for (const name of entryTexts) {
    if (typeof entry[name] !== 'string' || entry[name] === '') throw wrong(path, name, entry, 'must be a text')
  }
  for (const name of entryNumbers) {
    const value = entry[name]
    const isFit = typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
    if (!isFit) throw wrong(path, name, entry, 'must be a whole number, at least 0')
  }
  for (const name of entryLists) {
    const value: unknown = entry[name]
    const isFit = Array.isArray(value) && value.every((word) => typeof word === 'string')
    if (!isFit) throw wrong(path, name, entry, 'must be a list of texts')
  }
  const { filters } = entry
  if (
    !Array.isArray(filters) ||
    !filters.every((filter) => isObject(filter) && typeof filter['filterType'] === 'string')
  ) {
    throw wrong(path, 'filters', entry, 'must be a list of filters')
  }
  return checkRules(entry as unknown as ExchangeInfoEntry, path)
}

function checkRules(entry: ExchangeInfoEntry, path: string): ExchangeInfoEntry {
  try {
    parseSymbolRules(entry)
    return entry
  } catch (error) {
    if (!(error instanceof ParameterError)) throw error
    const [violation] = error.violations
    const words = `${entry.symbol}: ${violation?.field ?? ''} ${violation?.message ?? 'cannot be read'}`
    throw refuseExchangeInfo(path, 'rules', violation?.value ?? '', words)
  }
}

/** A list that may be missing; what is in it has these fields. */
function checkRows(rows: unknown, name: string, fields: Readonly<Record<string, 'string' | 'number'>>): void {
  if (rows === undefined) return
  if (!Array.isArray(rows)) throw refuseExchangeInfo(name, 'list', kindOf(rows), 'must be a list')
  for (const [index, row] of rows.entries()) {
    const path = `${name}[${index}]`
    if (!isObject(row)) throw refuseExchangeInfo(path, 'object', kindOf(row), 'must be an object')
    for (const [field, type] of Object.entries(fields)) {
      if (typeof row[field] !== type) throw wrong(path, field, row, `must be a ${type === 'string' ? 'text' : type}`)
    }
  }
}

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What a value is, for a message: never the value itself, which may be long. */
function kindOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'a list' : typeof value
}

const wrong = (path: string, name: string, entry: Fields, message: string): ParameterError =>
  refuseExchangeInfo(`${path}.${name}`, 'type', kindOf(entry[name]), message)

/** The refusal of a saved exchangeInfo; `field` is empty for the whole of it. */
export function refuseExchangeInfo(field: string, rule: string, value: string, message: string): ParameterError {
  const path = field === '' ? 'exchangeInfo' : field
  return new ParameterError('exchangeInfo', [
    { field: path, rule: `exchangeInfo.${rule}`, value: value.slice(0, 40), message },
  ])
}
