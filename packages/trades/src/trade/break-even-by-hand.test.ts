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

const stopsOf = (trade: Trade) =>
  trade.orders.filter(({ role, view }) => role === 'stop' && view.state === 'open').map(({ view }) => view)
const entryOf = (trade: Trade) => trade.orders.find(({ role }) => role === 'entry')?.view

describe.each(tradeModes)('a stop that somebody moves to break-even, $name', ({ side, hedge }) => {
  const forUs = side === 'BUY' ? 1 : -1

  it('goes beyond the entry by twice its fees, and the trade cannot lose any more', () =>
    inScene({ hedge }, async (scene) => {
      const { trade } = beginTrade(scene, { side, stop: { percent: 2 } })
      await scene.advance(500)
      scene.market.moveBy(1 * forUs)
      await scene.advance(500)
      const { stopPrice } = await scene.run(trade.moveToBreakEven())
      const { averagePrice = '0', fills = [] } = entryOf(trade) ?? {}
      const fees = fills
        .reduce((sum, { fee }) => sum.plus(fee), toDecimal(0))
        .times(2)
        .div('0.02')
      const beyond = toDecimal(stopPrice).minus(averagePrice).times(forUs)
      expect(beyond.gte(fees) && beyond.lt(fees.plus('0.1'))).toBe(true)
      await scene.advance(500)
      expect(stopsOf(trade).map(({ terms }) => terms?.stopPrice)).toEqual([stopPrice])
      expect(await scene.run(trade.moveToBreakEven())).toEqual({ stopPrice })
      scene.market.moveBy(-1.2 * forUs)
      const result = await scene.run(trade.done)
      expect(result).toMatchObject({ state: 'completed', exitReason: 'breakEven' })
      expectCleanEnd(scene, result)
    }))

  it('stays where it is while the price has not won so much, or the entry still works', () =>
    inScene({ hedge }, async (scene) => {
      const { trade } = beginTrade(scene, { side, stop: { percent: 2 } })
      await expect(trade.moveToBreakEven()).rejects.toThrow('it has no working stop')
      await scene.advance(500)
      const before = stopsOf(trade)[0]?.terms?.stopPrice
      await expect(scene.run(trade.moveToBreakEven())).rejects.toThrow('where it would break even')
      expect(stopsOf(trade).map(({ terms }) => terms?.stopPrice)).toEqual([before])
      expectCleanEnd(scene, await scene.run(trade.close()))
    }))

  it('stays where it is when the exchange refuses the new one, and says so', () =>
    inScene({ hedge }, async (scene) => {
      const { trade } = beginTrade(scene, { side, stop: { percent: 2 } })
      await scene.advance(500)
      scene.market.moveBy(1 * forUs)
      await scene.advance(500)
      const before = stopsOf(trade)[0]?.terms?.stopPrice
      const answer = { status: 400, code: -4045, msg: 'Reach max stop order limit.' }
      scene.faults.add({ when: placing({ type: 'STOP_MARKET' }), fault: { answer }, times: 50 })
      await expect(scene.run(trade.moveToBreakEven())).rejects.toThrow('no stop came to rest at')
      expect(trade.state).toBe('protected')
      expect(stopsOf(trade).map(({ terms }) => terms?.stopPrice)).toEqual([before])
      expectCleanEnd(scene, await scene.run(trade.close()))
    }))
})

describe.each(tradeModes)('exits that are so much away, $name', ({ side, hedge }) => {
  const forUs = side === 'BUY' ? 1 : -1

  it('stand at the average entry price and that amount', () =>
    inScene({ hedge }, async (scene) => {
      const { trade } = beginTrade(scene, { side, stop: { amount: '250.5' }, takeProfits: [{ amount: 1_000 }] })
      await scene.advance(500)
      const entry = toDecimal(entryOf(trade)?.averagePrice ?? 0)
      expect(stopsOf(trade)[0]?.terms?.stopPrice).toBe(entry.minus(250.5 * forUs).toFixed())
      const target = trade.orders.find(({ role }) => role === 'takeProfit')?.view.terms?.price
      expect(target).toBe(entry.plus(1_000 * forUs).toFixed())
      expectCleanEnd(scene, await scene.run(trade.close()))
    }))

  it('follow the price at that amount', () =>
    inScene({ hedge }, async (scene) => {
      const { trade } = beginTrade(scene, { side, stop: { percent: 2 }, trailing: { callbackAmount: 300 } })
      await scene.advance(500)
      expect(trade.plan.trailing).toMatchObject({ how: 'local', callbackAmount: '300' })
      scene.market.moveBy(1 * forUs)
      await scene.advance(500)
      const best = side === 'BUY' ? scene.market.bid : scene.market.ask
      expect(stopsOf(trade).map(({ terms }) => terms?.stopPrice)).toEqual([
        toDecimal(best)
          .minus(300 * forUs)
          .toFixed(),
      ])
      scene.market.moveBy(-0.4 * forUs)
      const result = await scene.run(trade.done)
      expect(result).toMatchObject({ state: 'completed', exitReason: 'trailingStop' })
      expectCleanEnd(scene, result)
    }))

  it('are refused where they would be below zero, before anything is sent', () =>
    inScene({ hedge }, async (scene) => {
      const distance = { amount: '97000' }
      const exits = side === 'BUY' ? { stop: distance } : { takeProfits: [distance] }
      const { refusal } = await scene.run(beginTrade(scene, { side, ...exits }).trade.done)
      expect(refusal).toContain('must be less than the entry at about 96000')
      expect(() => beginTrade(scene, { side, trailing: { callbackAmount: 0 } })).toThrow('must be above 0')
      expect(() => beginTrade(scene, { side, stop: { amount: 0 } })).toThrow('amount must be above zero')
      expect(scene.faults.seen.some(placing())).toBe(false)
    }))
})
