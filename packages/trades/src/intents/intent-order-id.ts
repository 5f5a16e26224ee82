import { createHash } from 'node:crypto'

import { ParameterError, parseClientOrderId } from '@aster/core'

import type { Account } from '../account/account.ts'

const mostAttempts = 999
/** 14 characters of base 36 hold 72 bits: two intents in a billion billion share one. */
const tokenLength = 14

/**
 * The client order id of an attempt at something that was wanted outside and named there, `prefix-label.token-attempt`.
 * The same account prefix, intent id and attempt give the same id in every process, so that whoever is asked to do the
 * same again finds what was done.
 *
 * @param intentId - 1 to 200 characters, whatever the caller calls it: an alert's id, a message's id.
 * @throws {ParameterError} An empty or overlong id, or more than 999 attempts.
 */
export function intentOrderId(
  account: Pick<Account, 'orders'>,
  intentId: string,
  options: { readonly label?: string; readonly attempt?: number } = {},
): string {
  const { label = 'in', attempt = 1 } = options
  if (intentId.length < 1 || intentId.length > 200) {
    throw refuse('intentId', intentId.slice(0, 40), 'has 1 to 200 characters')
  }
  if (!Number.isInteger(attempt) || attempt < 1 || attempt > mostAttempts) {
    throw refuse('attempt', String(attempt), `is 1 to ${mostAttempts}`)
  }
  const prefix = parseClientOrderId(account.orders.nextId(label))?.prefix ?? ''
  const digest = createHash('sha256').update(`${prefix}\n${intentId}`).digest()
  const token = digest.readBigUInt64BE().toString(36) + digest.readBigUInt64BE(8).toString(36)
  return `${prefix}-${label}.${token.padStart(tokenLength, '0').slice(0, tokenLength)}-${attempt}`
}

const refuse = (field: string, value: string, message: string): ParameterError =>
  new ParameterError('intentOrderId', [{ field, rule: 'intent', value, message }])
