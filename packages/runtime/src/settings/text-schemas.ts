import { Secret } from '@aster/core'
import { z } from 'zod'

import { suggestName } from './suggest-name.ts'

/** Limits of a number, all inclusive but `above`. */
export interface NumberLimits {
  readonly min?: number
  readonly max?: number
  /** The number must be greater than this. */
  readonly above?: number
  /** What the number counts, for the message: `seconds`. */
  readonly unit?: string
}

/** Text that is not empty. */
export function plainText(): z.ZodType<string> {
  return z.string().min(1, 'must not be empty')
}

/** Text that no log, error or listing can print. */
export function secretText(): z.ZodType<Secret> {
  return plainText().transform((text) => new Secret(text))
}

/** One of a few words. */
export function choice<const T extends string>(words: readonly T[]): z.ZodType<T> {
  return z.string().transform((text, context): T => {
    const word = words.find((candidate) => candidate === text)
    if (word !== undefined) return word
    const near = suggestName(text, words)
    const hint = near === undefined ? '' : ` (did you mean ${near}?)`
    context.addIssue({ code: 'custom', message: `must be one of ${words.join(', ')}${hint}` })
    return z.NEVER
  })
}

/** `on` or `off`, as the value of a flag. */
export function onOff(): z.ZodType<boolean> {
  return choice(['on', 'off']).transform((word) => word === 'on')
}

/** Digits only, no exponent, exact in a double. */
export function wholeNumber(limits: NumberLimits = {}): z.ZodType<number> {
  return numberText(/^-?\d+$/, 'a whole number', limits, Number.isSafeInteger)
}

/** A decimal number without exponent. For counts, factors and durations; money stays text, see `Decimal`. */
export function decimalNumber(limits: NumberLimits = {}): z.ZodType<number> {
  return numberText(/^-?(\d+(\.\d+)?|\.\d+)$/, 'a number', limits, Number.isFinite)
}

function numberText(
  pattern: RegExp,
  noun: string,
  limits: NumberLimits,
  isExact: (value: number) => boolean,
): z.ZodType<number> {
  const message = `must be ${noun}${limits.unit === undefined ? '' : ` of ${limits.unit}`}${describeLimits(limits)}`
  return z.string().transform((text, context) => {
    const value = pattern.test(text) ? Number(text) : Number.NaN
    if (isExact(value) && isWithin(value, limits)) return value
    context.addIssue({ code: 'custom', message })
    return z.NEVER
  })
}

function isWithin(value: number, { min = -Infinity, max = Infinity, above = -Infinity }: NumberLimits): boolean {
  return value >= min && value <= max && value > above
}

function describeLimits({ min, max, above }: NumberLimits): string {
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`
  if (above !== undefined && max !== undefined) return ` above ${above}, at most ${max}`
  if (min !== undefined) return `, at least ${min}`
  if (above !== undefined) return ` above ${above}`
  return max === undefined ? '' : `, at most ${max}`
}
