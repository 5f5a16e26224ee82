import { decideError, type Order, orderEndpoint } from '@aster/api'
import { AsterError, ParameterError, RejectedError } from '@aster/core'

import type { OrderName, SettleClient } from './settle-options.ts'

/** What one question for an order said. `notFound` may be a read that lags. */
export type Finding = { readonly order: Order } | 'notFound' | 'noAnswer'

/** Asks for an order by its id, ahead of everything but cancels. */
export async function findOrder(
  client: Pick<SettleClient, 'call'>,
  { symbol, orderId, clientOrderId }: OrderName,
  signal: AbortSignal | undefined,
): Promise<Finding> {
  try {
    const params = orderId === undefined ? { symbol, origClientOrderId: clientOrderId } : { symbol, orderId }
    return { order: await client.call(orderEndpoint, params, { lane: 'close', maxAttempts: 2, signal }) }
  } catch (error) {
    signal?.throwIfAborted()
    if (!(error instanceof AsterError)) throw error
    // neither id was given: a fault of the caller, which asking again does not cure
    if (error instanceof ParameterError) throw error
    if (!(error instanceof RejectedError)) return 'noAnswer'
    const decision = decideError(error.code, error.reason)
    if (decision === 'fatalAuth') throw error
    return decision === 'cancelTargetGone' ? 'notFound' : 'noAnswer'
  }
}
