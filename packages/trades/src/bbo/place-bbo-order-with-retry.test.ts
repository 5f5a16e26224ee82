import { ParameterError } from '@aster/core'
import { startTestExchange, testKeys } from '@aster/simulator/testing'
import { describe, expect, it } from 'vitest'

import { StalePriceError } from '../prices/stale-price-error.ts'
import { cancelling, placing } from '../testing/fault-transport.ts'
import { openScene, type Scene, type SceneOptions } from '../testing/open-scene.ts'
import { BboNotFilledError } from './bbo-not-filled-error.ts'
import type { BboRetryOptions } from './bbo-options.ts'
import { placeBboOrderWithRetry } from './place-bbo-order-with-retry.ts'
import { placeBboOrder } from './place-bbo-order.ts'

async function inScene(play: (scene: Scene) => Promise<void>, options: SceneOptions = {}): Promise<void> {
  await using test = await startTestExchange()
  await using scene = await openScene(test, testKeys, options)
  await play(scene)
}

const start = (scene: Scene, options: Partial<BboRetryOptions> = {}) => {
  const work = placeBboOrderWithRetry(scene.account, { symbol: 'BTCUSDT', side: 'BUY', quantity: '0.05', ...options })
  const failure = work.then(
    () => undefined,
    (error: unknown) => error as BboNotFilledError,
  )
  return { work, failure }
}
const executed = (scene: Scene) =>
  scene.exchange.engine
    .getAllOrders(scene.accountId, 'BTCUSDT', {})
    .reduce((sum, order) => sum + Math.round(Number(order.executedQty) * 1_000), 0)

describe.each([
  { side: 'BUY', taker: 'SELL', away: 0.02, positionSide: 'LONG' },
  { side: 'SELL', taker: 'BUY', away: -0.02, positionSide: 'SHORT' },
] as const)('placeBboOrderWithRetry, $side', ({ side, taker, away }) => {
  it('fills at the best price and says at what average', () =>
    inScene(async (scene) => {
      const { work } = start(scene, { side })
      await scene.advance(100)
      scene.market.take(taker, 10_000)
      const result = await scene.run(work)
      expect(result).toMatchObject({ filledQuantity: '0.05', averagePrice: side === 'BUY' ? '96000' : '96000.1' })
      expect(result.clientOrderIds).toHaveLength(1)
    }))

  it('keeps an order whose price is unchanged, and its attempts', () =>
    inScene(async (scene) => {
      const { work } = start(scene, { side, maxRetries: 0 })
      await scene.advance(10_000)
      expect(scene.truth().openOrders).toHaveLength(1)
      scene.market.take(taker, 10_000)
      expect((await scene.run(work)).clientOrderIds).toHaveLength(1)
    }))

  it('asks only for what has not filled when the price moves, and never fills more than asked', () =>
    inScene(async (scene) => {
      const { work } = start(scene, { side })
      await scene.advance(100)
      scene.market.take(taker, 4_999 + 30)
      await scene.advance(100)
      scene.market.moveBy(away)
      await scene.advance(1_500)
      const [first, second] = scene.account.orders.list((view) => scene.account.orders.owns(view.clientOrderId))
      expect(first).toMatchObject({ state: 'canceled', filledQuantity: '0.03' })
      expect(second?.terms?.quantity).toBe('0.02')
      scene.market.take(taker, 10_000)
      expect(await scene.run(work)).toMatchObject({ filledQuantity: '0.05' })
      expect(executed(scene)).toBe(50)
    }))

  it('holds the chase limit from the first re-price on, and leaves nothing resting', () =>
    inScene(async (scene) => {
      const { failure } = start(scene, { side, maxChasePercent: 0.5 })
      await scene.advance(500)
      scene.market.moveBy(side === 'BUY' ? 0.8 : -0.8)
      const error = await scene.run(failure)
      expect(error).toBeInstanceOf(BboNotFilledError)
      expect(error).toMatchObject({ end: 'chaseLimit', filledQuantity: '0' })
      expect(error?.clientOrderIds).toHaveLength(1)
      expect(scene.truth().openOrders).toEqual([])
    }))

  it('replaces a post-only order that could not rest', () =>
    inScene(
      async (scene) => {
        const { work } = start(scene, { side })
        // by the time it arrives, the market has come to it
        scene.market.moveBy(side === 'BUY' ? -0.05 : 0.05)
        await scene.advance(600)
        expect(scene.truth().openOrders).toHaveLength(1)
        expect(scene.account.orders.list((view) => view.state === 'expired')).toHaveLength(1)
        scene.market.take(taker, 10_000)
        expect(await scene.run(work)).toMatchObject({ filledQuantity: '0.05' })
      },
      { latencyMs: 50 },
    ))

  it('ends with what has filled when its attempts are used up, and leaves nothing resting', () =>
    inScene(async (scene) => {
      const { failure } = start(scene, { side, maxRetries: 1 })
      await scene.advance(100)
      scene.market.take(taker, 4_999 + 20)
      for (let move = 0; move < 3; move += 1) {
        await scene.advance(1_200)
        scene.market.moveBy(away)
      }
      const error = await scene.run(failure)
      expect(error).toMatchObject({ end: 'retriesExhausted', filledQuantity: '0.02' })
      expect(error?.clientOrderIds).toHaveLength(2)
      expect(scene.truth().openOrders).toEqual([])
    }))

  it('takes the rest from the market at the end, when told to', () =>
    inScene(async (scene) => {
      const { work } = start(scene, { side, maxRetries: 0, finalAction: 'cross' })
      await scene.advance(500)
      scene.market.moveBy(away)
      expect(await scene.run(work)).toMatchObject({ filledQuantity: '0.05' })
      expect(executed(scene)).toBe(50)
      expect(scene.truth().openOrders).toEqual([])
    }))
})

