import { normalizeSymbol, ParameterError } from '@aster/core'
import type { Account } from '@aster/trades'

import { Refusal } from '../../core/refusal.ts'
import type { ServerParts } from '../server-parts.ts'

/** @throws {Refusal} 503: a dry run has no account. */
export function requireAccount({ account }: ServerParts): Account {
  if (account === undefined) throw new Refusal(503, 'DRY_RUN', 'a dry run has no account')
  return account
}

/** @throws {Refusal} 400: it is no name of a symbol, or one that is not traded here. */
export function requireSymbol(account: Account, text: string): string {
  let symbol = text
  try {
    symbol = normalizeSymbol(text)
  } catch (error) {
    if (!(error instanceof ParameterError)) throw error
  }
  if (account.symbols.includes(symbol)) return symbol
  throw new Refusal(400, 'VALIDATION_ERROR', `symbol must be one of ${account.symbols.join(', ')}`, [
    { field: 'symbol', message: `must be one of ${account.symbols.join(', ')}` },
  ])
}
