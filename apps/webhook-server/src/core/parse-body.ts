import { readJson } from './read-json.ts'
import { refuseFields } from './refusal.ts'

/** A JSON object as it came, before anything in it is trusted. */
export type Body = Readonly<Record<string, unknown>>

/**
 * Reads the text of an alert: JSON, whatever its content type says, with a byte order mark or trailing commas forgiven.
 *
 * @throws {Refusal} 400, saying what is wrong with the text, and with which field of it.
 */
export function parseBody(text: string): Body {
  const trimmed = text.replace(/^\uFEFF/, '').trim()
  if (trimmed === '') throw refuseFields({ field: 'body', message: 'is empty' })
  if (trimmed.charCodeAt(0) === 0x1f) throw refuseFields({ field: 'body', message: 'is compressed; send plain text' })
  const value = readJson(trimmed)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw refuseFields({ field: 'body', message: 'must be one JSON object' })
  }
  return value as Body
}
