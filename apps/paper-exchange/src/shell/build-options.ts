import { access, constants, readFile } from 'node:fs/promises'

import { ParameterError } from '@aster/core'
import type { ProgramContext } from '@aster/runtime'
import {
  type AccountSpec,
  type ExchangeInfo,
  type ExchangeOptions,
  type MarketFeedSpec,
  defaultExchangeInfo,
  parseAccountsFile,
  parseExchangeInfo,
} from '@aster/simulator'

import type { paperExchangeSettings } from '../config.ts'

type Context = Pick<
  ProgramContext<typeof paperExchangeSettings.fields>,
  'values' | 'settings' | 'clock' | 'resolvePath'
>

/**
 * Turns settings into what the exchange is built from. Reads the files they name.
 *
 * @throws {SettingsError} A file is missing or wrong, a symbol is unknown.
 */
export async function buildOptions(context: Context): Promise<ExchangeOptions> {
  const { values, clock } = context
  const exchangeInfo = await readExchangeInfo(context)
  const accounts = [...(await readAccounts(context)), ...values.account]
  checkSymbols(context, exchangeInfo)
  checkTrading(context, exchangeInfo)
  return {
    clock,
    exchangeInfo,
    accounts,
    market: await chooseMarket(context),
    symbols: chooseSymbols(context, exchangeInfo),
    seed: values.seed,
    speed: values.speed,
    limits: values.limits,
    nonceWindowMs: values.nonceWindowMs,
    closed: values.closed,
  }
}

async function readExchangeInfo(context: Context): Promise<ExchangeInfo> {
  const file = context.values.exchangeInfo
  if (file === undefined) return defaultExchangeInfo
  const text = await readNamedFile(context, 'exchangeInfo', file)
  return refuseWrong(context, 'exchangeInfo', () => parseExchangeInfo(text))
}

async function readAccounts(context: Context): Promise<readonly AccountSpec[]> {
  const file = context.values.accounts
  if (file === undefined) return []
  const text = await readNamedFile(context, 'accounts', file)
  return refuseWrong(context, 'accounts', () => parseAccountsFile(text))
}

async function chooseMarket(context: Context): Promise<MarketFeedSpec> {
  const { market } = context.values
  if (market.kind !== 'replay') return market.kind === 'quiet' ? 'quiet' : 'synthetic'
  const replay = context.resolvePath(market.file)
  await refuseMissing(context, 'market', () => access(replay, constants.R_OK))
  return { replay }
}

function chooseSymbols({ values }: Context, info: ExchangeInfo): readonly string[] | undefined {
  if (values.symbols.length > 0) return values.symbols
  if (values.market.kind === 'replay') return ['BTCUSDT']
  return values.exchangeInfo === undefined ? undefined : tradingSymbols(info)
}

const tradingSymbols = (info: ExchangeInfo): readonly string[] =>
  info.symbols.filter(({ status }) => status === 'TRADING').map(({ symbol }) => symbol)

function checkTrading({ values, settings }: Context, info: ExchangeInfo): void {
  if (values.symbols.length === 0 && tradingSymbols(info).length === 0) {
    throw settings.refuse('exchangeInfo', 'lists no symbol with status TRADING')
  }
}

function checkSymbols({ values, settings }: Context, info: ExchangeInfo): void {
  for (const [index, symbol] of values.symbols.entries()) {
    if (values.symbols.indexOf(symbol) !== index) throw settings.refuse('symbols', `names ${symbol} twice`)
    if (info.symbols.some((entry) => entry.symbol === symbol)) continue
    const known = info.symbols.slice(0, 8).map((entry) => entry.symbol)
    throw settings.refuse('symbols', `unknown symbol ${symbol.slice(0, 30)}; known are ${known.join(', ')}`)
  }
}

type FileField = 'exchangeInfo' | 'accounts' | 'market'

const readNamedFile = (context: Context, field: FileField, file: string): Promise<string> =>
  refuseMissing(context, field, () => readFile(context.resolvePath(file), 'utf8'))

async function refuseMissing<T>({ settings }: Context, field: FileField, read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const rule = code === 'ENOENT' ? 'names a file that does not exist' : `names a file that cannot be read (${code})`
    throw settings.refuse(field, rule, { cause: error })
  }
}

function refuseWrong<T>({ settings }: Context, field: 'exchangeInfo' | 'accounts', parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    if (!(error instanceof ParameterError)) throw error
    const [violation] = error.violations
    const { field: path = '', message = 'is wrong' } = violation ?? {}
    throw settings.refuse(field, isWhole(path) ? message : `${path} ${message}`, { cause: error })
  }
}

/** Whether a violation is about the file and not about a field in it: the setting's name says enough then. */
const isWhole = (path: string): boolean => path === 'exchangeInfo' || path === 'account' || path === ''
