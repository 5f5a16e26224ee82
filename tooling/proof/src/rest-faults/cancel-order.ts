import { AsterError, OutcomeUnknownError, RateLimitError, sleep } from '@aster/core'

import type { Desk } from './desk.ts'
import type { Attempt } from './ledger.ts'

const restingStatuses: ReadonlySet<string> = new Set(['NEW', 'PARTIALLY_FILLED'])
const mostTries = 40
const pauseMs = 2_000

/**
 * Takes an order off the book and is done when the exchange says that it rests no more. Cancelling by an id that is
 * never used again may be repeated.
 */
export async function cancelOrder(desk: Desk, attempt: Attempt): Promise<void> {
  const { client, habits } = desk
  const reference = { symbol: attempt.order.symbol, origClientOrderId: attempt.clientOrderId }
  for (let count = 0; count < mostTries; count++) {
    try {
      await client.trading.cancelOrder(reference)
      attempt.canceled = true
      return
    } catch (error) {
      if (!(error instanceof AsterError)) throw error
      if (error instanceof OutcomeUnknownError && !habits.checksLostCancels) {
        attempt.canceled = true
        return
      }
      if (error instanceof RateLimitError) await sleep(client.clock, error.retryAfterMs)
    }
    if (await isOver(desk, attempt)) {
      attempt.canceled = true
      return
    }
    await sleep(client.clock, pauseMs)
  }
}

/** Whether the exchange shows it as done. No answer, or one that lags, is no proof. */
async function isOver({ client }: Desk, { order, clientOrderId }: Attempt): Promise<boolean> {
  try {
    const { status } = await client.trading.getOrder({ symbol: order.symbol, origClientOrderId: clientOrderId })
    return !restingStatuses.has(status)
  } catch (error) {
    if (error instanceof AsterError) return false
    throw error
  }
}
