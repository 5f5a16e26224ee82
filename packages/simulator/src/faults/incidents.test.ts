import { describe, expect, it } from 'vitest'

import { testKeys } from '../testing/test-keys.ts'
import { openMemoryWorld } from '../testing/world.ts'
import type { FaultScriptInput } from './fault-script.ts'

type Action = NonNullable<FaultScriptInput['incidents']>[number]['action']

const limitBuy = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01' } as const

/** An account that listens to itself and to the market, with something to happen after a second. */
async function open(action: Action, more: Partial<NonNullable<FaultScriptInput['incidents']>[number]> = {}) {
  const world = await openMemoryWorld()
  const listenKey = String((await world.call('POST', '/fapi/v3/listenKey')).json['listenKey'])
  const user = await world.connect(`/ws/${listenKey}`)
  const market = await world.connect('/ws/btcusdt@bookTicker')
  world.exchange.faults.load({ incidents: [{ at: 1_000, action, ...more }] })
  const { engine } = world.exchange
  let lots = 7
  const move = () => engine.setLevel('BTCUSDT', 'BUY', engine.getTop('BTCUSDT').bidTicks, ++lots, world.clock.now())
  const refusal = async (params: Readonly<Record<string, string>>) =>
    (await world.call('POST', '/fapi/v3/order', params)).json['code']
  return { world, user, market, move, engine, refusal }
}

