import { parseExactJson } from '@aster/api'

// a value, not digits inside a text
const longNumber = /[[:,]\s*-?[\d.]{16}/

/**
 * Reads JSON without losing a digit: a whole number beyond 2^53 and a decimal of too many digits come out as
 * their text. The slow way is taken only when the text holds a number of sixteen characters.
 *
 * @throws {SyntaxError} It is not JSON.
 */
export function parseJson(text: string): unknown {
  return longNumber.test(text) ? parseExactJson(text) : (JSON.parse(text) as unknown)
}
