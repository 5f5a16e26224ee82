import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { ParameterError } from '@aster/core'
import { startTestExchange, testKeys } from '@aster/simulator/testing'
import { describe, expect, it } from 'vitest'

import { beginTrade, expectCleanEnd, tradeModes } from '../testing/begin-trade.ts'
import { placing, type Fault } from '../testing/fault-transport.ts'
import { openLife } from '../testing/open-life.ts'
import { openScene, type Scene, type SceneOptions } from '../testing/open-scene.ts'
import { createTestMarket } from '../testing/test-market.ts'
import { createTrade } from './create-trade.ts'

async function inScene(options: SceneOptions, play: (scene: Scene) => Promise<void>): Promise<void> {
  await using test = await startTestExchange()
  await using scene = await openScene(test, testKeys, options)
  await play(scene)
}

const strategies = ({ method, path }: { readonly method: string; readonly path: string }) =>
  method === 'POST' && path === '/fapi/v3/placeStrategyOrder'

describe.each(tradeModes)('a bracket of which the exchange places the stop, $name', ({ side, hedge }) => {
  const taker = side === 'BUY' ? 'SELL' : 'BUY'
  const forUs = side === 'BUY' ? 1 : -1
  const price = side === 'BUY' ? '96000' : '96000.1'
  const entry = { type: 'limit', price, timeInForce: 'GTX', timeoutMs: 60_000 } as const
  const begin = (scene: Scene, more: Parameters<typeof beginTrade>[1] = {}) =>
    beginTrade(scene, { side, quantity: '0.05', entry, bracket: 'native', takeProfits: [0.3, 0.6], ...more })

  it('has its stop with the first fill, covers the later ones, and never stands without one', () =>
    inScene({ hedge, latencyMs: 100 }, async (scene) => {
      const { trade } = begin(scene)
      await scene.advance(1_000)
      expect(scene.truth().openOrders).toHaveLength(1)
      scene.market.take(taker, 4_999 + 20)
      // nobody here has heard of the fill yet, and the stop is on the book
      expect(scene.truth().openOrders.map((order) => order.split(' ')[0])).toContain('STOP_MARKET')
      await scene.advance(1_000)
      expect(trade.openQuantity).toBe('0.02')
      expect(trade.state).toBe('protected')
      scene.market.take(taker, 100)
      await scene.advance(1_000)
      expect(trade.openQuantity).toBe('0.05')
      expect(trade.orders.filter(({ role }) => role === 'stop')).toHaveLength(1)
      scene.market.moveBy(0.8 * forUs)
      const result = await scene.run(trade.done)
      expect(result).toMatchObject({ state: 'completed', exitReason: 'takeProfit', unprotectedMs: 0 })
      expectCleanEnd(scene, result)
    }))

  it('where the other way leaves a window of one round trip', () =>
    inScene({ hedge, latencyMs: 100 }, async (scene) => {
      const { trade } = begin(scene, { bracket: 'emulated' })
      await scene.advance(1_000)
      scene.market.take(taker, 20_000)
      await scene.advance(2_000)
      const result = await scene.run(trade.close())
      expect(result.unprotectedMs).toBeGreaterThanOrEqual(200)
      expect(result.unprotectedMs).toBeLessThan(500)
      expectCleanEnd(scene, result)
    }))

  it('is stopped by the exchange, and the rest is cleared', () =>
    inScene({ hedge }, async (scene) => {
      const { trade } = begin(scene)
      await scene.advance(500)
      scene.market.take(taker, 20_000)
      await scene.advance(500)
      scene.market.moveBy(-1 * forUs)
      const result = await scene.run(trade.done)
      expect(result).toMatchObject({ state: 'completed', exitReason: 'stop', unprotectedMs: 0 })
      expectCleanEnd(scene, result)
    }))

  it('leaves nothing when the entry never fills', () =>
    inScene({ hedge }, async (scene) => {
      const { trade } = begin(scene, { entry: { ...entry, timeoutMs: 2_000 } })
      const result = await scene.run(trade.done)
      expect(result).toMatchObject({ state: 'cancelled', exitReason: 'notFilled' })
      expectCleanEnd(scene, result)
    }))

  it.each<Fault>(['loseAnswer', 'answer503', 'refuse503', 'drop'])(
    'is sent once and settled by asking when its answer is lost: %s',
    (fault) =>
      inScene({ hedge }, async (scene) => {
        scene.faults.add({ when: strategies, fault })
        const { trade } = begin(scene, { entry: { ...entry, timeoutMs: 20_000 } })
        await scene.advance(15_000)
        scene.market.take(taker, 20_000)
        await scene.advance(90_000)
        expect(scene.faults.seen.filter(strategies)).toHaveLength(1)
        const wasCarriedOut = fault === 'loseAnswer' || fault === 'answer503'
        expect(trade.openQuantity).toBe(wasCarriedOut ? '0.05' : '0')
        expect(trade.state).toBe(wasCarriedOut ? 'protected' : 'failed')
        const result = await scene.run(trade.close())
        expect(result.longestUnprotectedMs).toBe(0)
        expectCleanEnd(scene, result)
      }),
  )

  it('places a stop of its own within the deadline when the exchange has not', () =>
    inScene({ hedge }, async (scene) => {
      const { trade } = begin(scene)
      await scene.advance(500)
      // somebody has filled the list of conditional orders: the leg is refused when its time comes
      const own = hedge ? ({ positionSide: side === 'BUY' ? 'SHORT' : 'LONG' } as const) : {}
      const far = taker === 'BUY' ? '120000' : '80000'
      const filler = {
        symbol: 'BTCUSDT',
        side: taker,
        type: 'STOP_MARKET',
        quantity: '0.01',
        stopPrice: far,
        ...own,
      } as const
      const ids: string[] = []
      for (let count = 0; count < 10; count += 1) {
        ids.push((await scene.run(scene.rest.trading.placeOrder(filler))).clientOrderId)
      }
      scene.market.take(taker, 20_000)
      expect(scene.truth().openOrders.filter((order) => order.startsWith('STOP_MARKET'))).toHaveLength(10)
      for (const origClientOrderId of ids) {
        await scene.run(scene.rest.trading.cancelOrder({ symbol: 'BTCUSDT', origClientOrderId }))
      }
      await scene.advance(2_500)
      expect(trade.state).toBe('protected')
      expect(scene.faults.seen.filter(placing({ type: 'STOP_MARKET', closePosition: 'true' }))).toHaveLength(1)
      const result = await scene.run(trade.close())
      expect(result.longestUnprotectedMs).toBeLessThan(2_000)
      expectCleanEnd(scene, result)
    }))

  it('has its stop also when the program dies before the fill and stays dead', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'aster-native-'))
    try {
      await using test = await startTestExchange()
      const accountId = test.exchange.engine.accountIds()[0] ?? ''
      if (hedge) test.exchange.engine.setPositionMode(accountId, true, test.clock.now())
      const market = createTestMarket(test.exchange.engine, 'BTCUSDT', () => test.clock.now())
      market.moveTo('96000')
      const first = await openLife(test, testKeys, join(directory, 'journal.db'))
      createTrade(first.account, {
        symbol: 'BTCUSDT',
        side,
        quantity: '0.05',
        entry,
        bracket: 'native',
        stop: { percent: 0.5 },
      })
      await test.clock.advance(500)
      const next = first.kill()
      market.take(taker, 20_000)
      await test.clock.advance(600_000)
      expect(test.exchange.engine.getOpenOrders(accountId).map(({ type }) => type)).toEqual(['STOP_MARKET'])
      // and whoever is started next goes on with it
      const second = await openLife(test, testKeys, next)
      const [trade] = second.account.recovery?.trades ?? []
      await test.clock.advance(1_000)
      expect(trade?.state).toBe('protected')
      const result = await second.run(trade?.close() ?? Promise.reject(new Error('no trade')))
      expect(result).toMatchObject({ state: 'completed', entry: { quantity: '0.05' }, unprotectedMs: 0 })
      await second.end()
      expect(test.exchange.engine.getOpenOrders(accountId)).toEqual([])
    } finally {
      rmSync(directory, { recursive: true })
    }
  })

  it('is refused for entries that cannot rest, and beside others', () =>
    inScene({ hedge }, async (scene) => {
      for (const wrong of ['market', 'bbo', { ...entry, timeInForce: 'IOC' }] as const) {
        expect(() => begin(scene, { entry: wrong })).toThrow(ParameterError)
      }
      expect(() => begin(scene, { besideOthers: true })).toThrow(ParameterError)
    }))
})
