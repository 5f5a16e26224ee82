import { OutcomeUnknownError } from '@aster/core'

import type { RestClient } from '../client/rest-client.ts'
import { settleOrder } from '../settle/settle-order.ts'

export const symbol = 'BTCUSDT'
export const nonceWindowMs = 10_000
export const names = ['a', 'b', 'c', 'd', 'e']

/** What came of the orders of a run. */
export interface Tally {
  placed: number
  resent: number
  unsettled: number
}

/** Half of all placements go wrong in one of eight ways, and some of the questions about them. */
export function createFaults(seed: number) {
  const kinds = [
    { kind: 'acceptThenError' },
    { kind: 'errorBeforeAccept' },
    { kind: 'acceptThenDrop' },
    { kind: 'dropBeforeAccept' },
    { kind: 'deliverLate', ending: 'error' },
    { kind: 'deliverLate', ending: 'drop' },
    { kind: 'html', accepted: true },
    { kind: 'truncatedJson' },
  ] as const
  const lost = [{ kind: 'acceptThenDrop' }, { kind: 'errorBeforeAccept' }] as const
  return {
    seed,
    rules: [
      ...kinds.map((action) => ({ match: { endpoint: 'placeOrder', probability: 0.08 }, action })),
      ...lost.map((action) => ({ match: { endpoint: ['getOrder', 'noop'], probability: 0.1 }, action })),
    ],
  }
}

/** Gets one resting order onto the book, whatever is lost on the way, as a careful program does. */
export async function placeSurely(client: RestClient, name: string, price: string, tally: Tally): Promise<void> {
  for (let attempt = 1; attempt <= 20; attempt += 1) {
    const newClientOrderId = `fault-${name}-${attempt}`
    const sentAtMs = client.clock.now()
    try {
      const order = { symbol, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.001', price } as const
      await client.trading.placeOrder({ ...order, newClientOrderId })
      tally.placed += 1
      return
    } catch (error) {
      if (!(error instanceof OutcomeUnknownError)) throw error
      const lost = { symbol, clientOrderId: newClientOrderId, nonceUs: error.nonce, sentAtMs }
      const { outcome } = await settleOrder(client, lost, { windowMs: nonceWindowMs })
      if (outcome === 'placed') tally.placed += 1
      if (outcome === 'unknown') tally.unsettled += 1
      if (outcome !== 'absent') return
      tally.resent += 1
    }
  }
  throw new Error('twenty attempts were not enough')
}
