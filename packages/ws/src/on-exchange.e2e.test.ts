import { createSystemClock, sleep } from '@aster/core'
import { createExchange } from '@aster/simulator'
import { testAccounts, testKeys } from '@aster/simulator/testing'

import { createWsConnector } from './index.ts'
import { describeOnExchange } from './testing/describe-on-exchange.ts'
import { createExchangeWorld, type ExchangeWorld, type WorldOptions } from './testing/exchange-world.ts'

/** Over WebSockets on a port of this machine. */
async function openWorld(options: WorldOptions): Promise<ExchangeWorld> {
  const clock = createSystemClock()
  const exchange = createExchange({ accounts: testAccounts.slice(1), ...options, clock })
  await exchange.start()
  const { wsUrl } = await exchange.listen({ host: '127.0.0.1', port: 0 })
  const connector = createWsConnector()
  return createExchangeWorld({
    exchange,
    clock,
    connector,
    wsUrl,
    apiKey: testKeys.v1.apiKey,
    async until(goal) {
      if (typeof goal !== 'function') return await goal
      const startMs = clock.monotonicMs()
      while (!goal()) {
        if (clock.monotonicMs() - startMs > 30_000) throw new Error('It did not come true within 30 s')
        await sleep(clock, 1)
      }
      return undefined
    },
    pass: (ms) => sleep(clock, ms),
    dispose: async () => {
      await connector.close()
      await exchange.stop()
    },
  })
}

describeOnExchange('over sockets', openWorld)
