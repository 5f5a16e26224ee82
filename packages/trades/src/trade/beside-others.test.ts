import { startTestExchange, testKeys } from '@aster/simulator/testing'
import { describe, expect, it } from 'vitest'

import { PositionExistsError } from '../account/position-exists-error.ts'
import { beginTrade, tradeModes } from '../testing/begin-trade.ts'
import { placing } from '../testing/fault-transport.ts'
import { openScene, type Scene, type SceneOptions } from '../testing/open-scene.ts'

async function inScene(options: SceneOptions, play: (scene: Scene) => Promise<void>): Promise<void> {
  await using test = await startTestExchange()
  await using scene = await openScene(test, testKeys, options)
  await play(scene)
}

describe.each(tradeModes)('a trade beside the size of others, $name', ({ side, hedge }) => {
  const forUs = side === 'BUY' ? 1 : -1
  const opposite = side === 'BUY' ? 'SELL' : 'BUY'
  const positionSide = hedge ? ({ positionSide: side === 'BUY' ? 'LONG' : 'SHORT' } as const) : {}
  const sign = side === 'BUY' ? '' : '-'
  const place = hedge ? (side === 'BUY' ? 'LONG' : 'SHORT') : 'BOTH'

  /** Another hand trades on the same account, past everything here. */
  const otherHand = (scene: Scene, orderSide: 'BUY' | 'SELL', quantity: string) =>
    scene.run(
      scene.rest.trading.placeOrder({ symbol: 'BTCUSDT', side: orderSide, type: 'MARKET', quantity, ...positionSide }),
    )
  const openStops = (scene: Scene) =>
    scene.account.orders
      .list(({ state, terms }) => state === 'open' && terms?.type === 'STOP_MARKET')
      .map(({ terms }) => (terms?.closePosition === true ? 'all' : terms?.quantity))

  it('is refused unless asked for', () =>
    inScene({ hedge }, async (scene) => {
      await otherHand(scene, side, '0.03')
      await scene.advance(500)
      expect(() => beginTrade(scene, { side })).toThrow(PositionExistsError)
    }))

  it('binds its stop to its own quantity, and leaves theirs', () =>
    inScene({ hedge }, async (scene) => {
      await otherHand(scene, side, '0.03')
      await scene.advance(500)
      const { trade } = beginTrade(scene, { side, besideOthers: true })
      await scene.advance(500)
      expect(trade.state).toBe('protected')
      const stop = scene.faults.seen.find(placing({ type: 'STOP_MARKET' }))
      expect(stop?.params.get('quantity')).toBe('0.02')
      expect(stop?.params.get('closePosition')).toBe(null)
      expect(stop?.params.get('reduceOnly')).toBe(hedge ? null : 'true')
      scene.market.moveBy(-1 * forUs)
      const result = await scene.run(trade.done)
      expect(result).toMatchObject({ state: 'completed', exitReason: 'stop', foreignQuantity: '0.03' })
      expect(scene.truth()).toMatchObject({ openOrders: [], positions: [`BTCUSDT ${place} ${sign}0.03`] })
    }))

  it('fits its stop to what is left after a take-profit', () =>
    inScene({ hedge }, async (scene) => {
      await otherHand(scene, side, '0.03')
      await scene.advance(500)
      const { trade } = beginTrade(scene, { side, besideOthers: true, takeProfits: [0.3, 3] })
      await scene.advance(500)
      scene.market.moveBy(0.4 * forUs)
      await scene.advance(1_000)
      expect(openStops(scene)).toEqual(['0.01'])
      scene.market.moveBy(-1 * forUs)
      const result = await scene.run(trade.done)
      expect(result).toMatchObject({ state: 'completed', exitReason: 'stop', exit: { quantity: '0.02' } })
      expect(scene.truth().positions).toEqual([`BTCUSDT ${place} ${sign}0.03`])
      expect(result.unprotectedMs).toBeLessThan(50)
    }))

  it('covers each further fill of its entry', () =>
    inScene({ hedge }, async (scene) => {
      await otherHand(scene, side, '0.03')
      await scene.advance(500)
      const entry = { type: 'bbo', fillTimeoutMs: 5_000 } as const
      const { trade } = beginTrade(scene, { side, quantity: '0.05', entry, besideOthers: true })
      await scene.advance(100)
      scene.market.take(opposite, 5_019)
      await scene.advance(300)
      expect(openStops(scene)).toEqual(['0.02'])
      scene.market.take(opposite, 100)
      await scene.advance(1_000)
      const covered = openStops(scene).reduce((sum, quantity) => sum + Number(quantity), 0)
      expect(covered).toBeCloseTo(0.05, 8)
      expect(trade.state).toBe('protected')
      const result = await scene.run(trade.close())
      expect(result).toMatchObject({ state: 'completed', exit: { quantity: '0.05' } })
      expect(result.longestUnprotectedMs).toBeLessThan(50)
      expect(scene.truth()).toMatchObject({ openOrders: [], positions: [`BTCUSDT ${place} ${sign}0.03`] })
    }))

  it('narrows a stop that closes everything when others come in, without a moment without one', () =>
    inScene({ hedge }, async (scene) => {
      const { trade, incidents } = beginTrade(scene, { side })
      await scene.advance(500)
      expect(openStops(scene)).toEqual(['all'])
      await otherHand(scene, side, '0.03')
      await scene.advance(1_000)
      expect(openStops(scene)).toEqual(['0.02'])
      expect(incidents()).toContain('foreignPosition')
      scene.market.moveBy(-1 * forUs)
      const result = await scene.run(trade.done)
      expect(result).toMatchObject({ exitReason: 'stop', exit: { quantity: '0.02' }, foreignQuantity: '0.03' })
      expect(result.unprotectedMs).toBeLessThan(50)
      expect(scene.truth()).toMatchObject({ openOrders: [], positions: [`BTCUSDT ${place} ${sign}0.03`] })
    }))

  it('goes on closing all of it where no execution explains what is more: it may be ours', () =>
    inScene({ hedge }, async (scene) => {
      const { trade, incidents } = beginTrade(scene, { side })
      await scene.advance(500)
      scene.stream.fault = ({ e }) => (e === 'ORDER_TRADE_UPDATE' ? 'drop' : undefined)
      scene.faults.add({ when: ({ path }) => path === '/fapi/v3/userTrades', fault: { body: '[]' }, times: 100 })
      await otherHand(scene, side, '0.03')
      await scene.advance(8_000)
      expect(incidents()).toContain('foreignPosition')
      expect(openStops(scene)).toEqual(['all'])
      expect(trade.state).toBe('protected')
      scene.stream.fault = undefined
      await scene.run(trade.close())
    }))

  it('takes what others close for theirs first', () =>
    inScene({ hedge }, async (scene) => {
      await otherHand(scene, side, '0.03')
      await scene.advance(500)
      const { trade } = beginTrade(scene, { side, besideOthers: true })
      await scene.advance(500)
      await otherHand(scene, opposite, '0.03')
      await scene.advance(5_000)
      expect(trade.openQuantity).toBe('0.02')
      expect(trade.state).toBe('protected')
      await otherHand(scene, opposite, '0.02')
      const result = await scene.run(trade.done)
      expect(result).toMatchObject({ state: 'completed', exitReason: 'elsewhere' })
      expect(scene.truth()).toMatchObject({ openOrders: [], positions: [] })
    }))
})

describe.each(tradeModes.filter(({ hedge }) => !hedge))('a trade against the size of others, $name', ({ side }) => {
  it('is refused: in one-way mode it would close what is theirs', () =>
    inScene({}, async (scene) => {
      const opposite = side === 'BUY' ? 'SELL' : 'BUY'
      await scene.run(
        scene.rest.trading.placeOrder({ symbol: 'BTCUSDT', side: opposite, type: 'MARKET', quantity: '0.03' }),
      )
      await scene.advance(500)
      expect(() => beginTrade(scene, { side, besideOthers: true })).toThrow(PositionExistsError)
    }))
})
