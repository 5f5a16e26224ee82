import { ParameterError } from '../errors/index.ts'
import type { Random } from '../ports/random.ts'
import { parseClientOrderId } from './parse-client-order-id.ts'

/** Makes the ids of our orders. No id comes twice. */
export interface ClientOrderIds {
  readonly prefix: string
  /**
   * The id of the first attempt at something new: `prefix-label.token-1`, or `prefix-token-1` without a label.
   *
   * @param label - What the order is for, `entry` or `stop`; prefix and label have 16 characters together.
   * @throws {ParameterError} The label has characters that the exchange refuses, or is too long.
   */
  next(label?: string): string
  /**
   * The id of the next attempt at the same thing, once an earlier one is known to be absent or over. Hand in the latest one: which
   * attempt was the last is remembered for the 10,000 intents that were tried again most recently.
   *
   * @throws {ParameterError} It is not an id of this prefix, or it had 999 attempts.
   */
  attempt(id: string): string
  /** True for ids with our prefix, also those of earlier runs. */
  owns(id: string): boolean
}

export interface ClientOrderIdOptions {
  /** 1 to 12 of `.A-Z:/a-z0-9_`; says which program the orders belong to. */
  readonly prefix: string
  readonly random: Random
  /** Says whether an id was used before, by an earlier run; such ids are passed over. */
  readonly isUsed?: (id: string) => boolean
}

const prefixForm = /^[.A-Z:/a-z0-9_]{1,12}$/
const labelForm = /^[A-Z:/a-z0-9_]*$/
const longestPrefixAndLabel = 16
const sessionLength = 9
const largestAttempt = 999
const rememberedIntents = 10_000
const tokenCharacters = '0123456789abcdefghijklmnopqrstuvwxyz'

/**
 * Client order ids in the form `prefix-intent-attempt`, at most 36 characters of the exchange's alphabet, never in the form that the
 * exchange keeps for itself (`autoclose-`, `adl_`). An id is never given twice: the exchange would take it again once the first order
 * is over, and execute it again. Nine random characters (46 bits) tell one run from another, a counter the ids within it.
 *
 * @throws {ParameterError} The prefix does not fit.
 */
export function createClientOrderIds({ prefix, random, isUsed = () => false }: ClientOrderIdOptions): ClientOrderIds {
  if (!prefixForm.test(prefix) || /^(?:autoclose$|adl_)/i.test(prefix)) {
    throw refuse('prefix', prefix, 'has 1 to 12 of .A-Z:/a-z0-9_ and is none of the exchange (autoclose, adl_)')
  }
  let session = ''
  while (session.length < sessionLength) session += tokenCharacters[random.nextInt(tokenCharacters.length)] ?? ''
  let counter = 0
  const attempts = new Map<string, number>()

  const next = (label = '') => {
    if (!labelForm.test(label) || prefix.length + label.length > longestPrefixAndLabel) {
      const room = longestPrefixAndLabel - prefix.length
      throw refuse('label', label, `has at most ${room} of A-Z:/a-z0-9_ beside the prefix ${prefix}`)
    }
    while (true) {
      const token = session + (counter++).toString(36)
      const id = `${prefix}-${label === '' ? token : `${label}.${token}`}-1`
      if (!isUsed(id)) return id
    }
  }

  const attempt = (id: string) => {
    const parsed = parseClientOrderId(id)
    if (parsed === undefined || parsed.prefix !== prefix) throw refuse('id', id, `is no client order id of ${prefix}`)
    let number = Math.max(parsed.attempt, attempts.get(parsed.intent) ?? 0)
    while (true) {
      number += 1
      if (number > largestAttempt) throw refuse('id', id, `had ${largestAttempt} attempts`)
      const following = `${prefix}-${parsed.intent}-${number}`
      if (isUsed(following)) continue
      attempts.delete(parsed.intent)
      attempts.set(parsed.intent, number)
      forgetOldest(attempts)
      return following
    }
  }

  return { prefix, next, attempt, owns: (id) => parseClientOrderId(id)?.prefix === prefix }
}

function forgetOldest(attempts: Map<string, number>): void {
  if (attempts.size <= rememberedIntents) return
  for (const intent of attempts.keys()) {
    attempts.delete(intent)
    return
  }
}

function refuse(field: string, value: string, message: string): ParameterError {
  return new ParameterError('createClientOrderIds', [{ field, rule: 'clientOrderId', value, message }])
}
