import { computeKeyAddress } from '@aster/auth'
import { deriveAgentKey } from '@aster/auth/seeded'
import { createSeededRandom, type Transport } from '@aster/core'
import { startTestExchange } from '@aster/simulator/testing'
import { describe, expect, it } from 'vitest'

import { openTestAccount } from '../testing/open-test-account.ts'

const count = 50
describe('fifty accounts on one address', () => {
  it(
    'start within a little more than a minute and the weight of the address, and none is refused',
    { timeout: 60_000 },
    async () => {
      const random = createSeededRandom('many')
      const keys = Array.from({ length: count }, (_, index) => {
        const master = deriveAgentKey(random.fork(`master ${index}`))
        return { user: computeKeyAddress(master), agent: deriveAgentKey(random.fork(`agent ${index}`)) }
      })
      await using test = await startTestExchange({
        accounts: keys.map(({ user, agent }) => ({ usdt: '10000', v3: { user, signers: [computeKeyAddress(agent)] } })),
      })
      const { exchange, clock } = test
      const transport = exchange.transport({ latencyMs: 20 })
      let weight = 0
      /** One for all: its budgets are those of the address. */
      const counted: Transport = {
        async send(request) {
          const response = await transport.send(request)
          weight = Math.max(weight, Number(response.headers['x-mbx-used-weight-1m'] ?? 0))
          return response
        },
        close: () => transport.close(),
      }
      const startMs = clock.monotonicMs()
      const opening = keys.map(({ user, agent }, index) =>
        openTestAccount({
          clock: { ...clock, runUntil: <T>(work: Promise<T> | (() => boolean)) => work as Promise<T> },
          transport: counted,
          connector: exchange.connector({ latencyMs: 20 }),
          restUrl: exchange.restUrl,
          wsUrl: exchange.wsUrl,
          keys: { agent: { privateKey: agent.reveal() }, master: { address: user } },
          seed: `life ${index}`,
          options: { reconcileEveryMs: 3_600_000 },
        }),
      )
      const worlds = await clock.runUntil(Promise.all(opening), { limitMs: 600_000 })
      const tookMs = clock.monotonicMs() - startMs
      expect(worlds.every(({ account }) => account.state === 'live')).toBe(true)
      expect(weight).toBeLessThanOrEqual(2_400)
      // what reads may take of a minute is enough for 39; the others wait for the next
      expect(tookMs).toBeLessThan(62_000)
    },
  )
})
