import { createSeededRandom } from '@aster/core'
import { startTestExchange, testKeys } from '@aster/simulator/testing'
import { describe, expect, it } from 'vitest'

import { createSignedClient } from '../testing/describe-client.ts'
import { createFaults, names, nonceWindowMs, placeSurely, symbol, type Tally } from '../testing/place-surely.ts'

/** One run: five orders through a faulty connection. Says what was meant and what stands on the book at the end. */
async function runSeed(seed: number, version: 'v3' | 'v1') {
  await using test = await startTestExchange({ nonceWindowMs, limits: false, faults: createFaults(seed) })
  const { exchange, clock } = test
  const world = { keys: testKeys, transport: exchange.transport({ latencyMs: 20 }), clock, baseUrl: exchange.restUrl }
  const client = createSignedClient(world, version, { random: createSeededRandom(`client ${seed}`), timeoutMs: 2_000 })
  const tally: Tally = { placed: 0, resent: 0, unsettled: 0 }
  await clock.runUntil(Promise.all(names.map((name) => placeSurely(client, name, '50000', tally))))
  exchange.faults.clear()
  // whatever is still on its way arrives
  await clock.advance(60_000)
  const open = await clock.runUntil(client.trading.getOpenOrders({ symbol }))
  const perName = names.map(
    (name) => open.filter(({ clientOrderId }) => clientOrderId.startsWith(`fault-${name}-`)).length,
  )
  return { tally, perName }
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
