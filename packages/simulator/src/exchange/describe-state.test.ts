import { describe, expect, it } from 'vitest'

import { openMemoryWorld } from '../testing/world.ts'

describe('/simulator/state', () => {
  it('shows symbols, accounts, streams and what goes wrong on purpose, without a key', async () => {
    const world = await openMemoryWorld({ realism: { fees: { maker: '0', taker: '0.0002' } } })
    const listenKey = String((await world.call('POST', '/fapi/v3/listenKey')).json['listenKey'])
    await world.connect(`/stream?streams=${listenKey}/btcusdt@depth`)
    await world.call('POST', '/fapi/v3/leverage', { symbol: 'BTCUSDT', leverage: '9' })
    const terms = {
      symbol: 'BTCUSDT',
      side: 'BUY',
      type: 'LIMIT',
      timeInForce: 'GTC',
      quantity: '0.01',
      price: '90000',
    }
    await world.call('POST', '/fapi/v3/order', terms)
    world.exchange.faults.load({ streams: [{ match: { symbol: 'NONEUSDT' }, action: { kind: 'dropEvent' } }] })
    const { json } = await world.call('GET', '/simulator/state', {}, undefined)
    expect(json).toMatchObject({
      market: 'quiet',
      symbols: [{ symbol: 'BTCUSDT', status: 'TRADING' }],
      streams: { user: 1, 'btcusdt@depth': 1 },
      realism: { fees: { taker: '0.0002' } },
      kept: false,
      script: { streams: [{ name: 'dropEvent', matched: 0, fired: 0 }], halted: [], maintenance: false },
      faults: [],
    })
    const [account] = json['accounts'] as readonly Record<string, unknown>[]
    expect(account).toMatchObject({ accountId: '1', leverage: { BTCUSDT: 9 }, config: { hedgeMode: false } })
    expect(account?.['openOrders']).toHaveLength(1)
    expect(JSON.stringify(json)).not.toContain(listenKey)
    await world[Symbol.asyncDispose]()
  })
})
