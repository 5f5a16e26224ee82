import { RejectedError } from '@aster/core'

import { evidenceFromOrder } from './evidence-from-order.ts'
import type { DeskParts } from './order-desk.ts'
import type { OrderView } from './order-view.ts'

/** An answer that takes longer is asked for again. */
const answerMs = 2_000

/** The exchange does not know the order: it never did, has forgotten it, or does not know it yet. */
const unknownOrderCodes = new Set([-2011, -2013])

/**
 * Asks the exchange for one order and folds the answer; weight 1. Undefined when it does not know the order, which
 * proves nothing: reads may lag.
 */
export async function queryOrder(
  { rest, tracker }: Pick<DeskParts, 'rest' | 'tracker'>,
  clientOrderId: string,
  options: { readonly symbol: string; readonly signal?: AbortSignal | undefined },
): Promise<OrderView | undefined> {
  try {
    const order = await rest.trading.getOrder(
      { symbol: options.symbol, origClientOrderId: clientOrderId },
      { signal: options.signal, timeoutMs: answerMs, lane: 'close' },
    )
    return tracker.apply(evidenceFromOrder(order, 'query'))
  } catch (error) {
    if (isUnknownOrder(error)) return undefined
    throw error
  }
}

export const isUnknownOrder = (error: unknown): boolean =>
  error instanceof RejectedError && unknownOrderCodes.has(error.code)
