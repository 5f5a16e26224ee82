import { sleep } from '@aster/core'
import { settleOrder } from '@aster/rest'

import { evidenceFromOrder } from './evidence-from-order.ts'
import type { DeskParts } from './order-desk.ts'

/** A request to place an order, as far as it matters for finding out what became of it. */
export interface SentOrder {
  readonly symbol: string
  readonly clientOrderId: string
  /** V3: whoever sends a noop with it first decides. */
  readonly nonceUs: bigint | undefined
  readonly sentAtMs: number
}

const pauseMs = 5_000

/**
 * Asks what became of an order until the truth is known: from the exchange, or from the user stream, whichever is first.
 * Ends before that only when the account closes. Never fails.
 */
export async function settleInDoubt(parts: DeskParts, sent: SentOrder): Promise<void> {
  const { rest, tracker, clock, lifetime } = parts
  const { clientOrderId } = sent
  const isKnown = () => tracker.get(clientOrderId)?.state !== 'sent'
  const known = new AbortController()
  const stop = tracker.onChange(() => {
    if (isKnown()) known.abort()
  })
  const signal = AbortSignal.any([lifetime, known.signal])
  try {
    while (!isKnown() && !signal.aborted) {
      try {
        const settlement = await settleOrder(rest, sent, { signal, windowMs: parts.nonceWindowMs })
        if (settlement.outcome === 'placed') tracker.apply(evidenceFromOrder(settlement.order, 'query'))
        if (settlement.outcome === 'absent') tracker.apply({ clientOrderId, state: 'presumedAbsent', timeMs: 0 })
      } catch (error) {
        if (!signal.aborted) parts.report('inDoubt', `Asking for it failed: ${String(error)}`, clientOrderId)
      }
      if (!isKnown()) await sleep(clock, pauseMs, signal).catch(() => undefined)
    }
  } finally {
    stop()
  }
  const view = tracker.get(clientOrderId)
  if (view !== undefined && isKnown()) parts.report('settled', `It is ${view.state}`, clientOrderId)
}
