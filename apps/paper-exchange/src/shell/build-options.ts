import { access, constants, readFile } from 'node:fs/promises'

import { ParameterError } from '@aster/core'
import type { ProgramContext } from '@aster/runtime'
import {
  type AccountSpec,
  type ExchangeInfo,
  type ExchangeOptions,
  type MarketFeedSpec,
  type Realism,
  defaultExchangeInfo,
  parseAccountsFile,
  parseExchangeInfo,
  realismPresets,
} from '@aster/simulator'

import type { paperExchangeSettings } from '../config.ts'
import { createLiveFeed } from './live/create-live-feed.ts'
import { openUpstream, type Upstream } from './live/open-upstream.ts'

/** The exchange's own for everybody. */
const usualFees = { maker: '0.0001', taker: '0.00035' }

type Context = Pick<
  ProgramContext<typeof paperExchangeSettings.fields>,
  'values' | 'settings' | 'clock' | 'resolvePath' | 'stderr'
>

/**
 * Turns settings into what the exchange is built from. Reads the files they name.
 *
 * @throws {SettingsError} A file is missing or wrong, a symbol is unknown.
 */
export async function buildOptions(context: Context): Promise<ExchangeOptions> {
  const { values, clock } = context
  const upstream = openLiveUpstream(context)
  const exchangeInfo = await readExchangeInfo(context, upstream)
  const accounts = [...(await readAccounts(context)), ...values.account]
  checkSymbols(context, exchangeInfo)
  checkTrading(context, exchangeInfo)
  return {
    clock,
    exchangeInfo,
    accounts,
    market: await chooseMarket(context, upstream),
    symbols: chooseSymbols(context, exchangeInfo),
    seed: values.seed,
    speed: values.speed,
    limits: values.limits,
    nonceWindowMs: values.nonceWindowMs,
    closed: values.closed,
    realism: chooseRealism(context),
    ...(upstream && { engine: { fundingIntervalHours: await readFundingHours(context, upstream) } }),
  }
}

/** A preset, and each flag before it. */
function chooseRealism({ values }: Context): Realism {
  const preset: Realism = values.preset === undefined ? {} : realismPresets[values.preset]
  const { maker, taker } = preset.fees ?? usualFees
  return {
    latencyIn: values.latencyIn ?? preset.latencyIn,
    latencyOut: values.latencyOut ?? preset.latencyOut,
    queueModel: values.queue ?? preset.queueModel,
    impactHalfLifeMs: values.impactMs ?? preset.impactHalfLifeMs,
    fees: { maker: values.makerFee ?? maker, taker: values.takerFee ?? taker },
  }
}

/** Nobody is asked before the settings are known to fit. */
function openLiveUpstream({ values: { market }, clock, stderr }: Context): Upstream | undefined {
  if (market.kind !== 'live') return undefined
  const report = (message: string, error?: unknown): void => {
    stderr.write(`paper-exchange: ${message}${error instanceof Error ? `: ${error.message}` : ''}\n`)
  }
  return openUpstream({ ...market, clock, report })
}

async function readFundingHours(context: Context, upstream: Upstream): Promise<Readonly<Record<string, number>>> {
  return ask(context, upstream, () => upstream.readFundingHours())
}

async function ask<T>({ settings }: Context, upstream: Upstream, read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    await upstream.close()
    const detail = error instanceof Error ? error.message : String(error)
    throw settings.refuse('market', `${upstream.url} does not answer as an exchange: ${detail}`, { cause: error })
  }
}

async function readExchangeInfo(context: Context, upstream: Upstream | undefined): Promise<ExchangeInfo> {
  const file = context.values.exchangeInfo
  if (upstream !== undefined) return ask(context, upstream, () => upstream.readExchangeInfo())
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

async function chooseMarket(context: Context, upstream: Upstream | undefined): Promise<MarketFeedSpec> {
  const { market } = context.values
  if (upstream !== undefined) return createLiveFeed({ upstream })
  if (market.kind !== 'replay') return market.kind === 'quiet' ? 'quiet' : 'synthetic'
  const files = market.file.split(',').map((file) => context.resolvePath(file))
  for (const file of files) await refuseMissing(context, 'market', () => access(file, constants.R_OK))
  return { replay: files.join(',') }
}

function chooseSymbols({ values }: Context, info: ExchangeInfo): readonly string[] | undefined {
  if (values.symbols.length > 0) return values.symbols
  if (values.market.kind === 'replay' || values.market.kind === 'live') return ['BTCUSDT']
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
