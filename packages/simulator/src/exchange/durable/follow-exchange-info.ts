import { ParameterError } from '@aster/core'

import type { Engine } from '../../engine/types.ts'
import type { ExchangeInfo } from '../exchange-info.ts'

/**
 * Gives symbols that were kept the rules that they have now.
 *
 * @throws {ParameterError} A symbol that was kept is not traded any more, or its new rules do not fit its orders.
 */
export function followExchangeInfo(engine: Engine, info: ExchangeInfo, nowMs: number): void {
  for (const symbol of engine.symbols()) {
    const entry = info.symbols.find((candidate) => candidate.symbol === symbol)
    if (entry === undefined) throw misfit(symbol, 'is in the kept state and must be among the symbols')
    const kept = engine.getSymbol(symbol)
    if (kept === entry || JSON.stringify(kept) === JSON.stringify(entry)) continue
    try {
      engine.updateSymbol(entry, nowMs)
    } catch (error) {
      throw misfit(symbol, `cannot take its new rules: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
}

const misfit = (symbol: string, message: string): ParameterError =>
  new ParameterError('exchange', [{ field: 'symbols', rule: 'kept', value: symbol, message: `${symbol} ${message}` }])
