import { startTestExchange, testKeys } from '@aster/simulator/testing'
import { describe, expect, it } from 'vitest'

import { beginTrade, expectCleanEnd, tradeModes } from '../testing/begin-trade.ts'
import { type Fault, placing } from '../testing/fault-transport.ts'
import { openScene, type Scene, type SceneOptions } from '../testing/open-scene.ts'

async function inScene(options: SceneOptions, play: (scene: Scene) => Promise<void>): Promise<void> {
  await using test = await startTestExchange()
  await using scene = await openScene(test, testKeys, options)
  await play(scene)
}

describe.each(tradeModes)('an entry that waits for its trigger, $name', ({ side, hedge }) => {
  const forUs = side === 'BUY' ? 1 : -1
  const opposite = side === 'BUY' ? 'SELL' : 'BUY'
  const stopPrice = side === 'BUY' ? '96480' : '95520'
  const entry = { type: 'stop', stopPrice, timeoutMs: 60_000 } as const
  const limitPrice = side === 'BUY' ? '96480.1' : '95519.9'

  it('rests at the exchange, opens nothing before its price, and is protected once it has fired', () =>
    inScene({ hedge }, async (scene) => {
      const { trade, path } = beginTrade(scene, { side, entry, takeProfits: 1 })
      await scene.advance(2_000)
      expect(trade.state).toBe('entering')
      expect(scene.truth()).toMatchObject({ openOrders: [expect.stringMatching(/^STOP_MARKET /)], positions: [] })
      scene.market.moveBy(0.3 * forUs)
      await scene.advance(2_000)
      expect(trade.state).toBe('entering')
      scene.market.moveBy(0.3 * forUs)
      await scene.advance(500)
      expect(trade).toMatchObject({ state: 'protected', openQuantity: '0.02' })
      scene.market.moveBy(1.5 * forUs)
      const result = await scene.run(trade.done)
      expect(result).toMatchObject({ state: 'completed', exitReason: 'takeProfit', entry: { quantity: '0.02' } })
      expect(result.unprotectedMs).toBeLessThan(50)
      expect(path()).toEqual(['entering', 'protecting', 'protected', 'clearing', 'completed'])
      expectCleanEnd(scene, result)
    }))

  it('with a limit rests at it once it has fired, and is protected from its first fill', () =>
    inScene({ hedge }, async (scene) => {
      const { trade } = beginTrade(scene, { side, quantity: '0.05', entry: { ...entry, limitPrice } })
      await scene.advance(500)
      expect(scene.truth().openOrders).toEqual([expect.stringMatching(/^STOP /)])
      // the price jumps over both: it fires and rests behind the market
      scene.market.moveBy(1 * forUs)
      await scene.advance(500)
      expect(trade.state).toBe('entering')
      expect(scene.truth().positions).toEqual([])
      // and comes back as far as a part of it
      scene.market.moveTo(side === 'BUY' ? limitPrice : (Number(limitPrice) - 0.1).toFixed(1))
      scene.market.take(opposite, 19)
      await scene.advance(500)
      expect(trade).toMatchObject({ state: 'protected', openQuantity: '0.02' })
      scene.market.take(opposite, 100)
      await scene.advance(500)
      expect(trade).toMatchObject({ state: 'protected', openQuantity: '0.05' })
      const result = await scene.run(trade.close())
      expect(Number(result.entry.averagePrice)).toBe(Number(limitPrice))
      expectCleanEnd(scene, result)
    }))

  it('is refused where it would fire at once, saying which price is in the way', () =>
    inScene({ hedge }, async (scene) => {
      const passed = side === 'BUY' ? '95500' : '96500'
      const { trade } = beginTrade(scene, { side, entry: { ...entry, stopPrice: passed } })
      const result = await scene.run(trade.done)
      expect(result).toMatchObject({ state: 'failed', exitReason: 'refused' })
      const where = side === 'BUY' ? 'above' : 'below'
      expect(result.refusal).toContain(
        `A ${side} stop entry must be ${where} the last price, which has passed ${passed} already`,
      )
      expectCleanEnd(scene, result)
    }))

  it('is cancelled by hand and by its time, and leaves nothing', () =>
    inScene({ hedge }, async (scene) => {
      const first = beginTrade(scene, { side, entry })
      await scene.advance(500)
      const closed = await scene.run(first.trade.close())
      expect(closed).toMatchObject({ state: 'cancelled', exitReason: 'manual' })
      const second = beginTrade(scene, { side, entry: { ...entry, timeoutMs: 3_000 } })
      const ended = await scene.run(second.trade.done)
      expect(ended).toMatchObject({ state: 'cancelled', exitReason: 'notFilled' })
      expectCleanEnd(scene, closed, ended)
    }))

  it.each<Fault>(['loseAnswer', 'answer503', 'refuse503', 'drop'])(
    'rests once when the answer to it is lost: %s',
    (fault) =>
      inScene({ hedge }, async (scene) => {
        scene.faults.add({ when: placing({ type: 'STOP_MARKET' }), fault })
        const { trade } = beginTrade(scene, { side, entry: { ...entry, timeoutMs: 600_000 } })
        await scene.advance(90_000)
        const wasCarriedOut = fault === 'loseAnswer' || fault === 'answer503'
        expect(scene.truth().openOrders).toHaveLength(wasCarriedOut ? 1 : 0)
        expect(trade.state).toBe(wasCarriedOut ? 'entering' : 'failed')
        scene.market.moveBy(0.6 * forUs)
        await scene.advance(1_000)
        expect(trade.openQuantity).toBe(wasCarriedOut ? '0.02' : '0')
        const result = await scene.run(trade.close())
        expectCleanEnd(scene, result)
      }),
  )

  it('is protected when no event tells that it has fired', () =>
    inScene({ hedge }, async (scene) => {
      const { trade } = beginTrade(scene, { side, entry })
      await scene.advance(500)
      scene.stream.fault = () => 'drop'
      scene.market.moveBy(0.6 * forUs)
      await scene.advance(15_000)
      expect(trade).toMatchObject({ state: 'protected', openQuantity: '0.02' })
      expectCleanEnd(scene, await scene.run(trade.close()))
    }))

  it('counts the exits’ places beside its own, and holds their prices against its trigger', () =>
    inScene({ hedge }, async (scene) => {
      const beyond = side === 'BUY' ? '96470' : '95530'
      expect(() => beginTrade(scene, { side, entry, takeProfits: [{ price: beyond }] })).toThrow(
        `must be ${side === 'BUY' ? 'above' : 'below'} ${stopPrice}`,
      )
      expect(() => beginTrade(scene, { side, entry: { ...entry, limitPrice: beyond } })).toThrow(
        `must not be ${side === 'BUY' ? 'below' : 'above'} stopPrice`,
      )
      expect(() => beginTrade(scene, { side, entry: { ...entry, stopPrice: 0, timeoutMs: 0 } })).toThrow(
        /entry\.timeoutMs.*entry\.stopPrice/s,
      )
      const other = hedge ? ({ positionSide: side === 'BUY' ? 'SHORT' : 'LONG' } as const) : {}
      const far = opposite === 'BUY' ? '120000' : '80000'
      for (let count = 0; count < 9; count += 1) {
        const order = {
          symbol: 'BTCUSDT',
          side: opposite,
          type: 'STOP_MARKET',
          quantity: '0.01',
          stopPrice: far,
        } as const
        await scene.run(scene.rest.trading.placeOrder({ ...order, ...other }))
      }
      await scene.advance(200)
      const result = await scene.run(beginTrade(scene, { side, entry }).trade.done)
      expect(result.refusal).toContain('the trade needs 2 more')
    }))
})

