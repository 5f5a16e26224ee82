import { toDecimal } from '@aster/core'
import { startTestExchange, testKeys } from '@aster/simulator/testing'
import { describe, expect, it } from 'vitest'

import { openJournal } from '../journal/open-journal.ts'
import { beginTrade, tradeModes } from '../testing/begin-trade.ts'
import { openScene, type Scene, type SceneOptions } from '../testing/open-scene.ts'

async function inScene(
  options: SceneOptions,
  play: (scene: Scene) => Promise<void>,
  startMs = Date.UTC(2026, 0, 1, 12),
): Promise<void> {
  await using test = await startTestExchange({ startMs })
  await using scene = await openScene(test, testKeys, options)
  await play(scene)
}

const incomeCalls = (scene: Scene) => scene.faults.seen.filter(({ path }) => path === '/fapi/v3/income').length

describe.each(tradeModes)('the ledger of an account, $name', ({ side, hedge }) => {
  it('knows what trades earned, by strategy, as the wallet does', () =>
    inScene({ hedge }, async (scene) => {
      for (const owner of ['alice', 'bob']) {
        const { trade } = beginTrade(scene, { side, owner, takeProfits: 1 })
        await scene.advance(500)
        await scene.run(trade.close())
      }
      const { lines, netPnl } = scene.account.ledger.summarize()
      expect(lines.map(({ strategy, quantity }) => [strategy, quantity])).toEqual([
        ['alice', '0'],
        ['bob', '0'],
      ])
      expect(toDecimal(scene.truth().wallet).minus(10_000).toFixed(8)).toBe(toDecimal(netPnl).toFixed(8))
    }))

  it('agrees with the income history to the cent, and asks for it every ten minutes at most', () =>
    inScene({ hedge }, async (scene) => {
      const { trade } = beginTrade(scene, { side })
      await scene.advance(500)
      await scene.run(trade.close())
      await scene.advance(30_000)
      const comparison = await scene.run(scene.account.ledger.reconcile())
      expect(comparison).toMatchObject({ isEqual: true, differences: [], missingTrades: [] })
      expect(incomeCalls(scene)).toBe(1)
      for (let count = 0; count < 5; count += 1) await scene.run(scene.account.ledger.reconcile())
      await scene.advance(599_000)
      expect(incomeCalls(scene)).toBe(1)
      await scene.advance(700_000)
      expect(incomeCalls(scene)).toBe(2)
      expect(scene.events.some((event) => event.type === 'incident' && event.what === 'ledgerDiffers')).toBe(false)
    }))

  it('counts funding into the trade that paid it, and into the wallet’s sum', () =>
    inScene(
      { hedge },
      async (scene) => {
        const { trade } = beginTrade(scene, { side, stop: { percent: 5 } })
        await scene.advance(61_000)
        const result = await scene.run(trade.close())
        expect(result.funding).not.toBe('0')
        expect(toDecimal(scene.truth().wallet).minus(10_000).toFixed(8)).toBe(toDecimal(result.netPnl).toFixed(8))
        await scene.advance(10_000)
        await scene.run(scene.account.ledger.reconcile())
        expect(scene.account.ledger.summarize().lines).toMatchObject([
          { funding: result.funding, netPnl: result.netPnl },
        ])
      },
      // a minute before the funding at 16:00 UTC
      Date.UTC(2026, 0, 1, 15, 59),
    ))
})

describe('the ledger', () => {
  it('finds executions that nobody told it of when it compares', () =>
    inScene({ account: { reconcileEveryMs: 86_400_000 } }, async (scene) => {
      scene.stream.fault = () => 'drop'
      await scene.run(
        scene.rest.trading.placeOrder({ symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.01' }),
      )
      await scene.advance(20_000)
      expect(scene.account.ledger.summarize().lines).toEqual([])
      scene.account.ledger.readExecutionQuality()
      await scene.run(
        scene.account.orders.place({
          symbol: 'BTCUSDT',
          side: 'BUY',
          type: 'LIMIT',
          timeInForce: 'GTC',
          quantity: '0.01',
          price: '95000',
        }),
      )
      const comparison = await scene.run(scene.account.ledger.reconcile())
      expect(comparison.isEqual).toBe(true)
    }))

  it('measures slippage against the middle at the intent, and what the market did afterwards', () =>
    inScene({}, async (scene) => {
      const { trade } = beginTrade(scene, { stop: { percent: 5 } })
      await scene.advance(1_000)
      scene.market.moveBy(0.5)
      await scene.advance(61_000)
      const [quality] = scene.account.ledger.readExecutionQuality()
      // a taker pays half of a spread of 0.1
      expect(quality?.slippageBps).toBeCloseTo((0.05 / 96_000) * 10_000, 4)
      expect(quality?.markoutBps[60_000]).toBeCloseTo(50, 0)
      await scene.run(trade.close())
    }))

  it('goes on where it was after a restart', async () => {
    await using test = await startTestExchange()
    using journal = openJournal({ path: ':memory:', clock: test.clock })
    const account = { journal, accountId: 'one' }
    const first = await openScene(test, testKeys, { account })
    const { trade } = beginTrade(first, { owner: 'alice' })
    await first.advance(500)
    await first.run(trade.close())
    const before = first.account.ledger.summarize()
    await first[Symbol.asyncDispose]()
    await using second = await openScene(test, testKeys, { ownMarket: true, account })
    expect(second.account.ledger.summarize()).toEqual(before)
    expect(before.lines).toMatchObject([{ strategy: 'alice', fills: 2 }])
  })
})
