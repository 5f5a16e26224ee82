import type { Open } from '@aster/core'
import { z } from 'zod'

/** Known values, open for new ones. */
export type OpenText<T extends string> = Open<T>

/** Text that is one of these today and may be another tomorrow. */
export function openText<const T extends string>(_known: readonly T[]): z.ZodType<Open<T>> {
  return z.string() as unknown as z.ZodType<Open<T>>
}

const decimalPattern = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/
const exponentPattern = /^([+-]?)(\d*)\.?(\d*)[eE]([+-]?\d+)$/

/** Writes a decimal without exponent, keeping every digit: `1.2E7` becomes `12000000`. */
export function expandExponent(text: string): string {
  const match = exponentPattern.exec(text)
  if (match === null) return text
  const [, sign = '', whole = '', fraction = '', exponentText = '0'] = match
  const digits = whole + fraction
  const point = whole.length + Number(exponentText)
  const prefix = sign === '-' ? '-' : ''
  if (point <= 0) return `${prefix}0.${'0'.repeat(-point)}${digits}`
  if (point >= digits.length) {
    const integer = (digits + '0'.repeat(point - digits.length)).replace(/^0+(?=\d)/, '')
    return prefix + integer
  }
  const integer = digits.slice(0, point).replace(/^0+(?=\d)/, '')
  return `${prefix}${integer}.${digits.slice(point)}`
}

const maxExponent = 400

const zero = 48
const nine = 57
const point = 46
const minus = 45

/** The common spelling, looked at without a pattern: this runs for every number of every answer. */
function isPlain(text: string): boolean {
  let digits = 0
  let points = 0
  for (let index = text.charCodeAt(0) === minus ? 1 : 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (code >= zero && code <= nine) digits += 1
    else if (code === point) points += 1
    else return false
  }
  return digits > 0 && points <= 1
}

function parseDecimal(input: unknown): string | undefined {
  if (typeof input === 'number') return Number.isFinite(input) ? expandExponent(String(input)) : undefined
  if (typeof input !== 'string') return undefined
  if (isPlain(input)) return input
  if (!decimalPattern.test(input)) return undefined
  const exponentAt = input.search(/[eE]/)
  if (exponentAt === -1) return input
  return Math.abs(Number(input.slice(exponentAt + 1))) > maxExponent ? undefined : expandExponent(input)
}

/** A decimal number as text without exponent; accepts a JSON number and an exponent. Digits stay as they came. */
export const decimal = z.transform((input: unknown, context) => {
  const text = parseDecimal(input)
  if (text !== undefined) return text
  context.issues.push({ code: 'custom', message: 'expected a decimal', input })
  return z.NEVER
}) as unknown as z.ZodType<string>

/** A 64-bit id as text; accepts a JSON number. */
export const id = z.transform((input: unknown, context) => {
  if (typeof input === 'string') return input
  if (typeof input === 'number' && Number.isSafeInteger(input)) return String(input)
  context.issues.push({ code: 'custom', message: 'expected an id', input })
  return z.NEVER
}) as unknown as z.ZodType<string>

const createWhole = (expected: string) =>
  z.transform((input: unknown, context) => {
    const value = typeof input === 'string' && /^-?\d+$/.test(input) ? Number(input) : input
    if (typeof value === 'number' && Number.isSafeInteger(value)) return value
    context.issues.push({ code: 'custom', message: `expected ${expected}`, input })
    return z.NEVER
  }) as unknown as z.ZodType<number>

/** A whole number; accepts its text, as some fields carry it. */
export const whole = createWhole('a whole number')

/** A point in time: milliseconds since the epoch. */
export const timeMs = createWhole('a time in milliseconds')

/** A boolean; accepts the texts `true` and `false`. */
export const bool = z.transform((input: unknown, context) => {
  if (typeof input === 'boolean') return input
  if (input === 'true') return true
  if (input === 'false') return false
  context.issues.push({ code: 'custom', message: 'expected true or false', input })
  return z.NEVER
}) as unknown as z.ZodType<boolean>

/** A price level: `[price, quantity]`. */
export const level = z.tuple([decimal, decimal])

/** 200, as a number or as text. Any other code beside a good status is a gateway's, and confirms nothing. */
const confirmedCode = whole.refine((code) => code === 200, { error: 'expected the code 200' })

/** The answer of calls that only confirm. */
export const confirmation = z.object({ code: confirmedCode, msg: z.string() })

/** The answer of calls that say nothing. */
export const nothing = z.object({}).transform(() => undefined)
