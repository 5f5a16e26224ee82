import { ParameterError } from '@aster/core'
import { startTestExchange, testKeys } from '@aster/simulator/testing'
import { describe, expect, it } from 'vitest'

import { BboNotFilledError } from '../bbo/bbo-not-filled-error.ts'
import { placeBboOrderWithRetry } from '../bbo/place-bbo-order-with-retry.ts'
import { placeBboOrder } from '../bbo/place-bbo-order.ts'
import { OrderNotPlacedError } from '../orders/order-not-placed-error.ts'
import { StalePriceError } from '../prices/stale-price-error.ts'
import { beginTrade, expectCleanEnd, tradeModes } from '../testing/begin-trade.ts'
import { cancelling, placing, type Fault } from '../testing/fault-transport.ts'
import { openScene, type Scene, type SceneOptions } from '../testing/open-scene.ts'

async function inScene(options: SceneOptions, play: (scene: Scene) => Promise<void>): Promise<void> {
  await using test = await startTestExchange()
  await using scene = await openScene(test, testKeys, options)
  await play(scene)
}

const symbol = 'BTCUSDT'

/** Everything that the exchange has executed for us on one side, in thousandths. */
const executed = (scene: Scene, side: 'BUY' | 'SELL') =>
  scene.exchange.engine
    .getAllOrders(scene.accountId, symbol, {})
    .filter((order) => (order as { side?: string }).side === side)
    .reduce((sum, order) => sum + Math.round(Number(order.executedQty) * 1_000), 0)

