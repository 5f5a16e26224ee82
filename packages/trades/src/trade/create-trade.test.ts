import { toDecimal } from '@aster/core'
import { startTestExchange, testKeys } from '@aster/simulator/testing'
import { describe, expect, it } from 'vitest'

import { noRiskLimits } from '../risk/risk-limits.ts'
import { beginTrade, expectCleanEnd, tradeModes } from '../testing/begin-trade.ts'
import { openScene, type Scene, type SceneOptions } from '../testing/open-scene.ts'

async function inScene(options: SceneOptions, play: (scene: Scene) => Promise<void>): Promise<void> {
  await using test = await startTestExchange()
  await using scene = await openScene(test, testKeys, options)
  await play(scene)
}

describe.each(tradeModes)('a bracket trade, $name', ({ side, hedge }) => {
  /** Percent in the direction in which the trade wins. */
  const forUs = side === 'BUY' ? 1 : -1

  it('ends by its take-profits, and nothing is left', () =>
    inScene({ hedge }, async (scene) => {
      const { trade, path } = beginTrade(scene, {
        side,
        takeProfits: [
          [0.2, 0.5],
          [0.4, 0.5],
        ],
      })
      await scene.advance(1_000)
      expect(trade.state).toBe('protected')
      scene.market.moveBy(0.3 * forUs)
      await scene.advance(1_000)
      expect(trade.openQuantity).toBe('0.01')
      scene.market.moveBy(0.3 * forUs)
      const result = await scene.run(trade.done)
      expect(result).toMatchObject({ state: 'completed', exitReason: 'takeProfit', entry: { quantity: '0.02' } })
      expect(Number(result.realizedPnl)).toBeGreaterThan(0)
      expect(path()).toEqual(['entering', 'protecting', 'protected', 'clearing', 'completed'])
      expectCleanEnd(scene, result)
    }))

  it('ends by its stop, and the take-profits are gone', () =>
    inScene({ hedge }, async (scene) => {
      const { trade } = beginTrade(scene, { side, takeProfits: [1, 2] })
      await scene.advance(1_000)
      scene.market.moveBy(-1 * forUs)
      const result = await scene.run(trade.done)
      expect(result).toMatchObject({ state: 'completed', exitReason: 'stop' })
      expect(Number(result.realizedPnl)).toBeLessThan(0)
      expectCleanEnd(scene, result)
    }))

  it('is closed for the rest by its stop after a take-profit has filled in part', () =>
    inScene({ hedge }, async (scene) => {
      const { trade } = beginTrade(scene, { side, quantity: '0.05', takeProfits: 0.2 })
      await scene.advance(1_000)
      const exitSide = side === 'BUY' ? 'BUY' : 'SELL'
      const target = trade.orders.find((order) => order.role === 'takeProfit')?.view.terms?.price ?? ''
      scene.market.moveTo(side === 'BUY' ? (Number(target) - 0.1).toFixed(1) : target)
      scene.market.take(exitSide, 19)
      await scene.advance(1_000)
      expect(trade.openQuantity).toBe('0.03')
      scene.market.moveBy(-1 * forUs)
      const result = await scene.run(trade.done)
      expect(result).toMatchObject({ state: 'completed', exitReason: 'stop', exit: { quantity: '0.05' } })
      expectCleanEnd(scene, result)
    }))

  it('is closed when its time is up, counted from the first fill', () =>
    inScene({ hedge }, async (scene) => {
      const { trade } = beginTrade(scene, { side, takeProfits: 1, timeStopMs: 4_000 })
      await scene.advance(3_900)
      expect(trade.state).toBe('protected')
      const result = await scene.run(trade.done)
      expect(result).toMatchObject({ state: 'completed', exitReason: 'timeStop' })
      expect(result.endedMs - result.startedMs).toBeLessThan(4_500)
      expectCleanEnd(scene, result)
    }))

  it('enters at the best price, post-only, and is protected by its partial fill at once', () =>
    inScene({ hedge }, async (scene) => {
      const { trade } = beginTrade(scene, {
        side,
        quantity: '0.05',
        entry: { type: 'bbo', fillTimeoutMs: 3_000 },
        takeProfits: 0.3,
      })
      await scene.advance(100)
      expect(trade.state).toBe('entering')
      scene.market.take(side === 'BUY' ? 'SELL' : 'BUY', 5_019)
      await scene.advance(200)
      expect(trade.openQuantity).toBe('0.02')
      expect(trade.state).toBe('protected')
      scene.market.take(side === 'BUY' ? 'SELL' : 'BUY', 100)
      await scene.advance(500)
      expect(trade.openQuantity).toBe('0.05')
      const resting = trade.orders.filter((order) => order.role === 'takeProfit')
      const covered = resting.reduce((sum, order) => sum.plus(order.view.terms?.quantity ?? 0), toDecimal(0))
      expect(covered.toFixed()).toBe('0.05')
      scene.market.moveBy(0.6 * forUs)
      const result = await scene.run(trade.done)
      expect(result).toMatchObject({ state: 'completed', exitReason: 'takeProfit', entry: { quantity: '0.05' } })
      expect(result.unprotectedMs).toBeLessThan(50)
      expectCleanEnd(scene, result)
    }))

  it('closes by hand, while entering and while protected', () =>
    inScene({ hedge }, async (scene) => {
      const away = side === 'BUY' ? '95000' : '97000'
      const first = beginTrade(scene, { side, entry: { type: 'limit', price: away, timeoutMs: 60_000 } })
      await scene.advance(200)
      expect(await scene.run(first.trade.close())).toMatchObject({ state: 'cancelled', exitReason: 'manual' })
      expect(scene.truth()).toMatchObject({ openOrders: [], positions: [] })
      const second = beginTrade(scene, { side, takeProfits: [1, 2] })
      await scene.advance(500)
      const result = await scene.run(second.trade.close())
      expect(result).toMatchObject({ state: 'completed', exitReason: 'manual' })
      expectCleanEnd(scene, result)
    }))

  it('flattens when the market has passed the stop before it could be placed', () =>
    inScene({ hedge, latencyMs: 40 }, async (scene) => {
      const { trade, events } = beginTrade(scene, { side, takeProfits: 1 })
      await scene.clock.runUntil(() => scene.truth().positions.length > 0)
      scene.market.moveBy(-1 * forUs)
      const result = await scene.run(trade.done)
      expect(result).toMatchObject({ state: 'completed', exitReason: 'unprotected' })
      expect(events.some((event) => event.type === 'incident' && event.what === 'stopRefused')).toBe(true)
      expect(result.unprotectedMs).toBeLessThan(2_000)
      expectCleanEnd(scene, result)
    }))

  it('takes the better price when the market stands beyond a take-profit already', () =>
    inScene({ hedge, latencyMs: 40 }, async (scene) => {
      const { trade } = beginTrade(scene, { side, takeProfits: 0.2 })
      await scene.clock.runUntil(() => scene.truth().openOrders.length > 0)
      scene.market.moveBy(0.5 * forUs)
      const result = await scene.run(trade.done)
      expect(result).toMatchObject({ state: 'completed', exitReason: 'takeProfit' })
      expect(trade.orders.filter((order) => order.role === 'takeProfit').map((order) => order.view.state)).toEqual([
        'expired',
        'filled',
      ])
      expectCleanEnd(scene, result)
    }))

  it('puts back a stop that another hand has cancelled', () =>
    inScene({ hedge }, async (scene) => {
      const { trade } = beginTrade(scene, { side, takeProfits: 1 })
      await scene.advance(500)
      const stop = trade.orders.find((order) => order.role === 'stop')?.view.clientOrderId ?? ''
      await scene.run(scene.rest.trading.cancelOrder({ symbol: 'BTCUSDT', origClientOrderId: stop }))
      await scene.advance(500)
      expect(trade.state).toBe('protected')
      expect(trade.orders.filter((order) => order.role === 'stop').map((order) => order.view.state)).toEqual([
        'canceled',
        'open',
      ])
      expectCleanEnd(scene, await scene.run(trade.close()))
    }))

  it('ends, and leaves nothing, when another hand closes the position', () =>
    inScene({ hedge }, async (scene) => {
      const { trade } = beginTrade(scene, { side, takeProfits: 1 })
      await scene.advance(500)
      await scene.run(
        scene.rest.trading.placeOrder({
          symbol: 'BTCUSDT',
          side: side === 'BUY' ? 'SELL' : 'BUY',
          type: 'MARKET',
          quantity: '0.02',
          ...(hedge ? { positionSide: side === 'BUY' ? 'LONG' : 'SHORT' } : {}),
        }),
      )
      const result = await scene.run(trade.done)
      expect(result).toMatchObject({ state: 'completed', exitReason: 'elsewhere' })
      expectCleanEnd(scene, result)
    }))

  it('counts a liquidation as the end of the trade, and leaves nothing', () =>
    inScene({ hedge, account: { risk: { limits: noRiskLimits } } }, async (scene) => {
      const { trade } = beginTrade(scene, { side, quantity: '1.2', stop: { percent: 40 }, takeProfits: 20 })
      await scene.advance(1_000)
      expect(trade.state).toBe('protected')
      scene.market.moveBy(-9 * forUs)
      await scene.advance(1_000)
      const result = await scene.run(trade.done)
      expect(result).toMatchObject({ state: 'completed', exitReason: 'elsewhere', entry: { quantity: '1.2' } })
      expect(scene.truth()).toMatchObject({ openOrders: [], positions: [] })
    }))

  it('moves the stop to the average of all fills, without ever standing without one', () =>
    inScene({ hedge }, async (scene) => {
      const { trade } = beginTrade(scene, {
        side,
        quantity: '0.05',
        entry: { type: 'bbo', fillTimeoutMs: 800, maxRetries: 5 },
      })
      await scene.advance(100)
      const taker = side === 'BUY' ? 'SELL' : 'BUY'
      scene.market.take(taker, 4_999 + 20)
      await scene.advance(200)
      scene.market.moveBy(0.05 * forUs)
      await scene.advance(1_500)
      scene.market.take(taker, 10_000)
      await scene.advance(1_000)
      const stops = trade.orders.filter((order) => order.role === 'stop').map((order) => order.view.state)
      expect(stops).toEqual(['canceled', 'open'])
      const result = await scene.run(trade.close())
      expect(result.unprotectedMs).toBeLessThan(50)
      expectCleanEnd(scene, result)
    }))

  it('tells its events in order and without holes', () =>
    inScene({ hedge }, async (scene) => {
      const { trade, events } = beginTrade(scene, { side, takeProfits: [1, 2] })
      await scene.advance(500)
      await scene.run(trade.close())
      expect(events.map((event) => event.sequence)).toEqual(events.map((_, index) => index))
      expect(events[0]?.type).toBe('created')
      expect(events.at(-1)).toMatchObject({ type: 'result', result: { state: 'completed' } })
    }))
})
