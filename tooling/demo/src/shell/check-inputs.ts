import { defaultExchangeInfo } from '@aster/simulator'

import type { DemoMarket } from '../core/demo-market.ts'
import { readRecordedSymbols } from './read-recorded-symbols.ts'
import type { DemoContext } from './run-main.ts'

/** What the settings mean, once the world was asked. */
export interface DemoInputs {
  readonly market: DemoMarket
  readonly symbols: readonly string[]
}

const syntheticSymbols = ['BTCUSDT', 'ETHUSDT', 'SOLUSDT']

/** @throws {SettingsError} A symbol that the paper exchange does not know, a recording that is none. */
export async function checkInputs({ values, settings, resolvePath }: DemoContext): Promise<DemoInputs> {
  const { market } = values
  const known = defaultExchangeInfo.symbols.map(({ symbol }) => symbol)
  const unknown = values.symbols.find((symbol) => !known.includes(symbol))
  if (unknown !== undefined) throw settings.refuse('symbols', `names ${unknown}; known are ${known.join(', ')}`)
  if (market.kind !== 'replay') {
    return { market, symbols: values.symbols.length > 0 ? values.symbols : syntheticSymbols }
  }
  const path = resolvePath(market.path)
  const recorded = await readRecordedSymbols(path).catch((error: NodeJS.ErrnoException) => {
    throw settings.refuse('market', `names a file that cannot be read, ${path} (${error.code ?? error.message})`)
  })
  const playable = recorded.symbols.filter((symbol) => known.includes(symbol))
  if (playable.length === 0) throw settings.refuse('market', 'names a file that holds no frames of a known symbol')
  if (!recorded.hasBook)
    throw settings.refuse('market', 'names a recording without a depth snapshot near its beginning')
  const missing = values.symbols.find((symbol) => !playable.includes(symbol))
  if (missing !== undefined)
    throw settings.refuse('symbols', `names ${missing}; the recording holds ${playable.join(', ')}`)
  return { market: { kind: 'replay', path }, symbols: values.symbols.length > 0 ? values.symbols : playable }
}
