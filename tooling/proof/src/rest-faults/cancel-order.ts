import { AsterError, OutcomeUnknownError, RateLimitError, sleep } from '@aster/core'

import type { Desk } from './desk.ts'
import type { Attempt } from './ledger.ts'
import { sendNoted } from './send-noted.ts'

const mostTries = 20
const pauseMs = 2_000

/** Takes an order off the book and is done when the exchange says that it rests no more. */
export async function cancelOrder({ client, habits, ledger }: Desk, attempt: Attempt): Promise<void> {
  ledger.count('cancels')
  const name = { symbol: attempt.order.symbol, clientOrderId: attempt.clientOrderId }
  for (let count = 0; count < mostTries && !attempt.canceled; count++) {
    const { answer, ...lost } = await sendNoted(client, (options) =>
      client.trading.cancelOrder({ symbol: name.symbol, origClientOrderId: name.clientOrderId }, options),
    )
    if (!(answer instanceof Error)) {
      attempt.canceled = true
      return
    }
    if (!(answer instanceof AsterError)) throw answer
    if (answer instanceof OutcomeUnknownError) ledger.count('unknownAnswers')
    // a refusal leaves open what the order is now, as a lost answer does
    attempt.canceled = (await habits.settleCancel(client, { ...lost, ...name })) === 'final'
    if (!attempt.canceled) await sleep(client.clock, answer instanceof RateLimitError ? answer.retryAfterMs : pauseMs)
  }
}
