import { toDecimal } from '@aster/core'
import { startTestExchange, testKeys } from '@aster/simulator/testing'
import { describe, expect, it } from 'vitest'

import { beginTrade, expectCleanEnd, tradeModes } from '../testing/begin-trade.ts'
import { placing } from '../testing/fault-transport.ts'
import { openScene, type Scene, type SceneOptions } from '../testing/open-scene.ts'
import type { Trade } from './trade.ts'

async function inScene(options: SceneOptions, play: (scene: Scene) => Promise<void>): Promise<void> {
  await using test = await startTestExchange()
  await using scene = await openScene(test, testKeys, options)
  await play(scene)
}

const ordersOf = (trade: Trade, role: string) => trade.orders.filter((order) => order.role === role)
const workingStops = (trade: Trade) => ordersOf(trade, 'stop').filter(({ view }) => view.state === 'open')
const stopPrice = (trade: Trade) => workingStops(trade)[0]?.view.terms?.stopPrice ?? ''

/** Every moment in which the trade held something, at least one acknowledged stop stood on the exchange. */
function watchNakedMoments(scene: Scene): () => number {
  let moments = 0
  let hadStop = false
  const stop = scene.account.orders.onChange(() => {
    const { openOrders, positions } = scene.truth()
    const hasStop = openOrders.some((order) => order.startsWith('STOP_MARKET'))
    if (hadStop && positions.length > 0 && !hasStop) moments += 1
    hadStop = hasStop
  })
  return () => {
    stop()
    return moments
  }
}

