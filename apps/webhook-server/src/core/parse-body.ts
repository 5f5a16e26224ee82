import { refuseFields } from './refusal.ts'

/** A JSON object as it came, before anything in it is trusted. */
export type Body = Readonly<Record<string, unknown>>

/**
 * Reads the text of an alert: JSON, whatever its content type says, with a byte order mark or trailing commas forgiven.
 *
 * @throws {Refusal} 400, saying what is wrong with the text. Nothing of the text is repeated.
 */
export function parseBody(text: string): Body {
  const trimmed = text.replace(/^\uFEFF/, '').trim()
  if (trimmed === '') throw refuseFields({ field: 'body', message: 'is empty' })
  const value = readJson(dropTrailingCommas(trimmed))
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw refuseFields({ field: 'body', message: 'must be one JSON object' })
  }
  return value as Body
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw refuseFields({ field: 'body', message: explain(text) })
  }
}

function explain(text: string): string {
  if (text.charCodeAt(0) === 0x1f) return 'is compressed; send plain text'
  if (/^\{\s*'/.test(text)) return 'uses single quotes; JSON wants double quotes'
  const bare = text.replace(/"(?:[^"\\]|\\.)*"/g, '""')
  const number = /:\s*(NaN|-?Infinity|-?\d+,\d+\s*[,}])/.exec(bare)?.[1]
  if (number !== undefined)
    return number.includes(',') ? 'has a number with a comma' : `has ${number}, which is no number`
  if (/\}\s*\{/.test(bare)) return 'holds more than one JSON object'
  if (/\{\{/.test(bare)) return 'has a placeholder that was not replaced'
  return 'is no valid JSON'
}

/** Commas before a closing bracket, outside of texts. */
function dropTrailingCommas(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|,(?=\s*[}\]])/g, (part) => (part === ',' ? '' : part))
}
