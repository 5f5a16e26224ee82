import type { RestClient } from '@aster/rest'
import type { Check } from '@aster/runtime'
import { readSymbolSettings } from '@aster/trades'

import { defineCheck, failed, fine, warning } from './define-check.ts'

interface Traded {
  readonly symbols: readonly string[]
  readonly stopPercent: number
  readonly maxAgeMs: number
}

/** Whether the exchange lists the symbols and trades them now. Weight 1. */
export const checkSymbols = (rest: RestClient, { symbols }: Traded): Check =>
  defineCheck('symbols', async (signal) => {
    const listed = await rest.market.getExchangeInfo({}, { signal })
    const statusOf = new Map(listed.symbols.map(({ symbol, status }) => [symbol, status]))
    const unknown = symbols.filter((symbol) => !statusOf.has(symbol))
    if (unknown.length > 0) return failed(`not listed: ${unknown.join(', ')}`, 'correct --symbols')
    const resting = symbols.filter((symbol) => statusOf.get(symbol) !== 'TRADING')
    if (resting.length > 0) {
      const list = resting.map((symbol) => `${symbol} (${statusOf.get(symbol)})`)
      return warning(`not traded now: ${list.join(', ')}`, 'alerts on them are refused until they are')
    }
    return fine(`${symbols.join(', ')} ${symbols.length === 1 ? 'is' : 'are'} traded`)
  })

/** Whether the default stop stands before the price of liquidation. Weight 5 per symbol. */
export const checkStopDistance = (rest: RestClient, { symbols, stopPercent }: Traded): Check =>
  defineCheck('default stop', async (signal) => {
    const rows = await readSymbolSettings(rest, symbols, { signal })
    const late = rows.filter(({ leverage }) => stopPercent >= 100 / Number(leverage))
    if (late.length > 0) {
      const list = late.map(({ symbol, leverage }) => `${symbol} at leverage ${leverage}`)
      return failed(
        `${stopPercent} % is beyond liquidation: ${list.join(', ')}`,
        'a smaller --stop-percent, or less leverage',
      )
    }
    return fine(`${stopPercent} % where an alert names none, before liquidation on all symbols`)
  })
