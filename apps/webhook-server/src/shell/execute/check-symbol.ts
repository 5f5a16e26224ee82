import { suggestName } from '@aster/runtime'
import type { Account } from '@aster/trades'

import { Refusal } from '../../core/refusal.ts'

/**
 * Whether a symbol can be traded here and now. One that was halted when its rules were last read is asked for again; one
 * that was not is left to the exchange, which refuses and has the rules read anew.
 *
 * @throws {Refusal} 422, saying why not.
 */
export async function checkSymbol(
  account: Account,
  symbol: string,
  { adds }: { readonly adds: boolean },
): Promise<void> {
  if (!account.symbols.includes(symbol)) {
    const near = suggestName(symbol, account.symbols)
    const hint = near === undefined ? '' : `; did you mean ${near}?`
    const message = `${symbol} is not traded here; allowed: ${account.symbols.join(', ')}${hint}`
    throw new Refusal(422, 'SYMBOL_NOT_ALLOWED', message)
  }
  if (!adds || account.getRules(symbol).status === 'TRADING') return
  await account.refreshRules()
  const { status } = account.getRules(symbol)
  if (status === 'TRADING') return
  throw new Refusal(422, 'SYMBOL_HALTED', `${symbol} is ${status} at the exchange: nothing can be opened`)
}
