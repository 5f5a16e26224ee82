import { startTestExchange, testKeys } from '@aster/simulator/testing'
import { describe, expect, it } from 'vitest'

import { expectCleanEnd, tradeModes } from '../testing/begin-trade.ts'
import { openScene, type Scene, type SceneOptions } from '../testing/open-scene.ts'
import type { TradeOrderId } from './create-trade-book.ts'
import { parseTradeOptions } from './parse-trade-options.ts'
import { runTrade } from './run-trade.ts'
import type { TradeEvent } from './trade-event.ts'
import type { TradeMemory } from './trade-memory.ts'

async function inScene(options: SceneOptions, play: (scene: Scene) => Promise<void>): Promise<void> {
  await using test = await startTestExchange()
  await using scene = await openScene(test, testKeys, options)
  await play(scene)
}

describe.each(tradeModes)('a trade that another process goes on with, $name', ({ side, hedge }) => {
  const forUs = side === 'BUY' ? 1 : -1
  const exitSide = side === 'BUY' ? 'SELL' : 'BUY'
  const positionSide = hedge ? ({ positionSide: side === 'BUY' ? 'LONG' : 'SHORT' } as const) : {}

  /** Places what an earlier process had placed, and goes on from there. */
  async function resume(
    scene: Scene,
    placed: readonly ('entry' | 'restingEntry' | 'stop')[],
    change: Partial<TradeMemory> = {},
  ) {
    const { account } = scene
    const orders: TradeOrderId[] = []
    for (const what of placed) {
      const clientOrderId = account.orders.nextId('x')
      const symbol = 'BTCUSDT'
      const role = what === 'stop' ? 'stop' : 'entry'
      orders.push({ clientOrderId, role })
      const common = { symbol, clientOrderId, ...positionSide }
      const stopPrice = side === 'BUY' ? '95520' : '96480'
      const price = side === 'BUY' ? '95000' : '97000'
      if (what === 'entry') {
        await scene.run(account.orders.place({ ...common, side, type: 'MARKET', quantity: '0.02' }))
      } else if (what === 'restingEntry') {
        await scene.run(
          account.orders.place({ ...common, side, type: 'LIMIT', timeInForce: 'GTC', price, quantity: '0.02' }),
        )
      } else {
        await scene.run(
          account.orders.place({ ...common, side: exitSide, type: 'STOP_MARKET', stopPrice, closePosition: true }),
        )
      }
    }
    await scene.advance(500)
    const plan = parseTradeOptions(
      { symbol: 'BTCUSDT', side, quantity: '0.02', entry: 'market', takeProfits: 1, timeStopMs: 60_000 },
      { tradeId: 'tr-old', rules: account.getRules('BTCUSDT'), hedgeMode: hedge },
    )
    const events: TradeEvent[] = []
    const trade = runTrade(account, plan, {
      onEvent: (event) => void events.push(event),
      release: () => undefined,
      from: { orders, memory: { startedMs: 5, closedUnseen: '0', ...change }, sequence: 40 },
    })
    return { trade, events, plan }
  }

  it('places the stop that is missing, and the take-profits', () =>
    inScene({ hedge }, async (scene) => {
      const { trade, events } = await resume(scene, ['entry'])
      await scene.advance(500)
      expect(trade.state).toBe('protected')
      expect(scene.truth().openOrders).toHaveLength(2)
      expect(events[0]).toMatchObject({ type: 'resumed', sequence: 40, memory: { startedMs: 5 } })
      const result = await scene.run(trade.close())
      expect(result).toMatchObject({ state: 'completed', startedMs: 5, entry: { quantity: '0.02' } })
      expectCleanEnd(scene, result)
    }))

  it('takes over the stop that stands, and places no second one', () =>
    inScene({ hedge }, async (scene) => {
      const { trade } = await resume(scene, ['entry', 'stop'])
      await scene.advance(1_000)
      expect(trade.orders.filter((order) => order.role === 'stop')).toHaveLength(1)
      scene.market.moveBy(-1 * forUs)
      const result = await scene.run(trade.done)
      expect(result).toMatchObject({ state: 'completed', exitReason: 'stop' })
      expectCleanEnd(scene, result)
    }))

  it('goes on closing what had begun to close', () =>
    inScene({ hedge }, async (scene) => {
      const { trade } = await resume(scene, ['entry', 'stop'], { closing: 'timeStop' })
      const result = await scene.run(trade.done)
      expect(result).toMatchObject({ state: 'completed', exitReason: 'timeStop' })
      expectCleanEnd(scene, result)
    }))

  it('gives up what of the entry has not filled', () =>
    inScene({ hedge }, async (scene) => {
      const { trade } = await resume(scene, ['restingEntry'])
      const result = await scene.run(trade.done)
      expect(result).toMatchObject({ state: 'cancelled', exitReason: 'notFilled' })
      expectCleanEnd(scene, result)
    }))

  it('counts the time stop from the first fill, whoever was running then', () =>
    inScene({ hedge }, async (scene) => {
      const { trade } = await resume(scene, ['entry', 'stop'])
      const startedMs = scene.clock.now()
      const result = await scene.run(trade.done)
      expect(result.exitReason).toBe('timeStop')
      expect(result.endedMs - startedMs).toBeLessThan(60_000)
      expectCleanEnd(scene, result)
    }))

  it('emits its memory as it changes, as plain JSON', () =>
    inScene({ hedge }, async (scene) => {
      const { trade, events, plan } = await resume(scene, ['entry', 'stop'])
      await scene.advance(500)
      await scene.run(trade.close())
      const memories = events.flatMap((event) => (event.type === 'memory' ? [event.memory] : []))
      expect(memories.at(-1)).toMatchObject({ closing: 'manual', startedMs: 5 })
      expect(memories.at(-1)?.firstFillMs).toBeGreaterThan(5)
      expect(JSON.parse(JSON.stringify({ plan, memories }))).toEqual({ plan, memories })
      // each id is told before anything else is told of its order
      const firsts = new Map<string, string>()
      for (const event of events) {
        const id =
          event.type === 'orderId'
            ? event.clientOrderId
            : event.type === 'order'
              ? event.order.clientOrderId
              : undefined
        if (id !== undefined && !firsts.has(id)) firsts.set(id, event.type)
      }
      expect([...firsts.values()].filter((type) => type === 'orderId')).toHaveLength(2)
    }))
})
