import { AsterError, OutcomeUnknownError, RateLimitError, RejectedError, sleep } from '@aster/core'
import type { LostPlacement } from '@aster/rest'

import type { Desk } from './desk.ts'
import type { Attempt } from './ledger.ts'
import type { Intent, PlaceableOrder } from './plan-steps.ts'

/** A placement that was tried, so that it can be asked for. */
interface Sent {
  readonly answer: unknown
  readonly nonceUs: bigint | undefined
  readonly sentAtMs: number
}

/** How long a placement may wait for room in the client's budgets, the clock of these runs being fast. */
const budgetWaitMs = 60_000

/**
 * Places one order and settles it when its answer is lost. Sends it once more, under a new id, only when it is absent, or
 * when the exchange or the budget said to wait.
 */
export async function placeOrder(desk: Desk, intent: Intent): Promise<void> {
  const attempt = begin(desk, intent)
  const answer = await send(desk, attempt)
  await followUp(desk, intent, attempt, answer)
}

/** Places several in one call. Each element has a fate of its own. */
export async function placeBatch(desk: Desk, intents: readonly Intent[]): Promise<void> {
  const { client } = desk
  const attempts = intents.map((intent) => begin(desk, intent))
  const sentAtMs = client.clock.now()
  let nonceUs: bigint | undefined
  let answers: readonly unknown[]
  try {
    const batchOrders = attempts.map((attempt) => toParams(attempt.order, attempt.clientOrderId))
    const onSigned = (facts: { nonceUs: bigint | undefined }) => void (nonceUs = facts.nonceUs)
    answers = await client.trading.placeBatchOrders({ batchOrders }, { onSigned, budgetWaitMs })
  } catch (error) {
    answers = attempts.map(() => error)
  }
  await Promise.all(
    attempts.map(async (attempt, index) => {
      const intent = intents[index]
      const sent = { answer: answers[index], nonceUs, sentAtMs }
      noteAnswer(desk, attempt, sent.answer)
      if (intent !== undefined) await followUp(desk, intent, attempt, sent)
    }),
  )
}

const begin = ({ ledger, clientOrderIds }: Desk, { name, order }: Intent): Attempt =>
  ledger.begin(name, clientOrderIds.next(), order)

/** Sends one placement and notes what is known of it. */
async function send(desk: Desk, attempt: Attempt): Promise<Sent> {
  const { client } = desk
  const sentAtMs = client.clock.now()
  let nonceUs: bigint | undefined
  const onSigned = (facts: { nonceUs: bigint | undefined }) => void (nonceUs = facts.nonceUs)
  let answer: unknown
  try {
    answer = await client.trading.placeOrder(toParams(attempt.order, attempt.clientOrderId), { onSigned, budgetWaitMs })
  } catch (error) {
    answer = error
  }
  noteAnswer(desk, attempt, answer)
  return { answer, nonceUs, sentAtMs }
}

/** Notes what an answer says about an attempt; one that says nothing leaves it unknown. */
function noteAnswer({ ledger }: Desk, attempt: Attempt, answer: unknown): void {
  if (!(answer instanceof Error)) attempt.belief = 'placed'
  else if (answer instanceof OutcomeUnknownError) ledger.noteUnknown()
  else if (answer instanceof RejectedError) {
    ledger.noteRefusal(String(answer.code))
    attempt.belief = 'rejected'
  } else if (answer instanceof AsterError) {
    ledger.noteRefusal(answer.name)
    attempt.belief = 'unsent'
  } else throw answer
}

/** What is left to do about an attempt: find out, wait, send a second one. */
async function followUp(desk: Desk, intent: Intent, first: Attempt, sent: Sent): Promise<void> {
  const { client, clientOrderIds, ledger } = desk
  if (sent.answer instanceof OutcomeUnknownError) await settle(desk, first, sent)
  if (sent.answer instanceof RateLimitError) await sleep(client.clock, sent.answer.retryAfterMs)
  else if (first.belief !== 'absent') return
  ledger.noteResend()
  const second = ledger.begin(intent.name, clientOrderIds.attempt(first.clientOrderId), intent.order)
  const again = await send(desk, second)
  if (again.answer instanceof OutcomeUnknownError) await settle(desk, second, again)
}

async function settle({ client, habits }: Desk, attempt: Attempt, { nonceUs, sentAtMs }: Sent): Promise<void> {
  const { clientOrderId, order } = attempt
  const lost: LostPlacement = { symbol: order.symbol, clientOrderId, nonceUs, sentAtMs }
  const placeAgain = () => client.trading.placeOrder(toParams(order, clientOrderId))
  attempt.belief = await habits.settle(client, lost, placeAgain)
}

function toParams({ symbol, side, quantity, limit }: PlaceableOrder, newClientOrderId: string) {
  const basics = { symbol, side, quantity, newClientOrderId }
  return limit === undefined
    ? { ...basics, type: 'MARKET' as const }
    : { ...basics, type: 'LIMIT' as const, price: limit.price, timeInForce: limit.timeInForce }
}
