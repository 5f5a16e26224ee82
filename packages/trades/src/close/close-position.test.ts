import { defaultExchangeInfo } from '@aster/simulator'
import { startTestExchange, testKeys } from '@aster/simulator/testing'
import { describe, expect, it } from 'vitest'

import { beginTrade, expectCleanEnd, tradeModes } from '../testing/begin-trade.ts'
import { placing } from '../testing/fault-transport.ts'
import { openScene, type Scene, type SceneOptions } from '../testing/open-scene.ts'
import { spendReads } from '../testing/spend-reads.ts'
import type { TradeRole } from '../trade/trade-facts.ts'
import type { Trade } from '../trade/trade.ts'
import { cancelAll } from './cancel-all.ts'
import { closePosition } from './close-position.ts'
import { flatten } from './flatten.ts'
import { PositionNotClosedError } from './position-not-closed-error.ts'

async function inScene(options: SceneOptions, play: (scene: Scene) => Promise<void>): Promise<void> {
  await using test = await startTestExchange()
  await using scene = await openScene(test, testKeys, options)
  await play(scene)
}

it('gives up at its deadline also where a trade cannot end; the trade goes on', () =>
  inScene({}, async (scene) => {
    const { trade } = beginTrade(scene, {})
    await scene.advance(500)
    const busy = { answer: { status: 400, code: -1008, msg: 'Server is busy.' } }
    let isBusy = true
    scene.faults.add({ when: (request) => isBusy && placing({ type: 'MARKET' })(request), fault: busy, times: 1_000 })
    const startMs = scene.clock.monotonicMs()
    const closing = closePosition(scene.account, { symbol: 'BTCUSDT', deadlineMs: 5_000 }).catch(
      (error: unknown) => error,
    )
    expect(await scene.run(closing, 30_000)).toBeInstanceOf(PositionNotClosedError)
    expect(scene.clock.monotonicMs() - startMs).toBeLessThan(6_000)
    // the stop stays for as long
    expect(scene.truth().openOrders).toHaveLength(1)
    isBusy = false
    expectCleanEnd(scene, await scene.run(trade.done))
  }))

