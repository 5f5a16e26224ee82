import { AsterError, OutcomeUnknownError, RejectedError } from '@aster/core'

import type { Desk } from './desk.ts'
import type { Attempt } from './ledger.ts'
import { sendNoted } from './send-noted.ts'

/** Changes the price of a resting order, once, and finds out whether it has the new price. */
export async function amendOrder({ client, habits, ledger }: Desk, attempt: Attempt, price: string): Promise<void> {
  ledger.count('amends')
  const { symbol, side, quantity } = attempt.order
  const name = { symbol, clientOrderId: attempt.clientOrderId }
  const change = { symbol, side, quantity, price, origClientOrderId: name.clientOrderId }
  const { answer, ...lost } = await sendNoted(client, (options) => client.trading.modifyOrder(change, options))
  if (!(answer instanceof Error)) {
    attempt.price = price
    return
  }
  if (!(answer instanceof AsterError)) throw answer
  if (!(answer instanceof OutcomeUnknownError)) {
    ledger.noteRefusal(answer instanceof RejectedError ? String(answer.code) : answer.name)
    return
  }
  ledger.count('unknownAnswers')
  const outcome = await habits.settleAmend(client, { ...lost, ...name, price, quantity })
  if (outcome === 'amended') attempt.price = price
  if (outcome === 'unknown' || outcome === 'notFound') attempt.belief = 'unknown'
}
