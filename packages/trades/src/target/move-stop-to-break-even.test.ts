import { toDecimal } from '@aster/core'
import { startTestExchange, testKeys } from '@aster/simulator/testing'
import { describe, expect, it } from 'vitest'

import { beginTrade, tradeModes } from '../testing/begin-trade.ts'
import { placing } from '../testing/fault-transport.ts'
import { openScene, type Scene, type SceneOptions } from '../testing/open-scene.ts'
import { moveStopToBreakEven } from './move-stop-to-break-even.ts'
import { protectPosition } from './protect-position.ts'
import { setTargetPosition } from './set-target-position.ts'

async function inScene(options: SceneOptions, play: (scene: Scene) => Promise<void>): Promise<void> {
  await using test = await startTestExchange()
  await using scene = await openScene(test, testKeys, options)
  await play(scene)
}

describe.each(tradeModes)('moveStopToBreakEven, $name', ({ side, hedge }) => {
  const symbol = 'BTCUSDT'
  const forUs = side === 'BUY' ? 1 : -1
  const own = hedge ? ({ positionSide: side === 'BUY' ? 'LONG' : 'SHORT' } as const) : {}
  const positionSide = hedge ? (side === 'BUY' ? 'LONG' : 'SHORT') : 'BOTH'
  const stopsOf = ({ account }: Scene) =>
    account.orders.list(({ state }) => state === 'open').map(({ terms }) => terms?.stopPrice)

  async function open(scene: Scene): Promise<string> {
    const target = hedge || side === 'BUY' ? '0.02' : '-0.02'
    await scene.run(setTargetPosition(scene.account, { symbol, ...own, target, stop: { percent: 2 } }))
    return (await scene.run(scene.account.readPosition(symbol, positionSide))).entryPrice
  }

  it('puts the stop where getting out costs no more than what was won, and leaves one', () =>
    inScene({ hedge }, async (scene) => {
      const entryPrice = await open(scene)
      scene.market.moveBy(1 * forUs)
      await scene.advance(200)
      const moved = await scene.run(moveStopToBreakEven(scene.account, { symbol, ...own }))
      await scene.advance(500)
      const [stop, ...others] = stopsOf(scene)
      expect(others).toEqual([])
      expect(scene.account.orders.get(moved.stopOrderId ?? '')?.terms?.stopPrice).toBe(stop)
      const { takerCommissionRate } = await scene.run(scene.rest.account.getCommissionRate({ symbol }))
      const beyond = toDecimal(stop ?? 0)
        .minus(entryPrice)
        .times(forUs)
      const fees = toDecimal(entryPrice).times(takerCommissionRate).times(2)
      expect(beyond.gte(fees) && beyond.lt(fees.plus('0.1'))).toBe(true)
      // asked again, nothing moves; nor when it stands further on
      expect(await scene.run(moveStopToBreakEven(scene.account, { symbol, ...own }))).toEqual(moved)
      const further = String(Math.round(Number(entryPrice) * (1 + 0.005 * forUs)))
      await scene.run(protectPosition(scene.account, { symbol, ...own, stop: { price: further } }))
      await scene.advance(500)
      await scene.run(moveStopToBreakEven(scene.account, { symbol, ...own }))
      await scene.advance(500)
      expect(stopsOf(scene)).toEqual([further])
    }))

  it('leaves the stop where it stands while the price has not won so much, or the new one is refused', () =>
    inScene({ hedge }, async (scene) => {
      await open(scene)
      const before = stopsOf(scene)
      const early = moveStopToBreakEven(scene.account, { symbol, ...own })
      await expect(scene.run(early)).rejects.toThrow('has not passed it')
      scene.market.moveBy(1 * forUs)
      await scene.advance(200)
      const answer = { status: 400, code: -4045, msg: 'Reach max stop order limit.' }
      scene.faults.add({ when: placing({ type: 'STOP_MARKET' }), fault: { answer }, times: 50 })
      const refused = moveStopToBreakEven(scene.account, { symbol, ...own })
      await expect(scene.run(refused)).rejects.toThrow('the one before it stands')
      expect(stopsOf(scene)).toEqual(before)
    }))

  it('has nothing to do when flat, and leaves a trade’s position to the trade', () =>
    inScene({ hedge }, async (scene) => {
      expect(await scene.run(moveStopToBreakEven(scene.account, { symbol, ...own }))).toMatchObject({ quantity: '0' })
      const { trade } = beginTrade(scene, { side })
      await scene.advance(500)
      await expect(scene.run(moveStopToBreakEven(scene.account, { symbol, ...own }))).rejects.toThrow(
        'belongs to the trade of',
      )
      await scene.run(trade.close())
    }))
})
