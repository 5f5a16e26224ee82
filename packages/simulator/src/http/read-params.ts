import { refuse } from './api-refusal.ts'
import { printable } from './parse-pairs.ts'

/** Parameters of one call, decoded text by name. */
export type Params = Readonly<Record<string, string>>

const integerPattern = /^-?\d{1,16}$/
const decimalPattern = /^-?(\d{1,20}(\.\d{0,20})?|\.\d{1,20})$/

/**
 * Reads an optional text.
 *
 * @throws {ApiRefusal} -1105 when it is there but empty.
 */
export function readOptionalText(params: Params, name: string): string | undefined {
  const value = params[name]
  if (value === undefined) return undefined
  if (value === '') throw refuse(-1105, `Parameter '${printable(name)}' was empty.`)
  return value
}

/**
 * Reads a mandatory text.
 *
 * @throws {ApiRefusal} -1102 when it is missing or empty.
 */
export function readText(params: Params, name: string): string {
  const value = params[name]
  if (value === undefined || value === '') throw missing(name)
  return value
}

/** Reads an optional whole number; ids may have 16 digits and stay below 2^53. */
export function readOptionalInteger(params: Params, name: string): number | undefined {
  const value = readOptionalText(params, name)
  if (value === undefined) return undefined
  if (!integerPattern.test(value)) throw illegal(name, '^[0-9]{1,20}$')
  const number = Number(value)
  if (!Number.isSafeInteger(number)) throw illegal(name, '^[0-9]{1,20}$')
  return number
}

export function readInteger(params: Params, name: string): number {
  readText(params, name)
  return readOptionalInteger(params, name) as number
}

/** Reads an optional decimal as text without exponent. The value is not rounded; filters judge it later. */
function readOptionalDecimal(params: Params, name: string): string | undefined {
  const value = readOptionalText(params, name)
  if (value === undefined) return undefined
  if (!decimalPattern.test(value)) throw illegal(name, '^([0-9]{1,20})(\\.[0-9]{1,20})?$')
  return value
}

export function readDecimal(params: Params, name: string): string {
  readText(params, name)
  return readOptionalDecimal(params, name) as string
}

/** Reads `true` or `false` in any spelling of case; Python clients send `True`. */
export function readOptionalBoolean(params: Params, name: string): boolean | undefined {
  const value = readOptionalText(params, name)
  if (value === undefined) return undefined
  const text = value.toLowerCase()
  if (text === 'true') return true
  if (text === 'false') return false
  throw refuse(-1130, `Data sent for parameter '${printable(name)}' is not valid.`)
}

export function readBoolean(params: Params, name: string): boolean {
  readText(params, name)
  return readOptionalBoolean(params, name) as boolean
}

/**
 * Reads a word out of a list.
 *
 * @param code - What an unknown word is answered with: -1117 for a side, -1116 for an order type, ...
 */
export function readOptionalWord<const Word extends string>(
  params: Params,
  name: string,
  words: readonly Word[],
  code = -1130,
): Word | undefined {
  const value = readOptionalText(params, name)
  if (value === undefined) return undefined
  const word = words.find((candidate) => candidate === value)
  if (word === undefined) {
    throw code === -1130 ? refuse(-1130, `Data sent for parameter '${printable(name)}' is not valid.`) : refuse(code)
  }
  return word
}

export function readWord<const Word extends string>(
  params: Params,
  name: string,
  words: readonly Word[],
  code = -1130,
): Word {
  readText(params, name)
  return readOptionalWord(params, name, words, code) as Word
}

/** Reads a row limit, cut to nothing: out of range is refused with -1130, as the API family does. */
export function readLimit(params: Params, fallback: number, max: number): number {
  const limit = readOptionalInteger(params, 'limit')
  if (limit === undefined) return fallback
  if (limit < 1) throw refuse(-1130, "Data sent for parameter 'limit' is not valid.")
  if (limit > max) throw refuse(-1130, `Data sent for parameter 'limit' is not valid; at most ${max}.`)
  return limit
}

/** A window of time in ms, both ends inclusive. */
export interface TimeWindow {
  readonly startTime: number | undefined
  readonly endTime: number | undefined
}

/**
 * Reads `startTime` and `endTime`.
 *
 * @throws {ApiRefusal} -1023 when they are the wrong way round, -1127 when they span more than `maxSpanMs`.
 */
export function readTimeWindow(params: Params, maxSpanMs = Infinity): TimeWindow {
  const startTime = readOptionalInteger(params, 'startTime')
  const endTime = readOptionalInteger(params, 'endTime')
  if (startTime !== undefined && endTime !== undefined) {
    if (startTime > endTime) throw refuse(-1023)
    if (endTime - startTime > maxSpanMs) throw refuse(-1127)
  }
  return { startTime, endTime }
}

/** Reads a JSON list. Single quotes and Python's booleans are read, too, because the documentation prints them. */
export function readList(params: Params, name: string, reviver?: Reviver): readonly unknown[] | undefined {
  const text = readOptionalText(params, name)
  if (text === undefined) return undefined
  const list = parseLenientJson(text, reviver)
  if (!Array.isArray(list)) throw refuse(-1130, `Data sent for parameter '${printable(name)}' is not valid.`)
  return list
}

/** Reads a JSON list of ids. Numbers keep all their digits: beyond 2^53 they would turn into another id. */
export function readIdList(params: Params, name: string): readonly unknown[] | undefined {
  return readList(params, name, keepDigits)
}

/** Reads a JSON list of objects; numbers and booleans inside are read as their text. */
export function readObjects(params: Params, name: string): readonly Params[] {
  readText(params, name)
  return (readList(params, name, keepDigits) ?? []).map((element) => {
    if (typeof element !== 'object' || element === null || Array.isArray(element)) {
      throw refuse(-1130, `Data sent for parameter '${printable(name)}' is not valid.`)
    }
    const texts: Record<string, string> = {}
    for (const [key, value] of Object.entries(element)) if (value !== null) texts[key] = String(value)
    return texts
  })
}

type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown

const keepDigits: Reviver = (_key, value, { source }) =>
  typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(source ?? '') ? source : value

const parseJson = JSON.parse as (text: string, reviver?: Reviver) => unknown

function parseLenientJson(text: string, reviver: Reviver | undefined): unknown {
  try {
    return parseJson(text, reviver)
  } catch {
    try {
      const strict = text
        .replaceAll("'", '"')
        .replaceAll(/\bTrue\b/g, 'true')
        .replaceAll(/\bFalse\b/g, 'false')
        .replaceAll(/\bNone\b/g, 'null')
      return parseJson(strict, reviver)
    } catch {
      return undefined
    }
  }
}

function missing(name: string) {
  return refuse(-1102, `Mandatory parameter '${printable(name)}' was not sent, was empty/null, or malformed.`)
}

function illegal(name: string, pattern: string) {
  return refuse(-1100, `Illegal characters found in parameter '${printable(name)}'; legal range is '${pattern}'.`)
}
