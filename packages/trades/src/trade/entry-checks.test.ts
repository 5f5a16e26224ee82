import { startTestExchange, testKeys } from '@aster/simulator/testing'
import { describe, expect, it } from 'vitest'

import { beginTrade, expectCleanEnd, tradeModes } from '../testing/begin-trade.ts'
import { placing } from '../testing/fault-transport.ts'
import { openScene, type Scene, type SceneOptions } from '../testing/open-scene.ts'

async function inScene(options: SceneOptions, play: (scene: Scene) => Promise<void>): Promise<void> {
  await using test = await startTestExchange()
  await using scene = await openScene(test, testKeys, options)
  await play(scene)
}

describe.each(tradeModes)('what is checked before and after an entry, $name', ({ side, hedge }) => {
  const opposite = side === 'BUY' ? 'SELL' : 'BUY'
  const forUs = side === 'BUY' ? 1 : -1
  const other = hedge ? ({ positionSide: side === 'BUY' ? 'SHORT' : 'LONG' } as const) : {}

  /** Somebody has filled the list of conditional orders of the symbol but for so many places. */
  async function leaveSlots(scene: Scene, free: number): Promise<void> {
    for (let count = 0; count < 10 - free; count += 1) {
      await scene.run(
        scene.rest.trading.placeOrder({
          symbol: 'BTCUSDT',
          side: opposite,
          type: 'STOP_MARKET',
          quantity: '0.01',
          stopPrice: opposite === 'BUY' ? '120000' : '80000',
          ...other,
        }),
      )
    }
    await scene.advance(200)
  }

  it('does not enter when the list of conditional orders has no place for a stop', () =>
    inScene({ hedge }, async (scene) => {
      await leaveSlots(scene, 0)
      const result = await scene.run(beginTrade(scene, { side }).trade.done)
      expect(result).toMatchObject({ state: 'failed', exitReason: 'refused' })
      expect(result.refusal).toContain('has 10 of at most 10 orders')
      expect(scene.faults.seen.some(placing({ type: 'MARKET' }))).toBe(false)
    }))

  it('counts the places that a moving and a trailing stop need', () =>
    inScene({ hedge }, async (scene) => {
      await leaveSlots(scene, 2)
      const trailing = { callbackPercent: 1 }
      const refused = await scene.run(beginTrade(scene, { side, trailing }).trade.done)
      expect(refused.refusal).toContain('the trade needs 3 more')
      const { trade } = beginTrade(scene, { side, breakEven: { atPercent: 1 } })
      await scene.advance(500)
      expect(trade.state).toBe('protected')
      await scene.run(trade.close())
    }))

  it('refuses a limit entry that the exchange would refuse for its distance to the mark price', () =>
    inScene({ hedge }, async (scene) => {
      const price = side === 'BUY' ? '105000' : '87000'
      const result = await scene.run(
        beginTrade(scene, { side, entry: { type: 'limit', price, timeoutMs: 1_000 } }).trade.done,
      )
      expect(result).toMatchObject({ state: 'failed', exitReason: 'refused' })
      expect(result.refusal).toMatch(/PERCENT_PRICE|times the mark price/)
      expect(scene.faults.seen.some(placing())).toBe(false)
    }))

  it('merges the ladder of an entry that has filled in part, says so, and covers dust with the stop', () =>
    inScene({ hedge }, async (scene) => {
      const entry = { type: 'bbo', fillTimeoutMs: 800, maxRetries: 0, deadlineMs: 1_000 } as const
      const { trade, incidents } = beginTrade(scene, { side, quantity: '0.05', entry, takeProfits: [0.3, 0.6, 0.9] })
      await scene.advance(100)
      scene.market.take(opposite, 5_001)
      await scene.advance(2_000)
      expect(trade.openQuantity).toBe('0.002')
      expect(trade.state).toBe('protected')
      expect(incidents()).toContain('takeProfitsTooSmall')
      const targets = trade.orders.filter((order) => order.role === 'takeProfit' && order.view.state === 'open')
      expect(targets.reduce((sum, { view }) => sum + Number(view.terms?.quantity), 0)).toBeCloseTo(0.002, 8)
      scene.market.moveBy(2 * forUs)
      const result = await scene.run(trade.done)
      expect(result).toMatchObject({ state: 'completed', exitReason: 'takeProfit', entry: { quantity: '0.002' } })
      expectCleanEnd(scene, result)
    }))
})
