import { RateLimitError } from '@aster/core'
import { startTestExchange, testKeys } from '@aster/simulator/testing'
import { describe, expect, it } from 'vitest'

import type { RestClient } from '../client/rest-client.ts'
import { createSignedClient } from '../testing/describe-client.ts'

const symbol = 'BTCUSDT'

async function inExchange(work: (client: RestClient, statuses: number[]) => Promise<void>): Promise<void> {
  await using test = await startTestExchange()
  const { exchange, clock } = test
  const inner = exchange.transport({ latencyMs: 30 })
  const statuses: number[] = []
  const transport: typeof inner = {
    ...inner,
    async send(request) {
      const response = await inner.send(request)
      statuses.push(response.status)
      return response
    },
  }
  const client = createSignedClient({ keys: testKeys, transport, clock, baseUrl: exchange.restUrl }, 'v3')
  await clock.runUntil(work(client, statuses))
}

const order = { symbol, side: 'BUY', type: 'LIMIT', timeInForce: 'IOC', quantity: '0.001', price: '50000' } as const

describe('the limits of an exchange', () => {
  it('are never met by a burst of orders: some wait, some are refused here, none there', () =>
    inExchange(async (client, statuses) => {
      await client.market.getExchangeInfo()
      const place = () =>
        client.trading.placeOrder(order, { budgetWaitMs: 25_000 }).then(
          () => 'placed',
          (error: unknown) => (error instanceof RateLimitError ? 'refused here' : 'failed'),
        )
      const outcomes = await Promise.all(Array.from({ length: 1_000 }, place))
      expect(outcomes.slice(0, 270)).not.toContain('refused here')
      expect(outcomes).toContain('refused here')
      expect(outcomes).not.toContain('failed')
      expect(statuses).not.toContain(429)
      // a cancel still goes at once
      await client.trading.cancelAllOpenOrders({ symbol })
    }))

  it('are never met by heavy reads', () =>
    inExchange(async (client, statuses) => {
      const ask = () => client.position.getPositionMode({}, { budgetWaitMs: 100_000 }).catch((error: unknown) => error)
      const answers = await Promise.all(Array.from({ length: 150 }, ask))
      expect(answers.filter((answer) => answer instanceof RateLimitError).length).toBeLessThan(40)
      expect(statuses).not.toContain(429)
    }))
})
