import { type Body, parseBody } from './parse-body.ts'

const symbolNames = ['symbol', 'ticker']
const idNames = ['id', 'alert_id', 'alertId', 'signal_id']

/**
 * Adds symbol and id to a message that names none, and leaves the rest of its text as it is. A text that is no message stays
 * as it is too: whoever takes it in says why.
 */
export function completeMessage(text: string, facts: { readonly symbol: string; readonly id: string }): string {
  const body = read(text)
  if (body === undefined) return text
  const lacks = (names: readonly string[]) => !names.some((name) => Object.hasOwn(body, name))
  const added = {
    ...(lacks(symbolNames) && { symbol: facts.symbol }),
    ...(lacks(idNames) && { id: facts.id }),
  }
  const head = JSON.stringify(added).slice(1, -1)
  if (head === '') return text
  const rest = text.slice(text.indexOf('{') + 1)
  return `{${head}${Object.keys(body).length === 0 ? '' : ','}${rest}`
}

function read(text: string): Body | undefined {
  try {
    return parseBody(text)
  } catch {
    return undefined
  }
}
