import { access, constants } from 'node:fs/promises'

import { defaultExchangeInfo } from '@aster/simulator'

import type { DemoMarket } from '../core/demo-market.ts'
import type { DemoContext } from './run-main.ts'

/** What the settings mean, once the world was asked. */
export interface DemoInputs {
  readonly market: DemoMarket
  readonly symbols: readonly string[]
}

const syntheticSymbols = ['BTCUSDT', 'ETHUSDT', 'SOLUSDT']
/** A recording holds one symbol. */
const replayedSymbols = ['BTCUSDT']

/** @throws {SettingsError} A symbol that the paper exchange does not know, a recording that cannot be read. */
export async function checkInputs({ values, settings, resolvePath }: DemoContext): Promise<DemoInputs> {
  const { market } = values
  const known = defaultExchangeInfo.symbols.map(({ symbol }) => symbol)
  const unknown = values.symbols.find((symbol) => !known.includes(symbol))
  if (unknown !== undefined) throw settings.refuse('symbols', `names ${unknown}; known are ${known.join(', ')}`)
  if (market.kind !== 'replay') {
    return { market, symbols: values.symbols.length > 0 ? values.symbols : syntheticSymbols }
  }
  const path = resolvePath(market.path)
  try {
    await access(path, constants.R_OK)
  } catch (error) {
    throw settings.refuse('market', `names a file that cannot be read, ${path}`, { cause: error })
  }
  return { market: { kind: 'replay', path }, symbols: values.symbols.length > 0 ? values.symbols : replayedSymbols }
}
