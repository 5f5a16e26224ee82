import { AsterError, OutcomeUnknownError, RateLimitError, RejectedError, sleep } from '@aster/core'
import type { LostRequest } from '@aster/rest'

import type { Desk } from './desk.ts'
import type { Attempt } from './ledger.ts'
import type { Intent, PlaceableOrder } from './plan-steps.ts'
import { type Noted, sendNoted } from './send-noted.ts'

/**
 * Places orders, one alone or several in one call, and settles those whose answers are lost. Sends an order once more,
 * under a new id, only when it is absent, or when the exchange or the budget said to wait.
 */
export async function placeOrders(desk: Desk, intents: readonly Intent[]): Promise<void> {
  const { ledger, clientOrderIds } = desk
  const attempts = intents.map(({ name, order }) => ledger.begin(name, clientOrderIds.next(), order))
  const answers = await placeAndSettle(desk, attempts)
  await Promise.all(attempts.map((attempt, index) => placeOnceMore(desk, attempt, answers[index])))
}

async function placeOnceMore(desk: Desk, first: Attempt, answer: unknown): Promise<void> {
  const { client, clientOrderIds, ledger } = desk
  if (answer instanceof RateLimitError) await sleep(client.clock, answer.retryAfterMs)
  else if (first.belief !== 'absent') return
  ledger.count('resent')
  const second = ledger.begin(first.intent, clientOrderIds.attempt(first.clientOrderId), first.order)
  await placeAndSettle(desk, [second])
}

/** Leaves a belief about each attempt, and returns what was answered. */
async function placeAndSettle(desk: Desk, attempts: readonly Attempt[]): Promise<readonly unknown[]> {
  const { client, habits, ledger } = desk
  const { answers, ...lost } = await send(desk, attempts)
  const unknown: Attempt[] = []
  for (const [index, attempt] of attempts.entries()) {
    const answer = answers[index]
    if (!(answer instanceof Error)) attempt.belief = 'placed'
    else if (answer instanceof OutcomeUnknownError) unknown.push(attempt)
    else if (answer instanceof AsterError) attempt.belief = answer instanceof RejectedError ? 'rejected' : 'unsent'
    else throw answer
    if (answer instanceof OutcomeUnknownError) ledger.count('unknownAnswers')
    else if (answer instanceof AsterError) {
      ledger.noteRefusal(answer instanceof RejectedError ? String(answer.code) : answer.name)
    }
  }
  if (unknown.length === 0) return answers
  const placeAgain = (attempt: Attempt) => client.trading.placeOrder(toParams(attempt.order, attempt.clientOrderId))
  const beliefs = await habits.settlePlacements(client, lost, unknown, placeAgain)
  for (const [index, attempt] of unknown.entries()) attempt.belief = beliefs[index] ?? 'unknown'
  return answers
}

/** One answer or error per attempt. */
async function send(
  { client }: Desk,
  attempts: readonly Attempt[],
): Promise<LostRequest & { answers: readonly unknown[] }> {
  const orders = attempts.map(({ order, clientOrderId }) => toParams(order, clientOrderId))
  const [single] = orders
  if (orders.length === 1 && single !== undefined) {
    const { answer, ...lost } = await sendNoted(client, (options) => client.trading.placeOrder(single, options))
    return { ...lost, answers: [answer] }
  }
  const { answer, ...lost }: Noted = await sendNoted(client, (options) =>
    client.trading.placeBatchOrders({ batchOrders: orders }, options),
  )
  return { ...lost, answers: Array.isArray(answer) ? answer : orders.map(() => answer) }
}

function toParams({ symbol, side, quantity, limit }: PlaceableOrder, newClientOrderId: string) {
  const basics = { symbol, side, quantity, newClientOrderId }
  return limit === undefined
    ? { ...basics, type: 'MARKET' as const }
    : { ...basics, type: 'LIMIT' as const, price: limit.price, timeInForce: limit.timeInForce }
}
