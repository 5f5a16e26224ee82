import { startTestExchange, testKeys } from '@aster/simulator/testing'
import { describe, expect, it } from 'vitest'

import { beginTrade, expectCleanEnd, tradeModes } from '../testing/begin-trade.ts'
import { placing } from '../testing/fault-transport.ts'
import { openScene, type Scene, type SceneOptions } from '../testing/open-scene.ts'
import { AccountClosedError } from './account-closed-error.ts'

async function inScene(
  options: SceneOptions,
  play: (scene: Scene, stop: () => Promise<void>) => Promise<void>,
): Promise<void> {
  await using test = await startTestExchange()
  await using scene = await openScene(test, testKeys, options)
  await play(scene, () => test.exchange.stop())
}

describe.each(tradeModes)('closing an account, $name', ({ side, hedge }) => {
  it('ends its trades and leaves nothing', () =>
    inScene({ hedge }, async (scene) => {
      const { trade } = beginTrade(scene, { side, takeProfits: [1, 2] })
      await scene.advance(500)
      expect(await scene.run(scene.account.close())).toEqual({ openOrders: [], keptTrades: [], unfinishedTrades: [] })
      expectCleanEnd(scene, await trade.done)
      expect(() => beginTrade(scene)).toThrow(AccountClosedError)
    }))

  it('leaves a protected trade with its stop and take-profits, when told to', () =>
    inScene({ hedge }, async (scene) => {
      const { trade } = beginTrade(scene, { side, takeProfits: [1, 2] })
      await scene.advance(500)
      const report = await scene.run(scene.account.close({ policy: 'leaveProtected' }))
      expect(report).toMatchObject({ openOrders: [], keptTrades: [trade.id] })
      expect(await trade.done).toMatchObject({ state: 'protected', exitReason: 'left' })
      expect(new Set(scene.truth().openOrders.map((order) => order.split(' ')[0]))).toEqual(
        new Set(['LIMIT', 'LIMIT', 'STOP_MARKET']),
      )
    }))

  it('leaves no entry resting and nothing unprotected, when told to leave what is protected', () =>
    inScene({ hedge }, async (scene) => {
      const { trade } = beginTrade(scene, { side, quantity: '0.05', entry: { type: 'bbo', fillTimeoutMs: 5_000 } })
      await scene.advance(500)
      scene.market.take(side === 'BUY' ? 'SELL' : 'BUY', 4_999 + 20)
      await scene.run(scene.account.close({ policy: 'leaveProtected' }))
      expect(await trade.done).toMatchObject({ state: 'protected', entry: { quantity: '0.02' } })
      expect(scene.truth().openOrders.map((order) => order.split(' ')[0])).toEqual(['STOP_MARKET'])
    }))

  it('tells what it could not end in time, and its stop stays', () =>
    inScene({ hedge }, async (scene) => {
      const { trade } = beginTrade(scene, { side })
      await scene.advance(500)
      scene.faults.add({ when: placing({ type: 'MARKET' }), fault: 'drop', times: 100 })
      const report = await scene.run(scene.account.close({ timeoutMs: 8_000 }))
      expect(report.unfinishedTrades).toEqual([trade.id])
      expect(report.openOrders.map((order) => order.terms?.type)).toEqual(['STOP_MARKET'])
      expect(scene.truth().openOrders).toHaveLength(1)
      expect(await trade.done).toMatchObject({ state: 'failed', exitReason: 'left', exit: { quantity: '0' } })
    }))

  it('ends what still waits for a truth that nobody tells, and keeps no timer', () =>
    inScene({ hedge }, async (scene, stop) => {
      const { trade, events } = beginTrade(scene, { side, takeProfits: 1 })
      await scene.advance(500)
      scene.faults.add({ when: ({ path }) => path !== '/fapi/v3/listenKey', fault: 'drop', times: 100_000 })
      scene.stream.fault = () => 'drop'
      const report = await scene.run(scene.account.close({ timeoutMs: 8_000 }))
      expect(report.unfinishedTrades).toEqual([trade.id])
      expect(await scene.run(trade.done)).toMatchObject({ state: 'failed', exitReason: 'left' })
      expect(events.at(-1)?.type).toBe('result')
      await scene.run(Promise.all([scene.streams.close(), stop()]))
      await scene.advance(60_000)
      expect(scene.clock.hasPending).toBe(false)
    }))
})
