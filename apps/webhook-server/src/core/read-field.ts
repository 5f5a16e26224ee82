import { formatDecimal, toDecimal } from '@aster/core'

import type { Body } from './parse-body.ts'
import type { FieldMistake } from './refusal.ts'

/** Reads fields of a message under any of their names and collects what does not fit. */
export interface FieldReader {
  readonly mistakes: FieldMistake[]
  complain(field: string, message: string): void
  has(...names: readonly string[]): boolean
  /** Undefined when absent or empty. */
  text(...names: readonly string[]): string | undefined
  /** A text out of a list, in any letter case; what it stands for. */
  word<T>(words: Readonly<Record<string, T>>, ...names: readonly string[]): T | undefined
  /** A decimal above zero, as plain text. */
  positive(...names: readonly string[]): string | undefined
  /** Any decimal. */
  decimal(...names: readonly string[]): string | undefined
  /** True, false, or either of them as a text. */
  flag(...names: readonly string[]): boolean | undefined
  raw(...names: readonly string[]): unknown
  /** The name under which a field is there, as it shall be called in a mistake. */
  nameOf(...names: readonly string[]): string | undefined
  /** Fields of this object that nobody has asked for, under whatever name. */
  unread(): readonly string[]
  /** A reader of an object within this one; its mistakes come to the same list. */
  within(value: Body, path: string): FieldReader
}

const decimalText = /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,2})?$/
const longestNumber = 40

export function createFieldReader(body: Body, path = '', mistakes: FieldMistake[] = []): FieldReader {
  const asked = new Set<string>()
  const complain = (field: string, message: string) => {
    // asked for twice, it is told once
    if (!mistakes.some((known) => known.field === field && known.message === message)) mistakes.push({ field, message })
  }
  const find = (names: readonly string[]): { name: string; value: unknown } | undefined => {
    for (const name of names) asked.add(name)
    const [first, ...others] = names.filter((name) => isThere(body, name))
    if (first === undefined) return undefined
    const value = body[first]
    for (const other of others) {
      if (isSame(value, body[other])) continue
      complain(`${path}${first}`, `and ${path}${other} mean the same and say different things`)
    }
    return { name: path + first, value }
  }
  const decimal = (...names: readonly string[]): string | undefined => {
    const found = find(names)
    if (found === undefined) return undefined
    const text = typeof found.value === 'number' ? String(found.value) : found.value
    if (isDecimal(text)) return readDecimal(text)
    complain(found.name, describeNumber(text))
    return undefined
  }
  const text = (...names: readonly string[]): string | undefined => {
    const found = find(names)
    if (found === undefined) return undefined
    const { name, value } = found
    if (typeof value === 'string' && value.length <= 200) return value.trim()
    if (typeof value === 'number') return String(value)
    complain(name, 'must be a text of at most 200 characters')
    return undefined
  }
  return {
    mistakes,
    complain,
    decimal,
    text,
    has: (...names) => find(names) !== undefined,
    raw: (...names) => find(names)?.value,
    nameOf(...names) {
      const name = names.find((candidate) => isThere(body, candidate))
      return name === undefined ? undefined : path + name
    },
    word(words, ...names) {
      const given = text(...names)?.toLowerCase()
      if (given === undefined) return undefined
      if (Object.hasOwn(words, given)) return words[given]
      complain(find(names)?.name ?? '', `must be one of ${Object.keys(words).join(', ')}`)
      return undefined
    },
    positive(...names) {
      const found = decimal(...names)
      if (found === undefined || toDecimal(found).gt(0)) return found
      complain(find(names)?.name ?? '', 'must be above zero')
      return undefined
    },
    flag(...names) {
      const found = find(names)
      if (found === undefined) return undefined
      const word = toComparable(found.value)
      if (word === 'true' || word === 'false') return word === 'true'
      complain(found.name, 'must be true or false')
      return undefined
    },
    unread: () => Object.keys(body).filter((name) => !asked.has(name)),
    within: (value, inner) => createFieldReader(value, path + inner, mistakes),
  }
}

function isThere(body: Body, name: string): boolean {
  const value = Object.hasOwn(body, name) ? body[name] : undefined
  return value !== undefined && value !== null && value !== ''
}

/** Two values that say the same: equal numbers, however they are written, or equal texts in any letter case. */
function isSame(a: unknown, b: unknown): boolean {
  const [one, other] = [toComparable(a), toComparable(b)]
  return isDecimal(one) && isDecimal(other) ? readDecimal(one) === readDecimal(other) : one === other
}

const toComparable = (value: unknown): string =>
  typeof value === 'string' ? value.trim().toLowerCase() : (JSON.stringify(value) ?? '')

const isDecimal = (value: unknown): value is string =>
  typeof value === 'string' &&
  value.length <= longestNumber &&
  decimalText.test(value.trim()) &&
  isPlausible(Number(value))

const readDecimal = (text: string): string => formatDecimal(toDecimal(text.trim().replace(/^\+/, '')))

/** No price and no quantity is beyond these; what is has slipped. */
const isPlausible = (number: number): boolean => number === 0 || (Math.abs(number) >= 1e-18 && Math.abs(number) <= 1e18)

function describeNumber(value: unknown): string {
  if (typeof value !== 'string') return 'must be a number'
  if (value.includes('{{')) return 'is a placeholder that was not replaced'
  if (/^-?\d+,\d+$/.test(value)) return 'must have a point, not a comma'
  if (value.length > longestNumber) return `must be a number of at most ${longestNumber} characters`
  return 'must be a number'
}