describe.each(tradeModes)('a stop that moves, $name', ({ side, hedge }) => {
  const forUs = side === 'BUY' ? 1 : -1
  const isBetter = (price: string, than: string) => toDecimal(price).minus(than).times(forUs).gt(0)

  it("rests as the exchange's own trailing stop, in percent, beside the stop, and ends the trade", () =>
    inScene({ hedge }, async (scene) => {
      const { trade } = beginTrade(scene, { side, stop: { percent: 2 }, trailing: { callbackPercent: 0.3 } })
      await scene.advance(500)
      const placed = scene.faults.seen.find(placing({ type: 'TRAILING_STOP_MARKET' }))
      expect(placed?.params.get('callbackRate')).toBe('0.3')
      expect(placed?.params.get('quantity')).toBe('0.02')
      expect(trade.plan.trailing?.how).toBe('native')
      scene.market.moveBy(1 * forUs)
      await scene.advance(200)
      scene.market.moveBy(-0.4 * forUs)
      const result = await scene.run(trade.done)
      expect(result).toMatchObject({ state: 'completed', exitReason: 'trailingStop' })
      expect(Number(result.realizedPnl)).toBeGreaterThan(0)
      expectCleanEnd(scene, result)
    }))

  it('waits for its activation price, and follows at once where that is passed already', () =>
    inScene({ hedge, latencyMs: 40 }, async (scene) => {
      const trailing = { callbackPercent: 0.3, activation: { percent: 0.5 } }
      const { trade, incidents } = beginTrade(scene, { side, stop: { percent: 2 }, trailing })
      await scene.clock.runUntil(() => scene.truth().openOrders.length > 0)
      scene.market.moveBy(0.6 * forUs)
      await scene.advance(1_000)
      const states = ordersOf(trade, 'trailing').map(({ view }) => view.state)
      expect(states).toEqual(['rejected', 'open'])
      expect(incidents()).not.toContain('trailingRefused')
      scene.market.moveBy(-0.4 * forUs)
      const result = await scene.run(trade.done)
      expect(result).toMatchObject({ state: 'completed', exitReason: 'trailingStop' })
      expectCleanEnd(scene, result)
    }))

  it('is moved here where the distance is out of the range of the exchange, never without a stop', () =>
    inScene({ hedge }, async (scene) => {
      const { trade, events } = beginTrade(scene, { side, stop: { percent: 1 }, trailing: { callbackPercent: 0.05 } })
      await scene.advance(500)
      expect(trade.plan.trailing?.how).toBe('local')
      const naked = watchNakedMoments(scene)
      const first = stopPrice(trade)
      for (let step = 0; step < 5; step += 1) {
        scene.market.moveBy(0.1 * forUs)
        await scene.advance(300)
      }
      expect(isBetter(stopPrice(trade), first)).toBe(true)
      expect(workingStops(trade)).toHaveLength(1)
      expect(scene.truth().openOrders).toHaveLength(1)
      const memory = events.flatMap((event) => (event.type === 'memory' ? [event.memory] : [])).at(-1)
      expect(memory?.extremePrice).toBe(side === 'BUY' ? scene.market.bid : scene.market.ask)
      expect(naked()).toBe(0)
      scene.market.moveBy(-0.1 * forUs)
      const result = await scene.run(trade.done)
      expect(result).toMatchObject({ state: 'completed', exitReason: 'trailingStop' })
      expect(result.unprotectedMs).toBeLessThan(50)
      expectCleanEnd(scene, result)
    }))

  it('is moved here when the exchange refuses to trail', () =>
    inScene({ hedge }, async (scene) => {
      const answer = { status: 400, code: -2022, msg: 'ReduceOnly Order is rejected.' }
      scene.faults.add({ when: placing({ type: 'TRAILING_STOP_MARKET' }), fault: { answer } })
      const { trade, incidents } = beginTrade(scene, { side, stop: { percent: 2 }, trailing: { callbackPercent: 0.2 } })
      await scene.advance(500)
      expect(incidents()).toContain('trailingRefused')
      scene.market.moveBy(0.5 * forUs)
      await scene.advance(500)
      const bid = side === 'BUY' ? scene.market.bid : scene.market.ask
      expect(Math.abs(Number(stopPrice(trade)) / Number(bid) - 1)).toBeLessThan(0.0023)
      expectCleanEnd(scene, await scene.run(trade.close()))
    }))

  it('goes to break-even after the first take-profit, fees included, and no further', () =>
    inScene({ hedge }, async (scene) => {
      const { trade } = beginTrade(scene, { side, takeProfits: [0.3, 2], breakEven: { afterTakeProfit: 1 } })
      await scene.advance(500)
      const naked = watchNakedMoments(scene)
      scene.market.moveBy(0.4 * forUs)
      await scene.advance(1_000)
      const entry = trade.orders.find((order) => order.role === 'entry')?.view
      expect(isBetter(stopPrice(trade), entry?.averagePrice ?? '0')).toBe(true)
      expect(naked()).toBe(0)
      scene.market.moveBy(-0.5 * forUs)
      const result = await scene.run(trade.done)
      expect(result).toMatchObject({ state: 'completed', exitReason: 'breakEven' })
      expect(result.unprotectedMs).toBeLessThan(50)
      expectCleanEnd(scene, result)
    }))

  it('goes to break-even once the price has won enough', () =>
    inScene({ hedge }, async (scene) => {
      const breakEven = { atPercent: 0.5, offsetPercent: 0.1, coverFees: false }
      const { trade } = beginTrade(scene, { side, stop: { percent: 1 }, breakEven })
      await scene.advance(500)
      const before = stopPrice(trade)
      scene.market.moveBy(0.3 * forUs)
      await scene.advance(500)
      expect(stopPrice(trade)).toBe(before)
      scene.market.moveBy(0.3 * forUs)
      await scene.advance(500)
      const entry = trade.orders.find((order) => order.role === 'entry')?.view.averagePrice ?? '0'
      expect((Number(stopPrice(trade)) / Number(entry) - 1) * 100 * forUs).toBeCloseTo(0.1, 2)
      scene.market.moveBy(-0.6 * forUs)
      const result = await scene.run(trade.done)
      expect(result).toMatchObject({ exitReason: 'breakEven' })
      expectCleanEnd(scene, result)
    }))

  it('counts as fired where the market has passed its new place already', () =>
    inScene({ hedge, latencyMs: 30 }, async (scene) => {
      const { trade } = beginTrade(scene, { side, stop: { percent: 3 }, breakEven: { atPercent: 0.5 } })
      await scene.advance(500)
      scene.market.moveBy(0.6 * forUs)
      await scene.advance(31)
      scene.market.moveBy(-1 * forUs)
      const result = await scene.run(trade.done)
      expect(result).toMatchObject({ state: 'completed', exitReason: 'stop' })
      expect(result.unprotectedMs).toBeLessThan(100)
      expectCleanEnd(scene, result)
    }))

  it('keeps the old stop while the fate of the new one is unknown', () =>
    inScene({ hedge }, async (scene) => {
      const { trade } = beginTrade(scene, { side, stop: { percent: 1 }, breakEven: { atPercent: 0.5 } })
      await scene.advance(500)
      const naked = watchNakedMoments(scene)
      scene.faults.add({ when: placing({ type: 'STOP_MARKET' }), fault: 'drop' })
      scene.market.moveBy(0.6 * forUs)
      await scene.advance(700)
      expect(scene.truth().openOrders).toHaveLength(1)
      await scene.advance(90_000)
      expect(naked()).toBe(0)
      const entry = trade.orders.find((order) => order.role === 'entry')?.view.averagePrice ?? '0'
      expect(isBetter(stopPrice(trade), entry)).toBe(true)
      expectCleanEnd(scene, await scene.run(trade.close()))
    }))

  it('triggers on the mark price when asked to', () =>
    inScene({ hedge }, async (scene) => {
      const stop = { percent: 0.5, workingType: 'MARK_PRICE' } as const
      const { trade } = beginTrade(scene, { side, stop })
      await scene.advance(500)
      expect(ordersOf(trade, 'stop')[0]?.view.terms?.workingType).toBe('MARK_PRICE')
      const mark = String(Math.round(Number(scene.market.bid) * (1 - 0.006 * forUs)))
      scene.exchange.engine.setMark('BTCUSDT', mark, mark, scene.clock.now())
      const result = await scene.run(trade.done)
      expect(result).toMatchObject({ exitReason: 'stop' })
      expectCleanEnd(scene, result)
    }))

  it('is followed by exits at the market when it expires at its trigger', () =>
    inScene({ hedge }, async (scene) => {
      const { trade, path } = beginTrade(scene, { side, stop: { percent: 0.001, priceProtect: true } })
      await scene.advance(500)
      expect(trade.state).toBe('protected')
      // mark and last price come further apart than the protection allows: the triggered stop expires
      const { engine } = scene.exchange
      const setMark = (factor: number) => {
        const mark = String(Math.round(96_000 * factor))
        engine.setMark('BTCUSDT', mark, mark, scene.clock.now())
      }
      setMark(1 + 0.06 * forUs)
      scene.market.take(side === 'BUY' ? 'SELL' : 'BUY', 5_000 * 10 + 1)
      for (let level = 0; level < 14; level += 1) scene.market.take(side === 'BUY' ? 'SELL' : 'BUY', 5_000)
      await scene.advance(300)
      expect(ordersOf(trade, 'stop')[0]?.view.state).toBe('expired')
      setMark(1)
      const result = await scene.run(trade.done)
      expect(path()).toContain('exiting')
      expect(result).toMatchObject({ state: 'completed', exitReason: 'unprotected', exit: { quantity: '0.02' } })
      expect(result.longestUnprotectedMs).toBeLessThan(12_000)
      expectCleanEnd(scene, result)
    }))
})