describe('placeBboOrderWithRetry', () => {
  it('ends at its deadline, although the price never changed', () =>
    inScene(async (scene) => {
      const { failure } = start(scene, { deadlineMs: 5_000 })
      expect(await scene.run(failure)).toMatchObject({ end: 'deadline', filledQuantity: '0' })
      expect(scene.truth().openOrders).toEqual([])
    }))

  it('leaves nothing resting when it is aborted', () =>
    inScene(async (scene) => {
      const control = new AbortController()
      const { failure } = start(scene, { signal: control.signal })
      await scene.advance(300)
      expect(scene.truth().openOrders).toHaveLength(1)
      control.abort()
      await scene.run(failure)
      expect(scene.truth().openOrders).toEqual([])
    }))

  it('counts a fill that beat the cancel, and does not order it again', () =>
    inScene(async (scene) => {
      const { work } = start(scene)
      await scene.advance(500)
      scene.faults.add({ when: cancelling, fault: { delayMs: 200 } })
      scene.market.moveBy(0.02)
      await scene.clock.runUntil(() => scene.faults.seen.some(cancelling))
      scene.market.moveBy(-0.03)
      const result = await scene.run(work)
      expect(result).toMatchObject({ filledQuantity: '0.05' })
      expect(executed(scene)).toBe(50)
    }))

  it.each(['loseAnswer', 'answer503', 'refuse503', 'drop'] as const)(
    'fills no more than asked when answers are lost: %s',
    (fault) =>
      inScene(async (scene) => {
        scene.faults.add({ when: placing(), fault, times: 2 })
        const { work } = start(scene, { fillTimeoutMs: 2_000 })
        for (let step = 0; step < 20; step += 1) {
          await scene.advance(1_000)
          scene.market.take('SELL', 10_000)
          scene.market.moveTo('96000')
        }
        expect(await scene.run(work)).toMatchObject({ filledQuantity: '0.05' })
        expect(executed(scene)).toBe(50)
      }),
  )

  it('places nothing on prices that are too old, unless some are supplied', () =>
    inScene(async (scene) => {
      await scene.advance(10_000)
      const isTicker = ({ path }: { path: string }) => path.endsWith('/ticker/bookTicker')
      scene.faults.add({ when: isTicker, fault: 'drop', times: 1_000 })
      const before = scene.faults.seen.filter(placing()).length
      await expect(scene.run(start(scene).work)).rejects.toThrow(StalePriceError)
      expect(scene.faults.seen.filter(placing())).toHaveLength(before)
      const { failure } = start(scene, { bestBid: '96000', bestAsk: '96000.1', deadlineMs: 40_000 })
      await scene.clock.runUntil(() => scene.truth().openOrders.length === 1)
      await scene.run(failure)
    }))

  it.each([
    { maxRetries: -1 },
    { ticksDistance: 0.5 },
    { fillTimeoutMs: 0 },
    { maxChasePercent: 0 },
    { deadlineMs: -1 },
  ])('refuses %o before anything is sent', (options) =>
    inScene(async (scene) => {
      const count = scene.faults.seen.length
      await expect(scene.run(start(scene, options).work)).rejects.toThrow(ParameterError)
      expect(scene.faults.seen).toHaveLength(count)
    }),
  )
})

describe('placeBboOrder', () => {
  it('rests one tick behind the best price, post-only, by default', () =>
    inScene(async (scene) => {
      const order = await scene.run(
        placeBboOrder(scene.account, { symbol: 'BTCUSDT', side: 'SELL', quantity: '0.0105' }),
      )
      expect(order.terms).toMatchObject({ price: '96000.2', timeInForce: 'GTX', quantity: '0.01' })
      await scene.run(scene.account.orders.cancel(order.clientOrderId))
    }))
})
