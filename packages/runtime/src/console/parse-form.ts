import { ParameterError, type Violation } from '@aster/core'

import type { ConsoleField, FormValues } from './console-action.ts'

const longestText = 200
const longestLines = 16_000

/**
 * Reads what a page sent for an action: a JSON object of texts, one for each field; no body at all where there are none.
 * Fields that are left out have their default. Values are never repeated: one may be a secret.
 *
 * @throws {ParameterError} Names every field that does not fit, and its rule.
 */
export function parseForm(fields: readonly ConsoleField[], body: string): FormValues {
  const given = readObject(body)
  const known = new Set(fields.map(({ id }) => id))
  const violations = [...given.keys()]
    .filter((name) => !known.has(name))
    .map((name) => violate(name.slice(0, 40), 'unknown', 'is no field of this form'))
  const values = fields.map((field): [string, string] => {
    const value = given.has(field.id) ? given.get(field.id) : defaultOf(field)
    const wrong = check(field, value)
    if (wrong !== undefined) violations.push(wrong)
    return [field.id, typeof value === 'string' ? value : '']
  })
  if (violations.length > 0) throw new ParameterError('form', violations)
  return Object.freeze(Object.fromEntries(values))
}

function readObject(body: string): ReadonlyMap<string, unknown> {
  if (body === '') return new Map()
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    value = undefined
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ParameterError('form', [violate('body', 'json', 'must be a JSON object of texts')])
  }
  return new Map(Object.entries(value))
}

const defaultOf = (field: ConsoleField): string =>
  field.default ?? (field.kind === 'choice' ? (field.options[0]?.value ?? '') : '')

function check(field: ConsoleField, value: unknown): Violation | undefined {
  const { id } = field
  if (typeof value !== 'string') return violate(id, 'type', 'must be a text')
  if (field.kind === 'choice') {
    if (field.options.some((option) => option.value === value)) return undefined
    return violate(id, 'choice', `must be one of ${field.options.map((option) => option.value).join(', ')}`)
  }
  const longest = field.maxLength ?? (field.kind === 'text' ? longestText : longestLines)
  if (value.length > longest) return violate(id, 'length', `must have at most ${longest} characters`)
  if (field.kind === 'text' && /[\r\n]/.test(value)) return violate(id, 'line', 'must be one line')
  if (value.trim() === '' && field.isOptional !== true) return violate(id, 'required', 'is required')
  return undefined
}

const violate = (field: string, rule: string, message: string): Violation => ({ field, rule, value: 'hidden', message })
