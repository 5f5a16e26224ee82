import { createFieldReader, type FieldReader } from './read-field.ts'
import type { ParsedSignal } from './signal.ts'

/** Accounts of a message: `account` for one, `accounts` for a list of names or an object of names and weights. */
export function parseAccounts(fields: FieldReader): Pick<ParsedSignal, 'accounts'> {
  const one = fields.text('account')
  const many = fields.raw('accounts')
  if (one !== undefined && many !== undefined) fields.complain('account', 'and accounts must not both be given')
  if (one !== undefined) return { accounts: [{ id: one, weight: undefined }] }
  if (many === undefined) return {}
  if (Array.isArray(many) && many.length > 0 && many.every((name) => typeof name === 'string')) {
    return { accounts: [...new Set(many)].map((id) => ({ id, weight: undefined })) }
  }
  if (typeof many === 'object' && many !== null && !Array.isArray(many) && Object.keys(many).length > 0) {
    const weights = createFieldReader(many as Readonly<Record<string, unknown>>, 'accounts.', fields.mistakes)
    return { accounts: Object.keys(many).map((id) => ({ id, weight: weights.positive(id) })) }
  }
  fields.complain('accounts', 'must be a list of names, or an object of names and weights')
  return {}
}
