import { formatDecimal, ParameterError, toDecimal } from '@aster/core'
import {
  type CallOptions,
  ensureMarginType,
  ensureMultiAssetsMode,
  ensurePositionMode,
  type RestClient,
} from '@aster/rest'

/** How an account is set up. What is absent is left as it is. */
export interface WantedSettings {
  readonly hedgeMode?: boolean | undefined
  /** All assets margin each other. */
  readonly multiAssets?: boolean | undefined
  readonly symbols?: Readonly<Record<string, WantedSymbolSettings>> | undefined
}

export interface WantedSymbolSettings {
  readonly leverage?: number | undefined
  readonly marginType?: 'ISOLATED' | 'CROSSED' | undefined
}

export interface SymbolSettings {
  readonly symbol: string
  readonly leverage: string
  /** As the exchange spells it: `cross` or `isolated`. */
  readonly marginType: string
}

/**
 * Sets what is wanted and reads it back; what is so already is success. Weight 31 for each mode, 6 for a margin type, 6
 * for a leverage.
 *
 * @throws {RejectedError} The exchange said no: open orders or positions stand in the way. What came before stays set.
 * @throws {ParameterError} The exchange shows another leverage than it was asked for.
 * @throws {OutcomeUnknownError} No answer, and the exchange shows another value. Safe to repeat.
 * @example
 * await ensureAccountSettings(rest, { hedgeMode: false, symbols: { BTCUSDT: { leverage: 5, marginType: 'ISOLATED' } } })
 */
export async function ensureAccountSettings(
  rest: RestClient,
  wanted: WantedSettings,
  options: CallOptions = {},
): Promise<void> {
  const { hedgeMode, multiAssets, symbols = {} } = wanted
  if (hedgeMode !== undefined) await ensurePositionMode(rest, { dualSidePosition: hedgeMode }, options)
  if (multiAssets !== undefined) await ensureMultiAssetsMode(rest, { multiAssetsMargin: multiAssets }, options)
  for (const [symbol, { marginType, leverage }] of Object.entries(symbols)) {
    if (marginType !== undefined) await ensureMarginType(rest, { symbol, marginType }, options)
    if (leverage !== undefined) await ensureLeverage(rest, symbol, leverage, options)
  }
}

async function ensureLeverage(rest: RestClient, symbol: string, leverage: number, options: CallOptions): Promise<void> {
  await rest.position.setLeverage({ symbol, leverage }, options)
  const [shown] = await readSymbolSettings(rest, [symbol], options)
  if (shown === undefined || toDecimal(shown.leverage).eq(leverage)) return
  throw new ParameterError('ensureAccountSettings', [
    {
      field: 'leverage',
      rule: 'verified',
      value: String(leverage),
      message: `was set for ${symbol}, and the exchange shows ${shown.leverage}`,
    },
  ])
}

/** Leverage and margin type of some symbols; weight 5. */
export async function readSymbolSettings(
  rest: RestClient,
  symbols: readonly string[],
  options: CallOptions = {},
): Promise<readonly SymbolSettings[]> {
  const rows = await rest.position.getPositionRisk({}, options)
  return symbols.flatMap((symbol) => {
    const row = rows.find((other) => other.symbol === symbol)
    if (row === undefined) return []
    return [{ symbol, leverage: formatDecimal(toDecimal(row.leverage)), marginType: row.marginType.toLowerCase() }]
  })
}
