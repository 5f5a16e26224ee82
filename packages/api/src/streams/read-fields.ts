import { expandExponent } from '../schema/received.ts'
import { StreamFrameError } from './stream-frame-error.ts'

// Readers for the hand-written parsers. The first branch is the ordinary case and costs a type check.

export type RawObject = Readonly<Record<string, unknown>>

export function readObject(stream: string, value: unknown): RawObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as RawObject
  throw new StreamFrameError(stream, 'expected an object')
}

export function readText(stream: string, field: string, value: unknown): string {
  if (typeof value === 'string') return value
  throw new StreamFrameError(stream, `${field}: expected text`)
}

const plainDecimal = /^[+-]?(?:\d+\.?\d*|\.\d+)$/
const anyDecimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,2})?$/

/** True for a plain decimal without sign, the form nearly every price and quantity has. Faster than a pattern. */
function isPlainUnsigned(text: string): boolean {
  const { length } = text
  let digits = 0
  for (let index = 0; index < length; index++) {
    const code = text.charCodeAt(index)
    if (code >= 48 && code <= 57) digits++
    else if (code !== 46) return false
  }
  return digits > 0 && length - digits <= 1
}

export function readDecimal(stream: string, field: string, value: unknown): string {
  if (typeof value === 'string') {
    if (isPlainUnsigned(value) || plainDecimal.test(value)) return value
    if (anyDecimal.test(value)) return expandExponent(value)
  } else if (typeof value === 'number' && Number.isFinite(value)) return expandExponent(String(value))
  throw new StreamFrameError(stream, `${field}: expected a decimal`)
}

/** An id as text. A number that JSON.parse may have rounded is refused: read the frame again with `parseExactJson`. */
export function readId(stream: string, field: string, value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value)
  throw new StreamFrameError(stream, `${field}: expected an id`)
}

export function readWhole(stream: string, field: string, value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value
  if (typeof value === 'string' && /^-?\d+$/.test(value)) {
    const whole = Number(value)
    if (Number.isSafeInteger(whole)) return whole
  }
  throw new StreamFrameError(stream, `${field}: expected a whole number`)
}

export function readFlag(stream: string, field: string, value: unknown): boolean {
  if (typeof value === 'boolean') return value
  if (value === 'true') return true
  if (value === 'false') return false
  throw new StreamFrameError(stream, `${field}: expected true or false`)
}
