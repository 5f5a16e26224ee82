import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { startTestExchange, testKeys } from '@aster/simulator/testing'
import { describe, expect, it } from 'vitest'

import { closePosition } from '../close/close-position.ts'
import { flatten } from '../close/flatten.ts'
import { beginTrade, expectCleanEnd, tradeModes } from '../testing/begin-trade.ts'
import { placing } from '../testing/fault-transport.ts'
import { openLife } from '../testing/open-life.ts'
import { openScene, type Scene, type SceneOptions } from '../testing/open-scene.ts'
import { createTestMarket } from '../testing/test-market.ts'
import { createTrade } from '../trade/create-trade.ts'

async function inScene(options: SceneOptions, play: (scene: Scene) => Promise<void>): Promise<void> {
  await using test = await startTestExchange()
  await using scene = await openScene(test, testKeys, options)
  await play(scene)
}

const symbol = 'BTCUSDT'

describe.each(tradeModes)('must never happen, positions, $name', ({ side, hedge }) => {
  const forUs = side === 'BUY' ? 1 : -1
  const own = hedge ? ({ positionSide: side === 'BUY' ? 'LONG' : 'SHORT' } as const) : {}
  const open = (scene: Scene, quantity = '0.02') =>
    scene.run(scene.account.orders.place({ symbol, side, ...own, type: 'MARKET', quantity }))
  const size = (scene: Scene) => scene.truth().positions.map((position) => Math.abs(Number(position.split(' ')[2])))

  it('4. "Close" that increases the position in one-way mode or with a wrong-sign position', () =>
    inScene({ hedge }, async (scene) => {
      await open(scene)
      await scene.advance(500)
      let largest = 0
      const stop = scene.account.orders.onChange(() => {
        largest = Math.max(largest, 0, ...size(scene))
      })
      // two hands close at once: each order can only reduce, whatever the other has done
      const both = await scene.run(
        Promise.all([
          closePosition(scene.account, { symbol, ...own, passive: false }),
          closePosition(scene.account, { symbol, ...own, passive: { fillTimeoutMs: 200, maxRetries: 1 } }),
        ]),
      )
      stop()
      expect(both).toHaveLength(2)
      expect(largest).toBeLessThanOrEqual(0.02)
      expect(scene.truth()).toMatchObject({ openOrders: [], positions: [] })
      expect(await scene.run(closePosition(scene.account, { symbol, ...own }))).toMatchObject({ way: 'flatAlready' })
    }))

  it('5. Stop cancelled before the position is confirmed flat', () =>
    inScene({ hedge }, async (scene) => {
      const { trade } = beginTrade(scene, { side, takeProfits: 1 })
      await scene.advance(500)
      // the exit is refused for a while, and the exchange is slow to say what is left
      const answer = { status: 400, code: -1001, msg: 'not now' }
      scene.faults.add({ when: placing({ type: 'MARKET' }), fault: { answer }, times: 5 })
      scene.faults.add({ when: ({ path }) => path === '/fapi/v3/positionRisk', fault: 'drop', times: 3 })
      let naked = 0
      scene.account.orders.onChange(() => {
        const { openOrders, positions } = scene.truth()
        if (positions.length > 0 && !openOrders.some((order) => order.startsWith('STOP_MARKET'))) naked += 1
      })
      const result = await scene.run(trade.close())
      expect(naked).toBe(0)
      expectCleanEnd(scene, result)
      await open(scene)
      await scene.run(
        scene.account.orders.place({
          symbol,
          side: side === 'BUY' ? 'SELL' : 'BUY',
          ...own,
          type: 'STOP_MARKET',
          stopPrice: side === 'BUY' ? '90000' : '100000',
          closePosition: true,
        }),
      )
      naked = 0
      await scene.run(flatten(scene.account))
      expect(naked).toBe(0)
      expect(scene.truth()).toMatchObject({ openOrders: [], positions: [] })
    }))

  it.each([
    ['would trigger at once', -2021],
    ['no place for it', -4045],
    ['a code that nobody knows', -5099],
  ] as const)('6. Entry filled, stop refused, and the program goes on: %s', (_what, code) =>
    inScene({ hedge }, async (scene) => {
      scene.faults.add({
        when: placing({ type: 'STOP_MARKET' }),
        fault: { answer: { status: 400, code, msg: 'refused' } },
        times: 100,
      })
      const result = await scene.run(beginTrade(scene, { side, takeProfits: 1 }).trade.done)
      expect(result).toMatchObject({ state: 'completed', exitReason: 'unprotected', exit: { quantity: '0.02' } })
      expect(result.longestUnprotectedMs).toBeLessThan(2_000)
      expectCleanEnd(scene, result)
    }),
  )

  it('14. An uncaught error that ends the process while a position is open', () =>
    inScene({ hedge }, async (scene) => {
      const uncaught: unknown[] = []
      const note = (error: unknown) => void uncaught.push(error)
      process.on('unhandledRejection', note)
      process.on('uncaughtException', note)
      try {
        // every listener that a user can hang on a trade throws, and the prices turn to nonsense
        const onEvent = () => {
          throw new Error('thrown by a listener')
        }
        const { trade } = beginTrade(scene, { side, takeProfits: 1, trailing: { callbackPercent: 0.05 }, onEvent })
        scene.account.onPosition(onEvent)
        scene.account.orders.onChange(onEvent)
        await scene.advance(500)
        expect(trade.state).toBe('protected')
        scene.faults.add({
          when: ({ path }) => path === '/fapi/v3/openOrders',
          fault: { body: '<html>502</html>' },
          times: 3,
        })
        scene.faults.add({
          when: ({ path }) => path === '/fapi/v3/positionRisk',
          fault: { body: '{"not":"a list"}' },
          times: 3,
        })
        scene.market.moveBy(-1 * forUs)
        const result = await scene.run(trade.done)
        expect(result).toMatchObject({ state: 'completed', exitReason: 'trailingStop' })
        expectCleanEnd(scene, result)
      } finally {
        process.off('unhandledRejection', note)
        process.off('uncaughtException', note)
      }
      expect(uncaught).toEqual([])
    }))

  it('15. Positions and exits forgotten at restart', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'aster-must-never-'))
    try {
      await using test = await startTestExchange()
      const accountId = test.exchange.engine.accountIds()[0] ?? ''
      if (hedge) test.exchange.engine.setPositionMode(accountId, true, test.clock.now())
      const market = createTestMarket(test.exchange.engine, symbol, () => test.clock.now())
      market.moveTo('96000')
      const first = await openLife(test, testKeys, join(directory, 'journal.db'))
      createTrade(first.account, {
        symbol,
        side,
        quantity: '0.02',
        entry: 'market',
        stop: { percent: 1 },
        takeProfits: 3,
        trailing: { callbackPercent: 0.06 },
      })
      await test.clock.advance(500)
      market.moveBy(0.5 * forUs)
      await test.clock.advance(1_000)
      const stopOf = () =>
        test.exchange.engine.getOpenOrders(accountId).find(({ type }) => type === 'STOP_MARKET') as unknown as {
          stopPrice: string
        }
      const trailed = stopOf().stopPrice
      const second = await openLife(test, testKeys, first.kill())
      const [trade] = second.account.recovery?.trades ?? []
      await test.clock.advance(1_000)
      // the same trade, with its stop where it had been moved to, and its take-profit
      expect(trade?.state).toBe('protected')
      expect(stopOf().stopPrice).toBe(trailed)
      expect(test.exchange.engine.getOpenOrders(accountId)).toHaveLength(2)
      market.moveBy(-0.2 * forUs)
      const result = await second.run(trade?.done ?? Promise.reject(new Error('no trade')))
      expect(result).toMatchObject({ state: 'completed', exitReason: 'trailingStop' })
      await second.end()
    } finally {
      rmSync(directory, { recursive: true })
    }
  })
})
