import { z } from 'zod'

import { createReader } from './compile-on-use.ts'

/** A rule between fields that was broken. */
export interface CrossIssue {
  readonly path: readonly (string | number)[]
  /** The rule's name, `required` or `forbidden`. */
  readonly rule: string
  readonly message: string
}

/** Fields as they stand; one that broke its own rule may hold anything. */
export type Fields = Readonly<Record<string, unknown>>

/** A field that is a text; empty when it is anything else, which its own rule refuses. */
export const readText = (fields: Fields, name: string): string => {
  const value = fields[name]
  return typeof value === 'string' ? value : ''
}

const readPath = (value: unknown, path: CrossIssue['path']): unknown =>
  path.reduce<unknown>((inner, key) => (inner as Fields | undefined)?.[key], value)

/**
 * Adds rules between fields to a schema. They are looked at even when single fields are wrong, so that a caller learns
 * of every mistake at once.
 */
export function withRules<S extends z.ZodObject>(schema: S, rules: (fields: Fields) => readonly CrossIssue[]): S {
  const ruled = schema.superRefine(
    (value, context) => {
      if (typeof value !== 'object' || value === null) return
      for (const { path, rule, message } of rules(value)) {
        context.addIssue({
          code: 'custom',
          input: readPath(value, path),
          path: [...path],
          message,
          params: { rule },
        })
      }
    },
    { when: () => true },
  )
  const read = createReader(schema)
  return z.withParser(ruled, (input) => {
    const value = read(input)
    return value === z.INVALID || rules(value).length > 0 ? z.INVALID : value
  })
}

/** At least one of these fields must be there; with `exactly`, not more than one. */
export function requireOneOf(fields: Fields, names: readonly string[], exactly = false): readonly CrossIssue[] {
  const present = names.filter((name) => fields[name] !== undefined)
  if (present.length === 0) {
    return [{ path: [names[0] ?? ''], rule: 'required', message: `needs one of ${names.join(', ')}` }]
  }
  return exactly && present.length > 1
    ? [{ path: [present[1] ?? ''], rule: 'exclusive', message: `goes alone: only one of ${names.join(', ')}` }]
    : []
}
