import { decideError, type Order, orderEndpoint } from '@aster/api'
import { AsterError, RejectedError } from '@aster/core'

import type { LostPlacement, SettleClient } from './settle-order.ts'

/** What one question for an order said. `notFound` may be a read that lags. */
export type Finding = { readonly order: Order } | 'notFound' | 'noAnswer'

/** Asks for an order by its client order id, ahead of everything but cancels. */
export async function findOrder(
  client: SettleClient,
  { symbol, clientOrderId }: LostPlacement,
  signal: AbortSignal | undefined,
): Promise<Finding> {
  try {
    const params = { symbol, origClientOrderId: clientOrderId }
    return { order: await client.call(orderEndpoint, params, { lane: 'close', maxAttempts: 2, signal }) }
  } catch (error) {
    signal?.throwIfAborted()
    if (!(error instanceof AsterError)) throw error
    if (!(error instanceof RejectedError)) return 'noAnswer'
    const decision = decideError(error.code, error.reason)
    if (decision === 'fatalAuth') throw error
    return decision === 'cancelTargetGone' ? 'notFound' : 'noAnswer'
  }
}
