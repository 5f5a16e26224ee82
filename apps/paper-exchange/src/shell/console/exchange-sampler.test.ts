import { createVirtualClock, type FeedBody } from '@aster/core'
import { createExchange } from '@aster/simulator'
import { testKeys } from '@aster/simulator/testing'
import { describe, expect, it } from 'vitest'

import { createExchangeSampler } from './create-exchange-sampler.ts'

async function open(accounts = 1) {
  const clock = createVirtualClock({ startMs: 1_000_000 })
  const exchange = createExchange({ clock, market: 'quiet', symbols: ['BTCUSDT'] })
  await exchange.start()
  exchange.openAccount({ usdt: '5000', v3: { user: testKeys.master.address, signers: [] } })
  for (let count = 1; count < accounts; count += 1) exchange.openAccount({ usdt: '1' })
  const told: FeedBody[] = []
  const sampler = createExchangeSampler({ exchange, publish: (body) => told.push(body) })
  const order = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.01' } as const
  return {
    exchange,
    clock,
    sampler,
    place: (request: object) => {
      const outcome = exchange.engine.placeOrder('1', { ...order, ...request }, clock.now())
      if (!outcome.ok) throw new Error(outcome.msg)
      return outcome.value
    },
    /** What a look tells, the prices apart. */
    look: () => {
      told.length = 0
      sampler.sample()
      return told.filter(({ kind }) => kind !== 'market')
    },
    told,
    [Symbol.asyncDispose]: () => exchange.stop(),
  }
}

const account = `${testKeys.master.address.slice(0, 6)}…${testKeys.master.address.slice(-4)}`

describe('a look at an exchange', () => {
  it('tells price and depth of each symbol, and what each account is worth', async () => {
    await using world = await open()
    const told = world.look()
    expect(world.told.filter(({ kind }) => kind === 'market')).toEqual([
      expect.objectContaining({
        symbol: 'BTCUSDT',
        markPrice: expect.any(String),
        bids: expect.objectContaining({ length: 8 }),
      }),
    ])
    expect(told).toEqual([
      expect.objectContaining({ kind: 'equity', account, walletBalance: expect.stringMatching(/^5000/) }),
    ])
    expect(world.sampler.listAccounts().lines.map(({ text }) => text)).toEqual([
      `account 1, ${testKeys.master.address}: 5000 USDT, 5000 available, 0 positions, 0 open orders`,
    ])
  })

  it('tells what is new, and nothing twice', async () => {
    await using world = await open()
    world.look()
    const entry = world.place({ newClientOrderId: 'entry' })
    const resting = world.place({ type: 'LIMIT', price: '50000', timeInForce: 'GTC', newClientOrderId: 'rests' })
    expect(world.look()).toEqual([
      expect.objectContaining({ kind: 'order', account, clientOrderId: 'rests', status: 'NEW' }),
      expect.objectContaining({ kind: 'position', account, quantity: '0.01', isProtected: false }),
      expect.objectContaining({ kind: 'order', clientOrderId: 'entry', status: 'FILLED' }),
      expect.objectContaining({ kind: 'fill', clientOrderId: 'entry', quantity: '0.01', price: entry.avgPrice }),
      expect.objectContaining({ kind: 'equity', fees: expect.stringMatching(/^0\.[0-9]*[1-9]/), realizedPnl: '0' }),
    ])
    expect(world.look()).toEqual([])

    world.exchange.engine.cancelOrder('1', { symbol: 'BTCUSDT', orderId: resting.orderId }, world.clock.now())
    world.place({ side: 'SELL', type: 'STOP_MARKET', stopPrice: '50000', closePosition: 'true', quantity: undefined })
    expect(world.look()).toEqual([
      expect.objectContaining({ kind: 'order', status: 'NEW', type: 'STOP_MARKET' }),
      expect.objectContaining({ kind: 'order', clientOrderId: 'rests', status: 'CANCELED' }),
      expect.objectContaining({ kind: 'position', isProtected: true }),
    ])

    await world.clock.advance(1_000)
    world.place({ side: 'SELL', reduceOnly: 'true' })
    const closed = world.look()
    expect(closed).toContainEqual(expect.objectContaining({ kind: 'position', quantity: '0' }))
    expect(closed).toContainEqual(expect.objectContaining({ kind: 'fill', side: 'SELL' }))
    expect(closed.filter(({ kind }) => kind === 'fill')).toHaveLength(1)
    expect(closed.at(-1)).toMatchObject({ kind: 'equity', realizedPnl: expect.stringMatching(/^-0\./) })
  })

  it('shows fifty accounts and says how many there are besides', async () => {
    await using world = await open(60)
    expect(world.look().filter(({ kind }) => kind === 'equity')).toHaveLength(50)
    expect(world.sampler.listAccounts().lines).toHaveLength(51)
    expect(world.sampler.listAccounts().lines.at(-1)?.text).toBe('and 10 more, which are not shown')
  })
})
