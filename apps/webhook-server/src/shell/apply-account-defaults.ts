import { ParameterError, RejectedError } from '@aster/core'
import type { RestClient } from '@aster/rest'
import { ensureAccountSettings } from '@aster/trades'

interface Defaults {
  readonly defaultLeverage?: number | undefined
  readonly defaultMarginType?: 'CROSSED' | 'ISOLATED' | undefined
}

/**
 * Sets leverage and margin type, where they are given, on the symbols that have neither position nor order, and reads them
 * back. Weight 5, and 13 a symbol.
 *
 * @returns The symbols that were left as they are, because something stands there.
 * @throws {SettingsError} The exchange does not allow one of them.
 */
export async function applyAccountDefaults(
  rest: RestClient,
  options: {
    readonly symbols: readonly string[]
    readonly values: Defaults
    readonly refuse: (field: keyof Defaults, rule: string) => Error
  },
): Promise<readonly string[]> {
  const { symbols, values, refuse } = options
  const { defaultLeverage: leverage, defaultMarginType: marginType } = values
  if (leverage === undefined && marginType === undefined) return []
  const positions = await rest.position.getPositionRisk({})
  const busy: string[] = []
  for (const symbol of symbols) {
    const isHeld = positions.some((position) => position.symbol === symbol && Number(position.positionAmt) !== 0)
    if (isHeld || (await rest.trading.getOpenOrders({ symbol })).length > 0) {
      busy.push(symbol)
      continue
    }
    for (const [field, wanted] of [
      ['defaultMarginType', { marginType }],
      ['defaultLeverage', { leverage }],
    ] as const) {
      await ensureAccountSettings(rest, { symbols: { [symbol]: wanted } }).catch((error: unknown) => {
        if (!(error instanceof RejectedError || error instanceof ParameterError)) throw error
        throw refuse(field, `cannot be set on ${symbol}: ${error.message}`)
      })
    }
  }
  return busy
}
