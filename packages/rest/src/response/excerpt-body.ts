import { redactText } from '../redact.ts'

const shownLength = 200
const readLength = 4_000
/** Longer than any word of prose: a key, a signature, an address. */
const longToken = /[0-9a-z+/=_-]{32,}/gi

/** The beginning of a body that is not what was expected, for an error message: one line, no keys, no signatures. */
export function excerptBody(body: string): string {
  // a token that the cut goes through would no longer look like one
  const head = body.length > readLength ? body.slice(0, readLength).replace(/\S*$/, '') : body
  const text = redactText(head)
    .replace(longToken, '[hidden]')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
  return text.length > shownLength ? `${text.slice(0, shownLength)}...` : text
}
