import { createHash } from 'node:crypto'

import { createVirtualClock } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { realismPresets } from '../realism/realism.ts'
import { testAccounts } from '../testing/test-accounts.ts'
import { testKeys } from '../testing/test-keys.ts'
import { openMemoryWorld } from '../testing/world.ts'
import { createExchange } from './create-exchange.ts'
import type { ExchangeOptions } from './exchange-options.ts'

/** A short life on a moving market: sockets, orders, time. Returns a digest of everything logged and everything heard. */
async function live(
  seed: number,
  more: Pick<ExchangeOptions, 'faults' | 'realism'> = {},
): Promise<{ digest: string; lines: number }> {
  const world = await openMemoryWorld({ market: 'synthetic', seed, symbols: ['BTCUSDT'], ...more })
  const hash = createHash('sha256')
  let lines = 0
  world.exchange.onEvent((line) => {
    lines++
    hash.update(line).update('\n')
  })
  const listenKey = String((await world.call('POST', '/fapi/v3/listenKey')).json['listenKey'])
  const line = await world.connect(`/stream?streams=${listenKey}/btcusdt@depth@100ms/btcusdt@kline_1m/btcusdt@ticker`)
  for (let i = 0; i < 20; i++) {
    const side = i % 2 === 0 ? 'BUY' : 'SELL'
    await world.call('POST', '/fapi/v3/order', { symbol: 'BTCUSDT', side, type: 'MARKET', quantity: '0.01' })
    await world.clock.advance(1500)
  }
  await world.call('GET', '/fapi/v3/klines', { symbol: 'BTCUSDT', interval: '1h' }, undefined)
  hash.update(JSON.stringify(line.heard))
  await world[Symbol.asyncDispose]()
  return { digest: hash.digest('hex'), lines }
}

describe('an exchange under a virtual clock', () => {
  it('lives the same life to the byte with the same seed, and another with another', async () => {
    const [first, again, other] = [await live(1), await live(1), await live(2)]
    expect(first.lines).toBeGreaterThan(100)
    expect(again).toEqual(first)
    expect(other.digest).not.toBe(first.digest)
  })

  it('does so with faults of streams, incidents and delays on, too', async () => {
    const more: Pick<ExchangeOptions, 'faults' | 'realism'> = {
      realism: realismPresets.harsh,
      faults: {
        streams: [
          { match: { probability: 0.1 }, action: { kind: 'dropEvent' } },
          { match: { probability: 0.1 }, action: { kind: 'duplicateEvent', afterMs: [0, 500] } },
          { match: { probability: 0.1 }, action: { kind: 'delayEvent', ms: [10, 900], keepOrder: false } },
          { match: { probability: 0.1 }, action: { kind: 'reorderEvent', behind: 2 } },
        ],
        incidents: [
          { at: [2_000, 4_000], action: { kind: 'haltSymbol', symbol: 'BTCUSDT', forMs: [1_000, 3_000] } },
          { at: [9_000, 12_000], action: { kind: 'changeTickSize', symbol: 'BTCUSDT', tickSize: '0.5' } },
          { at: 15_000, action: { kind: 'liquidate', account: '1' } },
        ],
      },
    }
    const [first, again, other] = [await live(1, more), await live(1, more), await live(2, more)]
    expect(first.lines).toBeGreaterThan(100)
    expect(again).toEqual(first)
    expect(other.digest).not.toBe(first.digest)
  })

  it('gives other listen keys after a restart, so that an old one never hears another account', () => {
    const firstKey = (startMs: number): string => {
      const exchange = createExchange({ clock: createVirtualClock({ startMs }), seed: 1, accounts: testAccounts })
      const { body } = exchange.handleRequest({
        method: 'POST',
        path: '/fapi/v1/listenKey',
        query: '',
        body: '',
        headers: { 'x-mbx-apikey': testKeys.v1.apiKey },
        remoteAddress: '127.0.0.1',
      })
      return (JSON.parse(body) as { listenKey: string }).listenKey
    }
    expect(firstKey(1000)).toMatch(/^\w{64}$/)
    expect(firstKey(1000)).toBe(firstKey(1000))
    expect(firstKey(1001)).not.toBe(firstKey(1000))
  })
})
