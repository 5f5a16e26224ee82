import { ParameterError, type Violation } from '@aster/core'
import type { z } from 'zod'

const secretName = /signature|secret|private|listenkey|apikey|password|mnemonic|seed/i
const secretValue = /[0-9a-f]{64}|-----BEGIN/i
const longest = 80

const formatPath = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? String(key) : `${text}.${String(key)}`),
    '',
  )

const readPath = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  )

/** A value as text for an error: short, and nothing that looks like a key. */
export function describeValue(field: string, value: unknown): string {
  if (value === undefined) return 'nothing'
  if (secretName.test(field)) return '[hidden]'
  const text =
    typeof value === 'string' ? value : typeof value === 'bigint' ? `${value}` : (JSON.stringify(value) ?? typeof value)
  if (secretValue.test(text)) return '[hidden]'
  return text.length > longest ? `${text.slice(0, longest)}...` : text
}

const ruleNames: Readonly<Record<string, string>> = {
  invalid_type: 'type',
  invalid_value: 'value',
  invalid_format: 'format',
  invalid_union: 'type',
  too_small: 'min',
  too_big: 'max',
  not_multiple_of: 'step',
  custom: 'rule',
}

function describeIssue(issue: z.core.$ZodIssue, value: unknown): { rule: string; message: string } {
  if (issue.code === 'custom' && typeof issue.params?.['rule'] === 'string') {
    return { rule: issue.params['rule'], message: issue.message }
  }
  if (value === undefined) return { rule: 'required', message: 'is needed' }
  if (issue.code === 'invalid_type' && issue.expected === 'never') return { rule: 'forbidden', message: issue.message }
  if (issue.code === 'invalid_type') return { rule: 'type', message: `must be a ${issue.expected}` }
  if (issue.code === 'invalid_value')
    return { rule: 'value', message: `must be one of ${issue.values.map(String).join(', ')}` }
  if (issue.code === 'too_small') return { rule: 'min', message: `must be at least ${issue.minimum}` }
  if (issue.code === 'too_big') return { rule: 'max', message: `must be at most ${issue.maximum}` }
  return { rule: ruleNames[issue.code] ?? issue.code, message: issue.message }
}

function toViolations(issue: z.core.$ZodIssue, input: unknown): readonly Violation[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const path = [...issue.path, key]
      const field = formatPath(path)
      return {
        field,
        rule: 'unknown',
        value: describeValue(field, readPath(input, path)),
        message: 'is not a parameter of this call',
      }
    })
  }
  const field = formatPath(issue.path)
  const value = readPath(input, issue.path)
  return [{ field, ...describeIssue(issue, value), value: describeValue(field, value) }]
}

/** Every broken rule of a call, with field, rule and value, the first rule of each field first. */
export function toParameterError(
  operation: string,
  issues: readonly z.core.$ZodIssue[],
  input: unknown,
): ParameterError {
  const seen = new Set<string>()
  const violations = issues
    .flatMap((issue) => toViolations(issue, input))
    .filter(({ field, rule }) => {
      const key = `${field}\n${rule}`
      if (seen.has(key)) return false
      seen.add(key)
      return true
    })
  return new ParameterError(operation, violations)
}

/** A call that breaks one rule outside its schema. */
export const refuseCall = (
  operation: string,
  field: string,
  rule: string,
  value: unknown,
  message: string,
): ParameterError => new ParameterError(operation, [{ field, rule, value: describeValue(field, value), message }])
