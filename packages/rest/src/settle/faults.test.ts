import { createSeededRandom, OutcomeUnknownError } from '@aster/core'
import { startTestExchange, testKeys } from '@aster/simulator/testing'
import { describe, expect, it } from 'vitest'

import type { RestClient } from '../client/rest-client.ts'
import { createSignedClient } from '../testing/describe-client.ts'
import { createFaultyTransport } from '../testing/faulty-transport.ts'
import { settleOrder } from './settle-order.ts'

const symbol = 'BTCUSDT'
const nonceWindowMs = 10_000

interface Tally {
  placed: number
  resent: number
  unsettled: number
}

/** Gets one resting order onto the book, whatever is lost on the way, as a careful program does. */
async function placeSurely(client: RestClient, name: string, price: string, tally: Tally): Promise<void> {
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

/** One run: five orders through a faulty connection. Says what was meant and what stands on the book at the end. */
async function runSeed(seed: number, version: 'v3' | 'v1') {
  await using test = await startTestExchange({ nonceWindowMs, limits: false })
  const { exchange, clock } = test
  const facts = { clock, random: createSeededRandom(seed), writeFaults: 0.5, readFaults: 0.2 }
  const transport = createFaultyTransport(exchange.transport({ latencyMs: 20 }), facts)
  const random = createSeededRandom(`client ${seed}`)
  const client = createSignedClient({ keys: testKeys, transport, clock, baseUrl: exchange.restUrl }, version, {
    random,
  })
  const tally: Tally = { placed: 0, resent: 0, unsettled: 0 }
  const names = ['a', 'b', 'c', 'd', 'e']
  await clock.runUntil(Promise.all(names.map((name) => placeSurely(client, name, '50000', tally))))
  await clock.runUntil(transport.settleLate())
  const honest = createSignedClient(
    { keys: testKeys, transport: exchange.transport(), clock, baseUrl: exchange.restUrl },
    version,
  )
  const open = await clock.runUntil(honest.trading.getOpenOrders({ symbol }))
  const perName = names.map(
    (name) => open.filter(({ clientOrderId }) => clientOrderId.startsWith(`fault-${name}-`)).length,
  )
  return { tally, perName, counts: transport.counts }
}

describe.each(['v3', 'v1'] as const)('orders through a faulty connection, %s', (version) => {
  it('stand on the book exactly once each, and every lost answer is settled', { timeout: 60_000 }, async () => {
    const total = { placed: 0, resent: 0, unsettled: 0 }
    for (let seed = 1; seed <= 25; seed += 1) {
      const { tally, perName } = await runSeed(seed, version)
      expect({ seed, perName }).toEqual({ seed, perName: [1, 1, 1, 1, 1] })
      total.placed += tally.placed
      total.resent += tally.resent
      total.unsettled += tally.unsettled
    }
    expect(total).toMatchObject({ placed: 125, unsettled: 0 })
    expect(total.resent).toBeGreaterThan(20)
  })
})
