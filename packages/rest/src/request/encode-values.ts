import type { Param } from '@aster/auth'

import { refuseCall } from './violations.ts'

/**
 * Parsed parameters as the texts that are signed and sent, in the order of the schema. Lists and objects become compact
 * JSON. A number must be a whole one: decimals are texts by now, so that no float and no exponent reaches the wire.
 *
 * @param names - Other names on the wire, where a version has them.
 * @throws {ParameterError} A value has no exact text.
 */
export function encodeValues(
  operation: string,
  params: Readonly<Record<string, unknown>>,
  names?: Readonly<Record<string, string>>,
): Param[] {
  const pairs: Param[] = []
  for (const name in params) {
    const value = params[name]
    if (value === undefined) continue
    pairs.push([names?.[name] ?? name, encodeValue(operation, name, value)])
  }
  return pairs
}

function encodeValue(operation: string, name: string, value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value)
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value)
  // documented as a list of numbers; ids are texts here, checked to be digits, so that none is lost
  if (name === 'orderIdList' && Array.isArray(value)) return `[${value.join(',')}]`
  if (typeof value === 'object' && value !== null) {
    assertExact(operation, name, value)
    return JSON.stringify(value)
  }
  throw refuseCall(operation, name, 'type', value, 'has no exact text')
}

function assertExact(operation: string, path: string, value: object): void {
  for (const [key, inner] of Object.entries(value)) {
    const field = Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`
    if (typeof inner === 'object' && inner !== null) assertExact(operation, field, inner as object)
    else if (typeof inner === 'number' && !Number.isSafeInteger(inner)) {
      throw refuseCall(operation, field, 'type', inner, 'must be a plain decimal text')
    }
  }
}
