import { ParameterError, parseSymbolRules, type SymbolRules } from '@aster/core'
import type { RestClient } from '@aster/rest'

/** The rules of the account's symbols, kept fresh. */
export interface RuleBook {
  /** @throws {ParameterError} The account does not trade this symbol. */
  readonly get: (symbol: string) => SymbolRules
  /** Reads them anew; weight 1. What the exchange no longer lists stays as it was. Overlapping calls share one reading. */
  readonly refresh: () => Promise<void>
}

/**
 * Reads exchangeInfo; weight 1.
 *
 * @throws {ParameterError} Names every symbol that the exchange does not know.
 */
export async function loadRules(rest: RestClient, symbols: readonly string[]): Promise<RuleBook> {
  const rules = new Map<string, SymbolRules>()
  const read = async () => {
    const info = await rest.market.getExchangeInfo()
    for (const entry of info.symbols) {
      if (symbols.includes(entry.symbol)) rules.set(entry.symbol, parseSymbolRules(entry))
    }
  }
  await read()
  const unknown = symbols.filter((symbol) => !rules.has(symbol))
  if (unknown.length > 0) throw new ParameterError('openAccount', unknown.map(describeUnknown))
  let running: Promise<void> | undefined
  return {
    get(symbol) {
      const found = rules.get(symbol)
      if (found === undefined) throw new ParameterError('getRules', [describeUnknown(symbol)])
      return found
    },
    refresh: () => (running ??= read().finally(() => (running = undefined))),
  }
}

const describeUnknown = (symbol: string) => ({
  field: 'symbols',
  rule: 'known',
  value: symbol,
  message: 'must be a symbol that the exchange lists and that the account was opened for',
})
