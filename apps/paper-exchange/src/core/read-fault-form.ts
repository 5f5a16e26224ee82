import { ParameterError } from '@aster/core'
import type { FormValues } from '@aster/runtime'

import type { FaultField } from './fault-button.ts'

const rules = {
  number: 'must be a number',
  duration: 'must be milliseconds, or a range such as 1000-5000',
} as const

/**
 * What the fields of a button say, as the script writes it. Empty ones are left out.
 *
 * @throws {ParameterError} A text is no number where one is wanted.
 */
export function readFaultForm(fields: readonly FaultField[], values: FormValues): Record<string, unknown> {
  const wrong: (readonly [field: string, message: string])[] = []
  const entries = fields.flatMap(({ field: { id }, reads }): (readonly [string, unknown])[] => {
    const text = (values[id] ?? '').trim()
    if (text === '') return []
    if (reads === 'text') return [[id, text]]
    if (reads === 'flag') return [[id, text === 'true']]
    const value = reads === 'number' ? readNumber(text) : readDuration(text)
    if (value === undefined) wrong.push([id, rules[reads]])
    return [[id, value]]
  })
  if (wrong.length > 0) {
    const violations = wrong.map(([field, message]) => ({ field, rule: 'number', value: values[field] ?? '', message }))
    throw new ParameterError('fault', violations)
  }
  return Object.fromEntries(entries)
}

const readNumber = (text: string): number | undefined => (/^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined)

function readDuration(text: string): number | readonly number[] | undefined {
  const [, from, to] = /^(\d+)(?:\s*-\s*(\d+))?$/.exec(text) ?? []
  if (from === undefined) return undefined
  return to === undefined ? Number(from) : [Number(from), Number(to)]
}

/** Violations of a script, `rules.0.action.ms`, as violations of the field that stands for it. */
export function nameFields(error: ParameterError, fields: readonly FaultField[]): ParameterError {
  const violations = error.violations.map((violation) => {
    const path = violation.field.split('.')
    const found = fields.find(({ field }) => path.includes(field.id))
    return { ...violation, field: found?.field.id ?? violation.field }
  })
  return new ParameterError('fault', violations)
}
