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
  /** A decimal above zero, as plain text. */
  positive(...names: readonly string[]): string | undefined
  /** Any decimal. */
  decimal(...names: readonly string[]): string | undefined
  object(...names: readonly string[]): Body | undefined
  raw(...names: readonly string[]): unknown
}

const decimalText = /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,2})?$/

export function createFieldReader(body: Body, path = '', mistakes: FieldMistake[] = []): FieldReader {
  const find = (names: readonly string[]): { name: string; value: unknown } | undefined => {
    for (const name of names) {
      const value = Object.hasOwn(body, name) ? body[name] : undefined
      if (value !== undefined && value !== null && value !== '') return { name: path + name, value }
    }
    return undefined
  }
  const complain = (field: string, message: string) => void mistakes.push({ field, message })
  const decimal = (...names: readonly string[]): string | undefined => {
    const found = find(names)
    if (found === undefined) return undefined
    const text = typeof found.value === 'number' ? String(found.value) : found.value
    if (typeof text === 'string' && decimalText.test(text.trim()) && isPlausible(Number(text))) {
      return formatDecimal(toDecimal(text.trim().replace(/^\+/, '')))
    }
    complain(found.name, describeNumber(text))
    return undefined
  }
  return {
    mistakes,
    complain,
    decimal,
    has: (...names) => find(names) !== undefined,
    raw: (...names) => find(names)?.value,
    text(...names) {
      const found = find(names)
      if (found === undefined) return undefined
      const { name, value } = found
      if (typeof value === 'string' && value.length <= 200) return value.trim()
      if (typeof value === 'number') return String(value)
      complain(name, 'must be a text of at most 200 characters')
      return undefined
    },
    positive(...names) {
      const text = decimal(...names)
      if (text === undefined || toDecimal(text).gt(0)) return text
      complain(find(names)?.name ?? '', 'must be above zero')
      return undefined
    },
    object(...names) {
      const found = find(names)
      if (found === undefined) return undefined
      if (typeof found.value === 'object' && !Array.isArray(found.value)) return found.value as Body
      complain(found.name, 'must be an object')
      return undefined
    },
  }
}

/** No price and no quantity is beyond these; what is has slipped. */
const isPlausible = (number: number): boolean => number === 0 || (Math.abs(number) >= 1e-18 && Math.abs(number) <= 1e18)

function describeNumber(value: unknown): string {
  if (typeof value !== 'string') return 'must be a number'
  if (value.includes('{{')) return 'is a placeholder that was not replaced'
  if (/^-?\d+,\d+$/.test(value)) return 'must have a point, not a comma'
  return 'must be a number'
}
