import { toDecimal } from '@aster/core'

import { refuseFields } from './refusal.ts'

/** Deeper than any alert, and far from the depth at which reading it would cost something. */
const deepest = 20

/**
 * Reads one JSON value as alerts write it: commas before a closing bracket are forgiven. A number that a double cannot hold
 * exactly is kept as its text. A key that comes twice is refused, since nobody can say which of the two was meant.
 *
 * @throws {Refusal} 400, naming the field where the text goes wrong. Nothing of the text is repeated but names.
 */
export function readJson(text: string): unknown {
  const reader = createReader(text)
  const value = reader.readValue('', 0)
  if (reader.isAtEnd()) return value
  throw refuse('', reader.startsWith('{') ? 'holds more than one JSON object' : 'has text behind its JSON object')
}

const refuse = (path: string, message: string) => refuseFields({ field: path === '' ? 'body' : path, message })

const space = /[ \t\n\r]*/y
const textToken = /"(?:[^"\\]|\\.)*"/y
const numberToken = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/y
const wordToken = /[-+]?[A-Za-z]+/y

function createReader(text: string) {
  let at = 0

  const match = (token: RegExp): string | undefined => {
    token.lastIndex = at
    const found = token.exec(text)?.[0]
    if (found !== undefined) at += found.length
    return found
  }
  const skip = () => void match(space)
  const startsWith = (prefix: string): boolean => text.startsWith(prefix, at)
  const take = (prefix: string): boolean => {
    skip()
    if (!startsWith(prefix)) return false
    at += prefix.length
    return true
  }

  const readText = (path: string): string => {
    const token = match(textToken)
    if (token === undefined) {
      throw refuse(path, startsWith("'") ? 'uses single quotes; JSON wants double quotes' : 'is no valid JSON')
    }
    try {
      return JSON.parse(token) as string
    } catch {
      throw refuse(path, 'has a text with an escape or a line break that JSON does not know')
    }
  }

  const readNumber = (path: string): unknown => {
    const token = match(numberToken)
    if (token === undefined) {
      // only its own name is repeated, and only of numbers that are none
      const word = /^[-+]?(?:nan|inf|infinity)$/i.exec(match(wordToken) ?? '')?.[0]
      throw refuse(path, word === undefined ? 'is no valid JSON' : `is ${word}, which is no number`)
    }
    if (/[0-9.]/.test(text[at] ?? '')) throw refuse(path, 'is no valid JSON number')
    return token.length <= longestNumber && isExact(token) ? Number(token) : token
  }

  const readObject = (path: string, depth: number): unknown => {
    const entries = new Map<string, unknown>()
    let last = path
    while (!take('}')) {
      if (/[0-9]/.test(text[at] ?? '') && entries.size > 0) throw refuse(last, 'must have a point, not a comma')
      const name = readText(path)
      last = path === '' ? name.slice(0, 40) : `${path}.${name.slice(0, 40)}`
      if (entries.has(name)) throw refuse(last, 'is there twice')
      if (!take(':')) throw refuse(path, 'is no valid JSON')
      entries.set(name, readValue(last, depth + 1))
      if (!take(',') && !startsWith('}')) throw refuse(path, 'is no valid JSON')
    }
    return Object.fromEntries(entries)
  }

  const readArray = (path: string, depth: number): unknown => {
    const values: unknown[] = []
    while (!take(']')) {
      values.push(readValue(`${path}[${values.length}]`, depth + 1))
      if (!take(',') && !startsWith(']')) throw refuse(path, 'is no valid JSON')
    }
    return values
  }

  const readValue = (path: string, depth: number): unknown => {
    if (depth > deepest) throw refuse(path.slice(0, 40), `is nested more than ${deepest} deep`)
    skip()
    if (startsWith('{{')) throw refuse(path, 'is a placeholder that was not replaced')
    if (take('{')) return readObject(path, depth)
    if (take('[')) return readArray(path, depth)
    if (startsWith('"') || startsWith("'")) return readText(path)
    if (take('true')) return true
    if (take('false')) return false
    if (take('null')) return null
    return readNumber(path)
  }

  return {
    readValue,
    startsWith,
    isAtEnd: () => {
      skip()
      return at === text.length
    },
  }
}

const longestNumber = 40

/** Whether a double holds what the text says. */
function isExact(token: string): boolean {
  const number = Number(token)
  if (number === 0) return !/[1-9]/.test(token.replace(/[eE].*/, ''))
  const isWithin = Math.abs(number) > 1e-50 && Math.abs(number) < 1e50
  return isWithin && toDecimal(String(number)).eq(toDecimal(token))
}
