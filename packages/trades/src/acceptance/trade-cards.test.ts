import { startTestExchange, testKeys } from '@aster/simulator/testing'
import { describe, expect, it } from 'vitest'

import { closePosition } from '../close/close-position.ts'
import { beginTrade, expectCleanEnd, tradeModes } from '../testing/begin-trade.ts'
import { openScene, type Scene, type SceneOptions } from '../testing/open-scene.ts'
import { openTestAccount } from '../testing/open-test-account.ts'

async function inScene(options: SceneOptions, play: (scene: Scene) => Promise<void>): Promise<void> {
  await using test = await startTestExchange()
  await using scene = await openScene(test, testKeys, options)
  await play(scene)
}

const symbol = 'BTCUSDT'

describe.each(tradeModes)('acceptance of trades, $name', ({ side, hedge }) => {
  const opposite = side === 'BUY' ? ('SELL' as const) : ('BUY' as const)
  const forUs = side === 'BUY' ? 1 : -1
  const own = hedge ? ({ positionSide: side === 'BUY' ? 'LONG' : 'SHORT' } as const) : {}
  const card = (buy: string, sell: string) => (side === 'BUY' ? buy : sell)

  /** A second program on the same account, after the first has gone. */
  const reopen = (scene: Scene, prefix = 'test') =>
    openTestAccount({
      clock: scene.clock,
      transport: scene.exchange.transport({ latencyMs: 5 }),
      connector: scene.exchange.connector({ latencyMs: 5 }),
      restUrl: scene.exchange.restUrl,
      wsUrl: scene.exchange.wsUrl,
      keys: testKeys,
      seed: 'second',
      options: { clientOrderIdPrefix: prefix },
    })

  it(`${card('TC-E50', 'TC-E51')} TC-E52 stop and take-profit come to life with the fill of the entry`, () =>
    inScene({ hedge }, async (scene) => {
      const price = side === 'BUY' ? '95990' : '96010'
      const entry = { type: 'limit', price, timeoutMs: 60_000 } as const
      const { trade } = beginTrade(scene, { side, entry, takeProfits: 1 })
      await scene.advance(500)
      expect(scene.truth().openOrders).toHaveLength(1)
      scene.market.moveBy(-0.02 * forUs)
      await scene.advance(500)
      expect(trade.state).toBe('protected')
      expect(new Set(scene.truth().openOrders.map((order) => order.split(' ')[0]))).toEqual(
        new Set(['LIMIT', 'STOP_MARKET']),
      )
      expectCleanEnd(scene, await scene.run(trade.close()))
    }))

  it('TC-E53 entry and take-profit are post-only where asked, the stop is not', () =>
    inScene({ hedge }, async (scene) => {
      const { trade } = beginTrade(scene, { side, entry: 'bbo', takeProfits: 1 })
      await scene.advance(300)
      scene.market.take(opposite, 20_000)
      await scene.advance(500)
      const kinds = trade.orders.map(({ role, view }) => `${role} ${view.terms?.timeInForce ?? 'none'}`)
      expect(kinds).toEqual(['entry GTX', expect.stringMatching(/^stop (GTC|none)$/), 'takeProfit GTX'])
      expectCleanEnd(scene, await scene.run(trade.close()))
    }))

  it('TC-E80 TC-E82 a position opened at the start is closed at the end, and nothing of ours is left', () =>
    inScene({ hedge }, async (scene) => {
      const { trade } = beginTrade(scene, { side, takeProfits: 1 })
      await scene.advance(500)
      expect(scene.truth().positions).toHaveLength(1)
      const report = await scene.run(scene.account.close({ policy: 'flatten' }))
      expect(report).toMatchObject({ openOrders: [], keptTrades: [], unfinishedTrades: [] })
      expectCleanEnd(scene, await trade.done)
    }))

  it(`TC-E84 TC-E85 ${card('TC-E86', 'TC-E87')} what an earlier session has left is known, and can be closed`, () =>
    inScene({ hedge }, async (scene) => {
      const { orders } = scene.account
      const filled = await scene.run(orders.place({ symbol, side, ...own, type: 'MARKET', quantity: '0.01' }))
      const price = side === 'BUY' ? '95000' : '97000'
      const limit = { symbol, side, ...own, type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01', price } as const
      const open = await scene.run(orders.place(limit))
      await scene.advance(300)
      await using second = await reopen(scene)
      const found = second.account.orders.get(open.clientOrderId)
      expect(found).toMatchObject({
        state: 'open',
        orderId: open.orderId,
        terms: { price, side, quantity: '0.01', type: 'LIMIT' },
      })
      const [position] = second.account.positions
      expect(Number(position?.quantity)).toBe(side === 'BUY' ? 0.01 : -0.01)
      expect(Number(position?.entryPrice)).toBeCloseTo(Number(filled.averagePrice), 1)
      await second.run(second.account.readFills(symbol, 0))
      const fills = second.account.orders.list((view) => view.orderId === filled.orderId).flatMap((view) => view.fills)
      expect(fills).toMatchObject([{ quantity: '0.01', price: filled.averagePrice }])
      await second.run(closePosition(second.account, { symbol, ...own, passive: false }))
      await second.run(second.account.orders.cancel(open.clientOrderId))
      expect(scene.truth()).toMatchObject({ positions: [], openOrders: [] })
    }))
})
