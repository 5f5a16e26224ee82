import { pingEndpoint } from '@aster/api'
import { OutcomeUnknownError, ParameterError, RejectedError } from '@aster/core'
import { startTestExchange, testKeys } from '@aster/simulator/testing'
import { describe, expect, it } from 'vitest'

import { OrderNotPlacedError } from '../orders/order-not-placed-error.ts'
import { noRiskLimits } from '../risk/risk-limits.ts'
import { beginTrade, expectCleanEnd } from '../testing/begin-trade.ts'
import { placing } from '../testing/fault-transport.ts'
import { openScene, type Scene, type SceneOptions } from '../testing/open-scene.ts'
import type { AccountEvent } from './account-event.ts'
import { PositionExistsError } from './position-exists-error.ts'
import { TradeConflictError } from './trade-conflict-error.ts'

async function inScene(options: SceneOptions, play: (scene: Scene) => Promise<void>): Promise<void> {
  await using test = await startTestExchange()
  await using scene = await openScene(test, testKeys, options)
  await play(scene)
}

const resting = {
  symbol: 'BTCUSDT',
  side: 'BUY',
  type: 'LIMIT',
  timeInForce: 'GTC',
  price: '95000',
  quantity: '0.01',
} as const

describe('openAccount', () => {
  it('knows position mode, balances, positions and open orders, also those of others', async () => {
    await using test = await startTestExchange()
    await using first = await openScene(test, testKeys, { hedge: true })
    const { rest } = first
    await first.run(rest.trading.placeOrder({ ...resting, positionSide: 'LONG', newClientOrderId: 'someone-else-1' }))
    await first.run(
      rest.trading.placeOrder({
        symbol: 'BTCUSDT',
        side: 'BUY',
        type: 'MARKET',
        quantity: '0.01',
        positionSide: 'LONG',
      }),
    )
    await using second = await openScene(test, testKeys, { ownMarket: true, account: { clientOrderIdPrefix: 'late' } })
    const { account } = second
    expect(account.hedgeMode).toBe(true)
    expect(account.balances.find((balance) => balance.asset === 'USDT')?.walletBalance).toMatch(/^99/)
    expect(account.positions).toMatchObject([{ symbol: 'BTCUSDT', positionSide: 'LONG', quantity: '0.01' }])
    expect(account.orders.get('someone-else-1')).toMatchObject({ state: 'open' })
    expect(account.state).toBe('live')
  })

  it('costs at most 60 weight', () =>
    inScene({}, async (scene) => {
      const { meta } = await scene.run(scene.rest.callWithMeta(pingEndpoint, {}))
      expect(meta.usedWeight).toBeLessThanOrEqual(61)
    }))

  it('refuses a symbol that the exchange does not list', async () => {
    await using test = await startTestExchange()
    const opening = openScene(test, testKeys, { account: { symbols: ['BTCUSDT', 'NOSUCHUSDT'] } })
    await expect(opening).rejects.toThrow(/NOSUCHUSDT/)
  })

  it('notices a fill that happened while the user stream was cut, with its fee', () =>
    inScene({}, async (scene) => {
      const order = await scene.run(scene.account.orders.place(resting))
      scene.stream.fault = () => 'drop'
      scene.market.moveTo('94000')
      await scene.advance(16_000)
      const view = scene.account.orders.get(order.clientOrderId)
      expect(view).toMatchObject({ state: 'filled', fillsComplete: true, fills: [{ feeAsset: 'USDT' }] })
      expect(scene.account.positions).toMatchObject([{ quantity: '0.01' }])
    }))

  it('reads everything anew when the exchange ends the listen key', () =>
    inScene({ account: { reconcileEveryMs: 3_600_000 } }, async (scene) => {
      const order = await scene.run(scene.account.orders.place(resting))
      scene.stream.fault = () => 'drop'
      scene.market.moveTo('94000')
      await scene.advance(1_000)
      scene.stream.fault = undefined
      await scene.run(scene.rest.stream.closeListenKey())
      await scene.advance(125_000)
      expect(scene.account.orders.get(order.clientOrderId)?.state).toBe('filled')
    }))

  it('notices within seconds that an acknowledged order got no event', () =>
    inScene({ account: { reconcileEveryMs: 3_600_000 } }, async (scene) => {
      scene.stream.fault = () => 'drop'
      await scene.run(scene.account.orders.place(resting))
      await scene.advance(5_000)
      expect(scene.events.some((event) => event.type === 'incident' && event.what === 'streamGap')).toBe(true)
      expect(scene.account.state).toBe('live')
    }))

  it('sees orders of others and never touches them', () =>
    inScene({}, async (scene) => {
      await scene.run(scene.rest.trading.placeOrder({ ...resting, newClientOrderId: 'someone-else-1' }))
      await scene.advance(100)
      expect(scene.account.orders.get('someone-else-1')?.state).toBe('open')
      await scene.run(scene.account.close())
      expect(scene.truth().openOrders).toEqual(['LIMIT someone-else-1'])
    }))
})

