import { ParameterError, type Violation } from '@aster/core'

import { encodeParams } from '../encode-params.ts'

/** The fixed order of the signed texts. A name with a question mark is left out when absent. */
const orders = {
  bind: ['childAddress', 'name', 'nonce', 'user'],
  createSubAccount: ['subAccountName', 'subSourceAddr', 'nonce', 'user', 'signer'],
  getSubAccountList: ['nonce', 'user', 'signer'],
  updateSubAccount: ['subSourceAddr', 'nonce', 'user', 'signer', 'subAccountName?', 'status?'],
  subAccountTransfer: [
    'toAccountAddress',
    'asset',
    'amount',
    'kindType',
    'nonce',
    'user',
    'signer?',
    'fromAccountAddress?',
  ],
} as const

export type SubAccountCall = keyof typeof orders

/** The names of the signed values, in their fixed order. */
export const listSubAccountFields = (call: SubAccountCall): readonly string[] =>
  orders[call].map((slot) => slot.replace('?', ''))

/**
 * The text that is signed for a sub-account call, in its fixed order, encoded once.
 *
 * @throws {ParameterError} A value is missing, empty, or does not belong to the call; all of them at once.
 * @see Aster futures API v3, "Sub-accounts"
 */
export function buildSubAccountText(
  call: SubAccountCall,
  values: Readonly<Record<string, string | undefined>>,
): string {
  const slots = orders[call].map((slot) => ({ name: slot.replace('?', ''), isOptional: slot.endsWith('?') }))
  const violations: Violation[] = []
  for (const { name, isOptional } of slots) {
    const value = values[name]
    if (value === '' || (value === undefined && !isOptional)) {
      violations.push({ field: name, rule: 'required', value: value ?? 'nothing', message: 'must have a value' })
    }
  }
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || slots.some((slot) => slot.name === name)) continue
    violations.push({ field: name, rule: 'signedFields', value, message: `does not belong to ${call}` })
  }
  if (violations.length > 0) throw new ParameterError(call, violations)
  return encodeParams(slots.flatMap(({ name }) => (values[name] === undefined ? [] : [[name, values[name]] as const])))
}