it('closes while reads have to wait, because the weight of the address is nearly spent', () =>
  inScene({}, async (scene) => {
    await scene.run(scene.account.orders.place({ symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.02' }))
    await spendReads(scene)
    const startMs = scene.clock.monotonicMs()
    await scene.run(closePosition(scene.account, { symbol: 'BTCUSDT', passive: false }))
    expect(scene.clock.monotonicMs() - startMs).toBeLessThan(2_000)
    expect(scene.truth().positions).toEqual([])
  }))

it('goes on asking where the position is until its deadline, and closes once it is told', () =>
  inScene({}, async (scene) => {
    await scene.run(scene.account.orders.place({ symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.02' }))
    let isBusy = true
    const fault = { answer: { status: 500, code: -1000, msg: 'busy' } }
    scene.faults.add({ when: ({ path }) => isBusy && path === '/fapi/v3/positionRisk', fault, times: 1_000 })
    const close = (deadlineMs: number) =>
      closePosition(scene.account, { symbol: 'BTCUSDT', passive: false, deadlineMs })
    await expect(scene.run(close(5_000))).rejects.toThrow(PositionNotClosedError)
    const closing = close(30_000)
    await scene.advance(4_000)
    isBusy = false
    await scene.run(closing)
    expect(scene.truth().positions).toEqual([])
  }))

describe.each(tradeModes)('closing a position, $name', ({ side, hedge }) => {
  const positionSide = hedge ? (side === 'BUY' ? 'LONG' : 'SHORT') : 'BOTH'
  const exitSide = side === 'BUY' ? 'SELL' : 'BUY'
  const open = async (scene: Scene, quantity = '0.05') => {
    const order = { symbol: 'BTCUSDT', side, type: 'MARKET', quantity, positionSide } as const
    await scene.run(scene.account.orders.place(order))
    const stopPrice = side === 'BUY' ? '95000' : '97000'
    const stop = {
      symbol: 'BTCUSDT',
      side: exitSide,
      type: 'STOP_MARKET',
      stopPrice,
      closePosition: true,
      positionSide,
    } as const
    await scene.run(scene.account.orders.place(stop))
    const price = side === 'BUY' ? '97000' : '95000'
    const target = {
      symbol: 'BTCUSDT',
      side: exitSide,
      type: 'LIMIT',
      timeInForce: 'GTX',
      price,
      quantity,
      reduceOnly: true,
      positionSide,
    } as const
    await scene.run(scene.account.orders.place(target))
    await scene.advance(100)
    expect(scene.truth().openOrders).toHaveLength(2)
  }

  it('closes passively where the market comes to it, and keeps the stop until then', () =>
    inScene({ hedge }, async (scene) => {
      await open(scene)
      const closing = closePosition(scene.account, { symbol: 'BTCUSDT', positionSide })
      await scene.advance(500)
      expect(new Set(scene.truth().openOrders.map((order) => order.split(' ')[0]))).toEqual(
        new Set(['LIMIT', 'STOP_MARKET']),
      )
      scene.market.take(side, 10_000)
      expect(await scene.run(closing)).toMatchObject({ way: 'passive', closedQuantity: '0.05' })
      expect(scene.truth()).toMatchObject({ openOrders: [], positions: [] })
    }))

  it('goes to the market when nobody comes, never the wrong way', () =>
    inScene({ hedge }, async (scene) => {
      await open(scene)
      const passive = { maxRetries: 0, fillTimeoutMs: 500 }
      const result = await scene.run(
        closePosition(scene.account, { symbol: 'BTCUSDT', positionSide, passive, deadlineMs: 10_000 }),
      )
      expect(result).toMatchObject({ way: 'aggressive', closedQuantity: '0.05' })
      expect(scene.truth()).toMatchObject({ openOrders: [], positions: [] })
    }))

  it('says what is left when it cannot be closed, and the stop still rests', () =>
    inScene({ hedge }, async (scene) => {
      await open(scene)
      const answer = { status: 400, code: -1010, msg: 'no' }
      for (const type of ['MARKET', 'LIMIT'])
        scene.faults.add({ when: placing({ type }), fault: { answer }, times: 1_000 })
      const closing = closePosition(scene.account, {
        symbol: 'BTCUSDT',
        positionSide,
        passive: false,
        deadlineMs: 3_000,
      })
      await expect(scene.run(closing)).rejects.toThrow(PositionNotClosedError)
      expect(scene.truth().openOrders.map((order) => order.split(' ')[0])).toEqual(['STOP_MARKET'])
    }))

  it('does nothing to a position that is closed already', () =>
    inScene({ hedge }, async (scene) => {
      const result = await scene.run(closePosition(scene.account, { symbol: 'BTCUSDT', positionSide }))
      expect(result).toMatchObject({ way: 'flatAlready', closedQuantity: '0' })
    }))

  it('ends the trade that owns the position, by its own rules', () =>
    inScene({ hedge }, async (scene) => {
      const { trade } = beginTrade(scene, { side, takeProfits: 1 })
      await scene.advance(1_000)
      const result = await scene.run(closePosition(scene.account, { symbol: 'BTCUSDT', positionSide }))
      expect(result.way).toBe('flatAlready')
      expect(await trade.done).toMatchObject({ state: 'completed', exitReason: 'shutdown' })
      expect(scene.truth()).toMatchObject({ openOrders: [], positions: [] })
    }))

  it('flattens everything: trades, positions, orders of ours', () =>
    inScene({ hedge }, async (scene) => {
      await open(scene)
      const report = await scene.run(flatten(scene.account))
      expect(report).toMatchObject({ failed: [], closed: [{ closedQuantity: '0.05' }] })
      expect(scene.truth()).toMatchObject({ openOrders: [], positions: [] })
    }))
})

describe('a position above MARKET_LOT_SIZE', () => {
  const openSmallLots = async () => {
    const info = structuredClone(defaultExchangeInfo)
    for (const filter of info.symbols.find((entry) => entry.symbol === 'BTCUSDT')?.filters ?? []) {
      if (filter.filterType === 'MARKET_LOT_SIZE') Object.assign(filter, { maxQty: '0.02' })
    }
    return startTestExchange({ exchangeInfo: info })
  }
  const filledBy = (trade: Trade, role: TradeRole) =>
    trade.orders.filter((order) => order.role === role).map((order) => order.view.filledQuantity)

  it('is entered and closed in as many orders as it takes', async () => {
    await using test = await openSmallLots()
    await using scene = await openScene(test, testKeys)
    const { trade } = beginTrade(scene, { quantity: '0.05', takeProfits: 1 })
    await scene.advance(1_000)
    expect(filledBy(trade, 'entry')).toEqual(['0.02', '0.02', '0.01'])
    const result = await scene.run(trade.close())
    expect(filledBy(trade, 'exit')).toEqual(['0.02', '0.02', '0.01'])
    expectCleanEnd(scene, result)
  })

  it('is closed to the end when its stop fires', async () => {
    await using test = await openSmallLots()
    await using scene = await openScene(test, testKeys)
    const { trade } = beginTrade(scene, { quantity: '0.05', takeProfits: 1 })
    await scene.advance(1_000)
    scene.market.moveBy(-1)
    const result = await scene.run(trade.done)
    expect(result).toMatchObject({ state: 'completed', exitReason: 'stop', exit: { quantity: '0.05' } })
    expectCleanEnd(scene, result)
  })
})

describe('cancelAll', () => {
  it('cancels our orders and leaves those of others, and a stop while its position is open', () =>
    inScene({}, async (scene) => {
      const { account, rest } = scene
      const limit = {
        symbol: 'BTCUSDT',
        side: 'BUY',
        type: 'LIMIT',
        timeInForce: 'GTC',
        price: '95000',
        quantity: '0.01',
      } as const
      await scene.run(account.orders.place(limit))
      await scene.run(rest.trading.placeOrder({ ...limit, newClientOrderId: 'someone-else-1' }))
      await scene.run(account.orders.place({ symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.01' }))
      const stop = {
        symbol: 'BTCUSDT',
        side: 'SELL',
        type: 'STOP_MARKET',
        stopPrice: '95500',
        closePosition: true,
      } as const
      await scene.run(account.orders.place(stop))
      const report = await scene.run(cancelAll(account))
      expect(report).toMatchObject({ ended: [{ state: 'canceled' }], keptStops: [{ state: 'open' }], unconfirmed: [] })
      expect(scene.truth().openOrders.map((order) => order.split(' ')[0])).toEqual(['LIMIT', 'STOP_MARKET'])
      expect(scene.truth().openOrders[0]).toContain('someone-else-1')
      await scene.run(flatten(account))
      expect(scene.truth().openOrders).toEqual(['LIMIT someone-else-1'])
    }))
})
