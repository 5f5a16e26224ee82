import { agentSigner, createNonceSource } from '@aster/auth'
import { Secret } from '@aster/core'
import { createRestClient, createUndiciTransport } from '@aster/rest'
import { startSocketExchange, testKeys } from '@aster/simulator/testing'
import { describe, expect, it } from 'vitest'

import { readFills } from './read-fills.ts'

const dayMs = 86_400_000

describe('readFills', () => {
  it('reads every page of every week and symbol, each execution once, and finds the symbols itself', async () => {
    await using exchange = await startSocketExchange()
    const transport = createUndiciTransport()
    const { agent, master } = testKeys
    const signer = agentSigner({
      privateKey: new Secret(agent.privateKey),
      user: master.address,
      nonces: createNonceSource({ clock: exchange.clock }),
    })
    const rest = createRestClient({ transport, clock: exchange.clock, baseUrl: exchange.restUrl, signer })
    for (let count = 0; count < 12; count += 1) {
      const side = count % 2 === 0 ? 'BUY' : 'SELL'
      await rest.trading.placeOrder({ symbol: 'BTCUSDT', side, type: 'MARKET', quantity: '0.001' })
    }
    const toMs = exchange.clock.now() + 1_000
    const steps: string[] = []
    const read = (symbols: readonly string[]) =>
      readFills(rest, {
        symbols,
        fromMs: toMs - 20 * dayMs,
        toMs,
        pageSize: 5,
        onProgress: (done, of) => steps.push(`${done}/${of}`),
      })
    const fills = await read([])
    expect(fills).toHaveLength(12)
    expect(new Set(fills.map(({ id }) => id)).size).toBe(12)
    expect(fills.map(({ time }) => time)).toEqual(fills.map(({ time }) => time).toSorted((a, b) => a - b))
    expect(steps).toEqual(['1/3', '2/3', '3/3'])
    expect(await read(['BTCUSDT'])).toHaveLength(12)
    await transport.close()
  })
})