describe.each(tradeModes)('a market entry with a cap on its price, $name', ({ side, hedge }) => {
  const entry = { type: 'market', maxSlippagePercent: 0.001 } as const

  it('takes what stands within the cap and protects that; the rest is given up', () =>
    inScene({ hedge }, async (scene) => {
      // 5 lots at each of the best levels; the cap of 0.96 allows ten ticks
      const { bidTicks, askTicks } = scene.exchange.engine.getTop('BTCUSDT')
      const changes = Array.from({ length: 20 }, (_, step) => [
        { side: 'BUY', priceTicks: bidTicks - step, lots: 5 } as const,
        { side: 'SELL', priceTicks: askTicks + step, lots: 5 } as const,
      ]).flat()
      scene.exchange.engine.setLevels('BTCUSDT', changes, scene.clock.now())
      await scene.advance(200)
      const { trade } = beginTrade(scene, { side, entry, quantity: '0.2' })
      await scene.advance(1_000)
      expect(trade).toMatchObject({ state: 'protected', openQuantity: '0.05' })
      expect(scene.faults.seen.some(placing({ type: 'MARKET' }))).toBe(false)
      expectCleanEnd(scene, await scene.run(trade.close()))
    }))

  it('fills whole where the book is deep enough, and refuses a cap that is none', () =>
    inScene({ hedge }, async (scene) => {
      const { trade } = beginTrade(scene, { side, entry })
      await scene.advance(500)
      expect(trade).toMatchObject({ state: 'protected', openQuantity: '0.02' })
      expectCleanEnd(scene, await scene.run(trade.close()))
      for (const maxSlippagePercent of [0, 100, -1]) {
        expect(() => beginTrade(scene, { side, entry: { type: 'market', maxSlippagePercent } })).toThrow(
          'must be above 0 and below 100 percent',
        )
      }
    }))
})
