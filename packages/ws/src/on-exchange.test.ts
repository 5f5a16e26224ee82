import { startTestExchange, testAccounts, testKeys } from '@aster/simulator/testing'
import { expect, it } from 'vitest'

import type { StreamGap, UserStreamGap } from './index.ts'
import { describeOnExchange } from './testing/describe-on-exchange.ts'
import { createExchangeWorld, type ExchangeWorld, type WorldOptions } from './testing/exchange-world.ts'

/** Everything in this process, under a virtual clock. */
async function openWorld(options: WorldOptions): Promise<ExchangeWorld> {
  const { exchange, clock, ...test } = await startTestExchange({ accounts: testAccounts.slice(1), ...options })
  const limitMs = 120_000
  return createExchangeWorld({
    exchange,
    clock,
    connector: exchange.connector({ latencyMs: 2 }),
    wsUrl: exchange.wsUrl,
    apiKey: testKeys.v1.apiKey,
    async until(goal) {
      if (typeof goal !== 'function') return await clock.runUntil(goal, { limitMs })
      await clock.runUntil(goal, { limitMs })
      return undefined
    },
    pass: (ms) => clock.advance(ms),
    dispose: () => test[Symbol.asyncDispose](),
  })
}

describeOnExchange('in memory', openWorld)

it(
  'over two days, connections that the exchange would cut are replaced without a gap and the key lives on',
  { timeout: 60_000 },
  async () => {
    await using world = await openWorld({ market: 'quiet', symbols: ['BTCUSDT'] })
    const gaps: (StreamGap | UserStreamGap)[] = []
    const times: number[] = []
    const client = world.createStreams()
    client.watchMarkPrice({ symbol: 'BTCUSDT' }, ({ eventTimeMs }) => times.push(eventTimeMs), {
      onGap: (gap) => gaps.push(gap),
    })
    const user = world.createUser({ onGap: (gap) => Promise.resolve(void gaps.push(gap)) })
    await world.until(user.start())
    await world.pass(48 * 3_600_000)
    expect(gaps).toEqual([])
    expect(user.state).toBe('live')
    expect(client.connections).toEqual([expect.objectContaining({ opened: 3, state: 'live' })])
    const steps = new Set(times.slice(1).map((timeMs, index) => timeMs - times[index]!))
    expect([...steps]).toEqual([3_000])
    await client.close()
    await world.until(user.stop())
  },
)
