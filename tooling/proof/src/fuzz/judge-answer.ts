import { errorCatalogue } from '@aster/api'

import { victimMarks } from './fuzz-target.ts'

/** What is wrong with an answer; nothing is right: documented, no fault of the exchange, nothing of somebody else's. */
export function judgeAnswer(status: number, body: string): readonly string[] {
  const leak = findLeak(body)
  if (leak !== undefined) return [leak]
  if (status >= 500) return [`HTTP ${status}: ${body.slice(0, 200)}`]
  if (status < 400) return []
  let code: unknown
  try {
    code = (JSON.parse(body) as { code?: unknown } | null)?.code
  } catch {
    return [`HTTP ${status} without JSON: ${body.slice(0, 200)}`]
  }
  return typeof code === 'number' && (errorCatalogue.has(code) || (status === 404 && code === unknownPathCode))
    ? []
    : [`HTTP ${status} with a code that is not documented: ${body.slice(0, 200)}`]
}

/** What the exchange answers to a path that it does not have; recorded live, absent from the documented codes. */
const unknownPathCode = -5000

const frameCodes = new Set([0, 1, 2, 3])

/** The same for what comes out of a socket. */
export function judgeFrame(text: string): readonly string[] {
  const leak = findLeak(text)
  if (leak !== undefined) return [leak]
  let message: unknown
  try {
    message = JSON.parse(text)
  } catch {
    return [`a frame that is not JSON: ${text.slice(0, 200)}`]
  }
  if (typeof message !== 'object' || message === null || !('code' in message)) return []
  return frameCodes.has(Number(message.code)) ? [] : [`a frame error that is not documented: ${text.slice(0, 200)}`]
}

function findLeak(text: string): string | undefined {
  const mark = Object.values(victimMarks).find((secret) => text.includes(secret))
  return mark === undefined ? undefined : `something of another account: ${text.slice(0, 200)}`
}
