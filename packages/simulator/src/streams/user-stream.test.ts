import { describe, expect, it } from 'vitest'

import { openMemoryWorld } from '../testing/world.ts'

const minuteMs = 60_000

async function openUserStream() {
  const world = await openMemoryWorld()
  const key = async () => String((await world.call('POST', '/fapi/v3/listenKey')).json['listenKey'])
  const first = await key()
  return { world, key, first, line: await world.connect(`/ws/${first}`) }
}
const buy = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.001' }

describe('the user stream', () => {
  it('goes silent with an event when the key runs out, and the socket stays open', async () => {
    const { world, key, first, line } = await openUserStream()
    await world.clock.advance(60 * minuteMs)
    expect(line.heard.map((message) => message['e'])).toEqual(['listenKeyExpired'])
    expect((await world.call('PUT', '/fapi/v3/listenKey')).json).toMatchObject({ code: -1125 })
    const second = await key()
    expect(second).not.toBe(first)
    await world.call('POST', '/fapi/v3/order', buy)
    expect(line.heard).toHaveLength(1)
    const fresh = await world.connect(`/ws/${second}`)
    await world.call('POST', '/fapi/v3/order', buy)
    expect(fresh.heard.map((message) => message['e'])).toContain('ORDER_TRADE_UPDATE')
    await world[Symbol.asyncDispose]()
  })

  it('lives on while somebody extends the key, whoever it is', async () => {
    const { world, first, line } = await openUserStream()
    for (let i = 0; i < 4; i++) {
      await world.clock.advance(30 * minuteMs)
      expect((await world.call('PUT', '/fapi/v3/listenKey')).status).toBe(200)
    }
    expect((await world.call('POST', '/fapi/v3/listenKey')).json['listenKey']).toBe(first)
    await world.call('POST', '/fapi/v3/order', buy)
    expect(line.heard.length).toBeGreaterThan(1)
    await world[Symbol.asyncDispose]()
  })

  it('falls silent without a word when the key is deleted', async () => {
    const { world, line } = await openUserStream()
    expect((await world.call('DELETE', '/fapi/v3/listenKey')).json).toEqual({})
    await world.call('POST', '/fapi/v3/order', buy)
    await world.clock.advance(1000)
    expect(line.heard).toEqual([])
    await world[Symbol.asyncDispose]()
  })

  it('never shows the events of another account', async () => {
    const { world, line } = await openUserStream()
    await world.call('POST', '/fapi/v1/order', buy, 'v1')
    await world.clock.advance(1000)
    expect(line.heard).toEqual([])
    await world[Symbol.asyncDispose]()
  })

  it('reports leverage and position mode as account settings', async () => {
    const { world, line } = await openUserStream()
    await world.call('POST', '/fapi/v3/leverage', { symbol: 'BTCUSDT', leverage: '7' })
    await world.call('POST', '/fapi/v3/positionSide/dual', { dualSidePosition: 'true' })
    await world.clock.advance(10)
    expect(line.heard).toMatchObject([
      { e: 'ACCOUNT_CONFIG_UPDATE', ac: { s: 'BTCUSDT', l: 7 } },
      { e: 'ACCOUNT_CONFIG_UPDATE', ai: { d: true, j: false } },
    ])
    await world[Symbol.asyncDispose]()
  })

  it('cancels what is open when the countdown runs out, and says so', async () => {
    const { world, line } = await openUserStream()
    const order = {
      symbol: 'BTCUSDT',
      side: 'BUY',
      type: 'LIMIT',
      timeInForce: 'GTC',
      quantity: '0.01',
      price: '90000',
    }
    await world.call('POST', '/fapi/v3/order', order)
    const set = await world.call('POST', '/fapi/v3/countdownCancelAll', { symbol: 'BTCUSDT', countdownTime: '5000' })
    expect(set.json).toEqual({ symbol: 'BTCUSDT', countdownTime: '5000' })
    await world.clock.advance(4990)
    expect(line.heard).toMatchObject([{ o: { x: 'NEW', b: expect.any(String), a: '0', q: '0.01', p: '90000' } }])
    await world.clock.advance(20)
    expect(line.heard[1]).toMatchObject({ o: { x: 'CANCELED', X: 'CANCELED' } })
    await world[Symbol.asyncDispose]()
  })
})
