import { ParameterError } from '@aster/core'

/** Name and value, both as plain text. Values are decimal strings, never numbers. */
export type Param = readonly [name: string, value: string]

/**
 * Form-encodes parameters in the order given: `name=value` joined with `&`, every byte outside the unreserved characters
 * as a percent escape, a space as `%20`. What comes out is what is signed and what is sent; never encode it again.
 *
 * @param style - `form` writes a space as `+`, as browsers and Python do; the two spellings give different signatures.
 * @throws {ParameterError} A value is not text that UTF-8 can carry (half of a surrogate pair).
 */
export function encodeParams(params: readonly Param[], style: 'percent' | 'form' = 'percent'): string {
  let text = ''
  for (const [name, value] of params) {
    const pair = style === 'percent' ? encodePair(name, value) : new URLSearchParams([[name, value]]).toString()
    text = text === '' ? pair : `${text}&${pair}`
  }
  return text
}

// nothing to escape, as in nearly every name and value
const plainText = /^[\w.~-]*$/

function encodePair(name: string, value: string): string {
  try {
    const shownName = plainText.test(name) ? name : encodeURIComponent(name)
    return `${shownName}=${plainText.test(value) ? value : encodeURIComponent(value)}`
  } catch (error) {
    throw new ParameterError(
      'encodeParams',
      [{ field: name.toWellFormed(), rule: 'text', value: value.toWellFormed(), message: 'is not well-formed text' }],
      { cause: error },
    )
  }
}