describe.each(tradeModes)('must never happen, orders, $name', ({ side, hedge }) => {
  const taker = side === 'BUY' ? 'SELL' : 'BUY'
  const forUs = side === 'BUY' ? 1 : -1
  const own = hedge ? ({ positionSide: side === 'BUY' ? 'LONG' : 'SHORT' } as const) : {}
  const order = { symbol, side, ...own } as const

  it.each(['a re-price after a partial fill', 'a cancel that comes too late', 'a lost answer'] as const)(
    '1. Quantity executed above the quantity asked, through re-price, retry, timeout or restart: %s',
    (what) =>
      inScene({ hedge, latencyMs: 20 }, async (scene) => {
        if (what === 'a lost answer') {
          scene.faults.add({
            when: ({ method, path }) => method === 'POST' && path === '/fapi/v3/order',
            fault: 'loseAnswer',
            times: 2,
          })
        }
        const work = placeBboOrderWithRetry(scene.account, { ...order, quantity: '0.05', maxRetries: 5 })
        await scene.advance(300)
        if (what === 'a re-price after a partial fill') scene.market.take(taker, 4_999 + 30)
        if (what === 'a cancel that comes too late') scene.faults.add({ when: cancelling, fault: { delayMs: 300 } })
        await scene.advance(100)
        scene.market.moveBy(0.02 * forUs)
        await scene.advance(750)
        scene.market.take(taker, 20_000)
        await scene.advance(2_000)
        scene.market.take(taker, 20_000)
        const result = await scene.run(work)
        expect(result.filledQuantity).toBe('0.05')
        expect(executed(scene, side)).toBe(50)
      }),
  )

  it.each(['expire', 'reject'] as const)(
    '2. A post-only order that expires is waited for for ever (crossing orders %s)',
    async (crossingGtx) => {
      await using test = await startTestExchange({ engine: { policy: { crossingGtx } } })
      await using scene = await openScene(test, testKeys, { hedge })
      // the book moves while the order is on its way: it would take
      scene.faults.add({ when: placing({ timeInForce: 'GTX' }), fault: { delayMs: 50 } })
      const work = placeBboOrderWithRetry(scene.account, { ...order, quantity: '0.02' })
      await scene.advance(20)
      scene.market.moveBy(-0.1 * forUs)
      await scene.advance(1_000)
      expect(scene.truth().openOrders).toHaveLength(1)
      scene.market.take(taker, 20_000)
      const { filledQuantity, clientOrderIds } = await scene.run(work)
      expect({ filledQuantity, orders: clientOrderIds.length }).toEqual({ filledQuantity: '0.02', orders: 2 })
    },
  )

  it('3. A price jump between first placement and first re-price passes the chase limit', () =>
    inScene({ hedge }, async (scene) => {
      const work = placeBboOrderWithRetry(scene.account, { ...order, quantity: '0.02', maxChasePercent: 0.5 })
      const failure = work.catch((error: unknown) => error)
      await scene.advance(300)
      scene.market.moveBy(0.9 * forUs)
      const error = await scene.run(failure)
      expect(error).toBeInstanceOf(BboNotFilledError)
      expect(error).toMatchObject({ end: 'chaseLimit', filledQuantity: '0' })
      expect(scene.faults.seen.filter(placing())).toHaveLength(1)
      expect(scene.truth().openOrders).toEqual([])
    }))

  it.each<Fault>(['drop', 'refuse503', 'unsent', { answer: { status: 400, code: -1003, msg: 'Too many requests.' } }])(
    '7. Cancel failed or timed out and the order is forgotten: %j',
    (fault) =>
      inScene({ hedge }, async (scene) => {
        const away = side === 'BUY' ? '95000' : '97000'
        const { trade } = beginTrade(scene, { side, entry: { type: 'limit', price: away, timeoutMs: 2_000 } })
        await scene.advance(1_000)
        scene.faults.add({ when: cancelling, fault, times: 4 })
        const result = await scene.run(trade.done)
        expect(result.state).toBe('cancelled')
        expect(scene.truth().openOrders).toEqual([])
        expectCleanEnd(scene, result)
      }),
  )

  it('8. A terminal state without fill is booked as a fill', () =>
    inScene({ hedge }, async (scene) => {
      // cancelled by another hand, and expired at once: neither has filled
      const away = side === 'BUY' ? '95000' : '97000'
      const canceled = beginTrade(scene, { side, entry: { type: 'limit', price: away, timeoutMs: 60_000 } })
      await scene.advance(500)
      const id = canceled.trade.orders[0]?.view.clientOrderId ?? ''
      await scene.run(scene.rest.trading.cancelOrder({ symbol, origClientOrderId: id }))
      const first = await scene.run(canceled.trade.done)
      const timeInForce = 'IOC'
      const expired = beginTrade(scene, { side, entry: { type: 'limit', price: away, timeoutMs: 60_000, timeInForce } })
      const second = await scene.run(expired.trade.done)
      for (const result of [first, second]) {
        expect(result).toMatchObject({ state: 'cancelled', exitReason: 'notFilled', entry: { quantity: '0' } })
      }
      expect(scene.faults.seen.some(placing({ type: 'STOP_MARKET' }))).toBe(false)
      expectCleanEnd(scene, first, second)
    }))

  it.each<Fault>(['loseAnswer', 'answer503', 'refuse503', 'drop'])(
    '11. A retry of an order whose first attempt may have been accepted: %s',
    (fault) =>
      inScene({ hedge }, async (scene) => {
        scene.faults.add({ when: placing({ type: 'MARKET' }), fault })
        const placed = scene.account.orders
          .place({ ...order, type: 'MARKET', quantity: '0.02' })
          .catch((error: unknown) => error)
        const answer = await scene.run(placed)
        await scene.advance(60_000)
        // sent once; what became of it was asked for by its id
        const sent = scene.faults.seen.filter(placing({ type: 'MARKET' }))
        expect(sent).toHaveLength(1)
        const wasCarriedOut = fault === 'loseAnswer' || fault === 'answer503'
        expect(answer instanceof OrderNotPlacedError).toBe(!wasCarriedOut)
        expect(executed(scene, side)).toBe(wasCarriedOut ? 20 : 0)
      }),
  )

  it('12. An order built on prices older than the limit', () =>
    inScene({ hedge, account: { maxPriceAgeMs: 2_000 } }, async (scene) => {
      await scene.advance(500)
      const isTicker = ({ path }: { readonly path: string }) => path === '/fapi/v3/ticker/bookTicker'
      scene.faults.add({ when: isTicker, fault: 'refuse503', times: 1_000 })
      await scene.run(scene.streams.close())
      await scene.advance(10_000)
      const bbo = placeBboOrder(scene.account, { ...order, quantity: '0.02' })
      await expect(scene.run(bbo)).rejects.toThrow(StalePriceError)
      const result = await scene.run(beginTrade(scene, { side, entry: 'bbo' }).trade.done)
      expect(result).toMatchObject({ state: 'failed', exitReason: 'refused' })
      expect(scene.faults.seen.filter(placing())).toEqual([])
    }))

  it('13. A percentage or fraction sent in the wrong unit, or a base quantity mistaken for contracts', () =>
    inScene({ hedge }, async (scene) => {
      const trailing = { callbackPercent: 0.5 }
      const { trade } = beginTrade(scene, {
        side,
        stop: { percent: 1 },
        trailing,
        takeProfits: hedge
          ? []
          : [
              [2, 0.5],
              [4, 0.5],
            ],
      })
      await scene.advance(500)
      const sent = scene.faults.seen.find(placing({ type: 'TRAILING_STOP_MARKET' }))?.params
      expect(sent?.get('callbackRate')).toBe('0.5')
      const entry = Number(trade.orders.find(({ role }) => role === 'entry')?.view.averagePrice)
      const stop = Number(trade.orders.find(({ role }) => role === 'stop')?.view.terms?.stopPrice)
      expect((stop / entry - 1) * 100 * forUs).toBeCloseTo(-1, 2)
      await scene.run(trade.close())
      const wrong = () =>
        beginTrade(scene, {
          side,
          takeProfits: [
            [2, 50],
            [4, 50],
          ],
        })
      expect(wrong).toThrow(ParameterError)
    }))
})
