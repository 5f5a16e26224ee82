import type { FieldReader } from './read-field.ts'

/** A placeholder that the sender did not fill in makes the whole message doubtful. */
export function refusePlaceholders(value: unknown, path: string, fields: FieldReader): void {
  if (typeof value === 'string' && value.includes('{{')) {
    fields.complain(path, 'is a placeholder that was not replaced')
  }
  if (typeof value !== 'object' || value === null) return
  for (const [name, inner] of Object.entries(value)) {
    // free text may talk of placeholders
    if (path === '' && name === 'extras') continue
    refusePlaceholders(inner, path === '' ? name : `${path}.${name}`, fields)
  }
}
