import { normalizeSymbol, ParameterError } from '@aster/core'
import type { Account } from '@aster/trades'
import { z } from 'zod'

import { Refusal } from '../../core/refusal.ts'
import type { ServerParts } from '../server-parts.ts'

/** @throws {Refusal} 400, or 503: the account changes nothing at the exchange. */
export function requireChangeable(parts: Pick<ServerParts, 'seats'>, id: string | undefined): Account {
  const account = requireAccount(parts, id)
  const isDry = parts.seats.find((seat) => seat.account === account)?.isDry === true
  if (isDry) throw new Refusal(503, 'DRY_RUN', 'this account is a dry run: nothing is changed at the exchange')
  return account
}

/** Which account a request is about. */
export const accountQuery = { account: z.string().max(32).optional().describe('The main account unless named.') }

/** @throws {Refusal} 400: there is no such account. */
export function requireAccount({ seats }: Pick<ServerParts, 'seats'>, id: string | undefined): Account {
  const seat = id === undefined ? seats[0] : seats.find((candidate) => candidate.id === id)
  if (seat !== undefined) return seat.account
  const message = `must be one of ${seats.map((candidate) => candidate.id).join(', ')}`
  throw new Refusal(400, 'VALIDATION_ERROR', `account ${message}`, [{ field: 'account', message }])
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