describe('placing', () => {
  it('has the intent written down before anything is sent', async () => {
    await using test = await startTestExchange()
    const log: string[] = []
    let release = () => undefined as void
    const written = new Promise<void>((resolve) => (release = resolve))
    const onEvent = (event: AccountEvent) => {
      log.push(event.type)
      return event.type === 'intent' ? written : undefined
    }
    await using scene = await openScene(test, testKeys, { account: { onEvent } })
    const placed = scene.account.orders.place(resting)
    await scene.advance(1_000)
    expect(log).toContain('intent')
    expect(scene.faults.seen.filter(placing())).toHaveLength(0)
    release()
    expect((await scene.run(placed)).state).toBe('open')
    expect(log.indexOf('intent')).toBeLessThan(log.indexOf('sent'))
  })

  it('sends nothing that adds risk when the intent cannot be written down, and all that takes it off', async () => {
    await using test = await startTestExchange()
    const onEvent = (event: AccountEvent) => {
      if (event.type === 'intent') throw new Error('disk full')
    }
    await using scene = await openScene(test, testKeys, { account: { onEvent } })
    await expect(scene.run(scene.account.orders.place(resting))).rejects.toThrow('disk full')
    expect(scene.faults.seen.filter(placing())).toHaveLength(0)
    await scene.run(scene.rest.trading.placeOrder({ symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.01' }))
    const exit = { symbol: 'BTCUSDT', side: 'SELL', type: 'MARKET', quantity: '0.01', reduceOnly: true } as const
    expect((await scene.run(scene.account.orders.place(exit))).state).toBe('filled')
  })

  it.each(['loseAnswer', 'answer503'] as const)('finds the order when its answer is lost: %s', (fault) =>
    inScene({}, async (scene) => {
      scene.faults.add({ when: placing(), fault })
      expect((await scene.run(scene.account.orders.place(resting))).state).toBe('open')
      expect(scene.truth().openOrders).toHaveLength(1)
      expect(scene.faults.seen.filter(placing())).toHaveLength(1)
    }),
  )

  it.each(['refuse503', 'drop'] as const)('says so when the order certainly does not exist: %s', (fault) =>
    inScene({}, async (scene) => {
      scene.faults.add({ when: placing(), fault })
      await expect(scene.run(scene.account.orders.place(resting))).rejects.toThrow(OrderNotPlacedError)
      expect(scene.truth().openOrders).toEqual([])
      expect(scene.faults.seen.filter(placing())).toHaveLength(1)
    }),
  )

  it('goes on asking when the caller stops waiting', () =>
    inScene({}, async (scene) => {
      scene.faults.add({ when: placing(), fault: 'answer503' })
      scene.stream.fault = () => 'drop'
      scene.faults.add({
        when: ({ path, method }) => method === 'GET' && path === '/fapi/v3/order',
        fault: 'drop',
        times: 4,
      })
      const control = new AbortController()
      const placed = scene.account.orders.place(resting, { signal: control.signal })
      const failed = placed.catch((error: unknown) => error)
      await scene.advance(1_000)
      control.abort()
      expect(await scene.run(failed)).toBeInstanceOf(OutcomeUnknownError)
      await scene.advance(60_000)
      const [order] = scene.account.orders.list((view) => view.terms?.price === '95000')
      expect(order?.state).toBe('open')
    }))

  it('tells a refusal with the words of the exchange', () =>
    inScene({ account: { risk: { limits: noRiskLimits } } }, async (scene) => {
      const tooMuch = { ...resting, price: '95000', quantity: '900' }
      await expect(scene.run(scene.account.orders.place(tooMuch))).rejects.toThrow(RejectedError)
    }))

  it('refuses locally what the rules forbid, and names the rule', () =>
    inScene({}, async (scene) => {
      const count = scene.faults.seen.length
      await expect(scene.run(scene.account.orders.place({ ...resting, price: '95000.05' }))).rejects.toThrow(/tickSize/)
      await expect(scene.run(scene.account.orders.place({ ...resting, positionSide: 'LONG' }))).rejects.toThrow(
        ParameterError,
      )
      expect(scene.faults.seen).toHaveLength(count)
    }))

  it('never guesses the position side, and never opens with an order that shall reduce', () =>
    inScene({ hedge: true }, async (scene) => {
      await expect(scene.run(scene.account.orders.place(resting))).rejects.toThrow(/positionSide/)
      const wrongWay = { ...resting, positionSide: 'LONG', reduceOnly: true } as const
      await expect(scene.run(scene.account.orders.place(wrongWay))).rejects.toThrow(/reduceOnly/)
    }))
})

describe('one trade per position', () => {
  it('refuses a second trade and names the owner', () =>
    inScene({}, async (scene) => {
      const { trade } = beginTrade(scene, { owner: 'alice' })
      expect(() => beginTrade(scene, { owner: 'bob' })).toThrow(TradeConflictError)
      expect(() => beginTrade(scene, { owner: 'bob' })).toThrow(/alice/)
      await scene.advance(500)
      await scene.run(trade.close())
      const second = beginTrade(scene, { owner: 'bob' })
      await scene.advance(500)
      await scene.run(second.trade.close())
    }))

  it('holds a long and a short side by side in hedge mode', () =>
    inScene({ hedge: true }, async (scene) => {
      const long = beginTrade(scene, { side: 'BUY', takeProfits: 0.3 })
      const short = beginTrade(scene, { side: 'SELL', takeProfits: 5, stop: { percent: 0.5 } })
      await scene.advance(1_000)
      expect([long.trade.state, short.trade.state]).toEqual(['protected', 'protected'])
      scene.market.moveBy(0.8)
      const results = await scene.run(Promise.all([long.trade.done, short.trade.done]))
      expect(results.map((result) => result.exitReason)).toEqual(['takeProfit', 'stop'])
      expectCleanEnd(scene, ...results)
    }))

  it('does not enter while the user stream is down', () =>
    inScene({}, async (scene) => {
      scene.faults.add({ when: ({ path }) => path === '/fapi/v3/listenKey', fault: 'refuse503', times: 1_000 })
      scene.stream.fault = () => 'drop'
      await scene.run(scene.account.orders.place(resting))
      await scene.advance(3_000)
      expect(scene.account.state).toBe('recovering')
      const { trade } = beginTrade(scene)
      expect(await scene.run(trade.done)).toMatchObject({ state: 'failed', exitReason: 'refused' })
      expect(scene.faults.seen.filter(placing({ type: 'MARKET' }))).toEqual([])
    }))

  it('starts flat only', () =>
    inScene({}, async (scene) => {
      await scene.run(
        scene.rest.trading.placeOrder({ symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.01' }),
      )
      await scene.advance(100)
      expect(() => beginTrade(scene)).toThrow(PositionExistsError)
      expect(scene.account.ownerOf('BTCUSDT', 'BOTH')).toBeUndefined()
    }))
})