describe('incidents', () => {
  it('cut user sockets and leave market sockets alone', async () => {
    const { world, user, market, move } = await open({ kind: 'disconnect', sockets: 'user' })
    await world.clock.advance(1_100)
    expect(await user.closed).toBe(1006)
    const before = market.heard.length
    move()
    await world.clock.advance(100)
    expect(market.heard.length).toBe(before + 1)
    await world[Symbol.asyncDispose]()
  })

  it('close sockets as after 24 hours, again and again', async () => {
    const { world, user, market } = await open({ kind: 'disconnect', as: 'lifetime' }, { everyMs: 1_000, times: 2 })
    await world.clock.advance(1_100)
    expect([await user.closed, await market.closed]).toEqual([1001, 1001])
    const next = await world.connect('/ws/btcusdt@bookTicker')
    await world.clock.advance(5_000)
    expect(await next.closed).toBe(1001)
    expect(world.exchange.faults.report().incidents).toEqual([
      { name: 'disconnect', kind: 'disconnect', fired: 2, isSpent: true },
    ])
    await world[Symbol.asyncDispose]()
  })

  it('leave a socket open that says nothing, until the script ends', async () => {
    const { world, market, move } = await open({ kind: 'muteSocket', sockets: 'market' })
    await world.clock.advance(1_100)
    const before = market.heard.length
    move()
    await world.clock.advance(100)
    expect(market.heard.length).toBe(before)
    world.exchange.faults.clear()
    move()
    await world.clock.advance(100)
    expect(market.heard.length).toBe(before + 1)
    await world[Symbol.asyncDispose]()
  })

  it('let a listen key run out, with its event; delete one without a word', async () => {
    for (const kind of ['expireListenKey', 'deleteListenKey'] as const) {
      const { world, user } = await open({ kind, account: testKeys.master.address })
      await world.clock.advance(1_100)
      const types = user.heard.map((event) => event['e'])
      expect(types).toEqual(kind === 'expireListenKey' ? ['listenKeyExpired'] : [])
      expect((await world.call('PUT', '/fapi/v3/listenKey')).json['code']).toBe(-1125)
      await world[Symbol.asyncDispose]()
    }
  })

  it('close the exchange for maintenance, and open it again', async () => {
    const { world, user } = await open({ kind: 'maintenance', forMs: 2_000 })
    await world.clock.advance(1_100)
    expect(await user.closed).toBe(1001)
    const answer = await world.call('POST', '/fapi/v3/order', { ...limitBuy, price: '90000' })
    expect([answer.status, answer.json['code']]).toEqual([503, -1016])
    await expect(world.connect('/ws/btcusdt@bookTicker')).rejects.toThrow('1006')
    expect(world.exchange.faults.report().maintenance).toBe(true)
    await world.clock.advance(2_000)
    expect((await world.call('POST', '/fapi/v3/order', { ...limitBuy, price: '90000' })).status).toBe(200)
    await world[Symbol.asyncDispose]()
  })

  it('halt a symbol: orders are refused, nothing is filled, then it trades on', async () => {
    const { world, refusal, engine } = await open({ kind: 'haltSymbol', symbol: 'BTCUSDT', forMs: 5_000 })
    await world.call('POST', '/fapi/v3/order', { ...limitBuy, price: '95000' })
    await world.clock.advance(1_100)
    expect(await refusal({ ...limitBuy, price: '90000' })).toBe(-4140)
    const info = (await world.call('GET', '/fapi/v3/exchangeInfo')).json as { symbols?: { status: string }[] }
    expect(info.symbols?.[0]?.status).toBe('PENDING_TRADING')
    await world.clock.advance(5_000)
    expect(engine.getSymbol('BTCUSDT')?.status).toBe('TRADING')
    expect(await refusal({ ...limitBuy, price: '90000' })).toBeUndefined()
    await world[Symbol.asyncDispose]()
  })

  it('change the tick size of a symbol', async () => {
    const { world, refusal } = await open({ kind: 'changeTickSize', symbol: 'BTCUSDT', tickSize: '5' })
    expect(await refusal({ ...limitBuy, price: '80000.1', timeInForce: 'IOC' })).toBeUndefined()
    await world.clock.advance(1_100)
    expect(await refusal({ ...limitBuy, price: '80000.1' })).toBe(-1111)
    await world[Symbol.asyncDispose]()
  })

  it('liquidate a chosen account, with the events of a real liquidation', async () => {
    const { world, user, engine } = await open({ kind: 'liquidate', account: testKeys.master.address })
    await world.call('POST', '/fapi/v3/order', { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.5' })
    await world.call('POST', '/fapi/v3/order', { ...limitBuy, price: '90000' })
    await world.clock.advance(1_100)
    expect(engine.getPositions('1', 'BTCUSDT')[0]?.quantity).toBe('0')
    expect(engine.getOpenOrders('1')).toEqual([])
    const ids = user.heard.map((event) => (event['o'] as { c?: string } | undefined)?.c ?? '')
    expect(ids.some((id) => id.startsWith('autoclose-'))).toBe(true)
    await world[Symbol.asyncDispose]()
  })

  it('report what cannot be done instead of stopping the exchange', async () => {
    const { world } = await open({ kind: 'liquidate', account: '99' })
    await world.clock.advance(1_100)
    expect(JSON.stringify(world.exchange.state())).toContain('No account 99')
    expect((await world.call('GET', '/fapi/v3/ping')).status).toBe(200)
    await world[Symbol.asyncDispose]()
  })

  it('are refused when they name a symbol that is not traded, and what runs goes on', async () => {
    const { world } = await open({ kind: 'haltSymbol', symbol: 'BTCUSDT' })
    for (const action of [
      { kind: 'haltSymbol', symbol: 'NOPEUSDT' },
      { kind: 'changeTickSize', symbol: 'NOPEUSDT', tickSize: '1' },
      { kind: 'liquidate', account: '1', symbol: 'NOPEUSDT' },
    ] as const) {
      const load = () => world.exchange.faults.load({ incidents: [{ at: 0, action }] })
      expect(load).toThrow(/incidents\.0\.action\.symbol is not traded here: BTCUSDT.*NOPEUSDT/)
    }
    await world.clock.advance(1_100)
    expect(world.exchange.faults.report().halted).toEqual(['BTCUSDT'])
    await world[Symbol.asyncDispose]()
  })
})
