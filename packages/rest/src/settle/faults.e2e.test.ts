import { createScaledClock, createSystemClock } from '@aster/core'
import { createExchange } from '@aster/simulator'
import { testAccounts, testKeys } from '@aster/simulator/testing'
import { describe, expect, it } from 'vitest'

import { createSignedClient } from '../testing/describe-client.ts'
import { createFaults, names, nonceWindowMs, placeSurely, symbol, type Tally } from '../testing/place-surely.ts'
import { createUndiciTransport } from '../transport/create-undici-transport.ts'

describe('orders through faulty sockets', () => {
  it('stand on the book exactly once each', async () => {
    const tally: Tally = { placed: 0, resent: 0, unsettled: 0 }
    for (let seed = 1; seed <= 5; seed += 1) {
      const clock = createScaledClock(20, createSystemClock())
      const setup = { market: 'quiet', symbols: [symbol], accounts: testAccounts, limits: false } as const
      const exchange = createExchange({ ...setup, clock, nonceWindowMs, faults: createFaults(seed) })
      await exchange.start()
      const { restUrl } = await exchange.listen({ host: '127.0.0.1', port: 0 })
      const transport = createUndiciTransport({ clock })
      const client = createSignedClient({ keys: testKeys, transport, clock, baseUrl: restUrl }, 'v3')
      await Promise.all(names.map((name) => placeSurely(client, name, '50000', tally)))
      exchange.faults.clear()
      const open = await client.trading.getOpenOrders({ symbol })
      const perName = names.map((name) =>
        open.filter(({ clientOrderId }) => clientOrderId.startsWith(`fault-${name}-`)),
      )
      expect(perName.map(({ length }) => length)).toEqual([1, 1, 1, 1, 1])
      await transport.close()
      await exchange.stop()
    }
    expect(tally).toMatchObject({ placed: 25, unsettled: 0 })
    expect(tally.resent).toBeGreaterThan(2)
  })
})
