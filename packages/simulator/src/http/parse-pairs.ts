import { refuse } from './api-refusal.ts'

/** One `name=value` of a query or a form body: as text on the wire, and decoded. */
export interface Pair {
  readonly name: string
  readonly value: string
  /** The pair exactly as received, for signatures. */
  readonly raw: string
}

/**
 * Splits form-encoded text into its pairs, in the order received. Empty pieces (`a=1&&b=2`, a trailing `&`) are skipped.
 *
 * @throws {ApiRefusal} -1100 when percent-encoding is broken.
 */
export function parsePairs(text: string): readonly Pair[] {
  if (text === '') return []
  const pairs: Pair[] = []
  for (const raw of text.split('&')) {
    if (raw === '') continue
    const equals = raw.indexOf('=')
    const name = equals === -1 ? raw : raw.slice(0, equals)
    const value = equals === -1 ? '' : raw.slice(equals + 1)
    pairs.push({ name: decodeFormText(name), value: decodeFormText(value), raw })
  }
  return pairs
}

/** Undoes percent-encoding; a plus sign is a space, as HTML forms have it. */
export function decodeFormText(text: string): string {
  if (!text.includes('%') && !text.includes('+')) return text
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    throw refuse(-1100, 'Illegal characters found in a parameter.')
  }
}

/**
 * Merges query and body into one record. A name that occurs in both takes the value of the query string.
 *
 * @throws {ApiRefusal} -1101 when one part names a parameter twice: which of the two counts would be a guess.
 */
export function mergePairs(query: readonly Pair[], body: readonly Pair[]): Readonly<Record<string, string>> {
  const merged: Record<string, string> = Object.create(null) as Record<string, string>
  collect(merged, body)
  collect(merged, query)
  return merged
}

function collect(into: Record<string, string>, pairs: readonly Pair[]): void {
  const seen = new Set<string>()
  for (const { name, value } of pairs) {
    if (seen.has(name)) throw refuse(-1101, `Duplicate values for parameter '${printable(name)}'.`)
    seen.add(name)
    into[name] = value
  }
}

/** A name from a stranger, cut and cleaned so that it can be repeated in an answer. */
export function printable(text: string): string {
  return text.replaceAll(/[^\w.:@/-]/g, '?').slice(0, 40)
}
