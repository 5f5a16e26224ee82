import { ParameterError, toDecimal } from '@aster/core'
import { startTestExchange, testKeys } from '@aster/simulator/testing'
import { describe, expect, it } from 'vitest'

import { beginTrade, expectCleanEnd, tradeModes } from '../testing/begin-trade.ts'
import { placing } from '../testing/fault-transport.ts'
import { openScene, type Scene, type SceneOptions } from '../testing/open-scene.ts'
import { TradeStateError } from './trade-state-error.ts'
import type { Trade } from './trade.ts'

async function inScene(options: SceneOptions, play: (scene: Scene) => Promise<void>): Promise<void> {
  await using test = await startTestExchange()
  await using scene = await openScene(test, testKeys, options)
  await play(scene)
}

const openOf = (trade: Trade, role: string) =>
  trade.orders.filter((order) => order.role === role && order.view.state === 'open').map(({ view }) => view.terms)

/** Quantity that rests at each price of the ladder. */
const ladderOf = (trade: Trade) => {
  const sums = new Map<string, number>()
  for (const terms of openOf(trade, 'takeProfit')) {
    const price = terms?.price ?? ''
    sums.set(price, Math.round(((sums.get(price) ?? 0) + Number(terms?.quantity)) * 1e6) / 1e6)
  }
  return [...sums.values()]
}

describe.each(tradeModes)('adding to a trade, $name', ({ side, hedge }) => {
  const taker = side === 'BUY' ? 'SELL' : 'BUY'
  const forUs = side === 'BUY' ? 1 : -1

  it('moves stop and take-profits to the new average and quantity, and never stands without a stop', () =>
    inScene({ hedge }, async (scene) => {
      const { trade } = beginTrade(scene, { side, stop: { percent: 1 }, takeProfits: [1, 2] })
      await scene.advance(500)
      const [before] = openOf(trade, 'stop')
      scene.market.moveBy(0.4 * forUs)
      await scene.advance(500)
      const added = await scene.run(trade.add({ quantity: '0.02' }))
      expect(added).toEqual({ filledQuantity: '0.02', refusal: undefined })
      await scene.advance(1_000)
      expect(trade.openQuantity).toBe('0.04')
      const stops = openOf(trade, 'stop')
      expect(stops).toHaveLength(1)
      expect(
        toDecimal(stops[0]?.stopPrice ?? 0)
          .minus(before?.stopPrice ?? 0)
          .times(forUs)
          .gt(0),
      ).toBe(true)
      expect(ladderOf(trade)).toEqual([0.02, 0.02])
      scene.market.moveBy(3 * forUs)
      const result = await scene.run(trade.done)
      expect(result).toMatchObject({ state: 'completed', exitReason: 'takeProfit', entry: { quantity: '0.04' } })
      expect(result.longestUnprotectedMs).toBeLessThan(50)
      expectCleanEnd(scene, result)
    }))

  it('can be done at the best price, and what does not fill is given up', () =>
    inScene({ hedge }, async (scene) => {
      const { trade } = beginTrade(scene, { side, takeProfits: 2 })
      await scene.advance(500)
      const adding = trade.add({ quantity: '0.05', entry: { type: 'bbo', deadlineMs: 2_000 } })
      await scene.advance(300)
      scene.market.take(taker, 5_019)
      expect(await scene.run(adding)).toMatchObject({ filledQuantity: '0.02' })
      await scene.advance(1_000)
      expect(trade.openQuantity).toBe('0.04')
      expect(ladderOf(trade)).toEqual([0.04])
      expectCleanEnd(scene, await scene.run(trade.close()))
    }))

  it('goes on without what is refused', () =>
    inScene({ hedge }, async (scene) => {
      const { trade } = beginTrade(scene, { side, takeProfits: 2 })
      await scene.advance(500)
      const answer = { status: 400, code: -2019, msg: 'Margin is insufficient.' }
      scene.faults.add({ when: placing({ type: 'MARKET' }), fault: { answer } })
      const added = await scene.run(trade.add({ quantity: '0.02' }))
      expect(added).toMatchObject({ filledQuantity: '0', refusal: expect.stringContaining('-2019') as string })
      await scene.advance(500)
      expect(trade).toMatchObject({ state: 'protected', openQuantity: '0.02' })
      expectCleanEnd(scene, await scene.run(trade.close()))
    }))

  it('is refused while entering, after a part was closed, and when it is over', () =>
    inScene({ hedge }, async (scene) => {
      const { trade } = beginTrade(scene, { side, takeProfits: [0.3, 3] })
      await expect(trade.add({ quantity: '0.02' })).rejects.toThrow(TradeStateError)
      await scene.advance(500)
      await expect(trade.add({ quantity: '0' })).rejects.toThrow(ParameterError)
      scene.market.moveBy(0.4 * forUs)
      await scene.advance(500)
      await expect(trade.add({ quantity: '0.02' })).rejects.toThrow('a part of it is closed')
      expectCleanEnd(scene, await scene.run(trade.close()))
      await expect(trade.add({ quantity: '0.02' })).rejects.toThrow(TradeStateError)
    }))

  it('is closed with all that was added when it is closed meanwhile', () =>
    inScene({ hedge, latencyMs: 50 }, async (scene) => {
      const { trade } = beginTrade(scene, { side })
      await scene.advance(1_000)
      const adding = trade.add({ quantity: '0.02' })
      const closing = trade.close()
      await scene.run(adding)
      const result = await scene.run(closing)
      expect(result.state).toBe('completed')
      expect(result.exit.quantity).toBe(result.entry.quantity)
      expectCleanEnd(scene, result)
    }))
})
