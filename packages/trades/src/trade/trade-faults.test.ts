import { startTestExchange, testKeys } from '@aster/simulator/testing'
import { describe, expect, it } from 'vitest'

import { beginTrade, expectCleanEnd, tradeModes } from '../testing/begin-trade.ts'
import { cancelling, placing, type Fault } from '../testing/fault-transport.ts'
import { openScene, type Scene, type SceneOptions } from '../testing/open-scene.ts'

async function inScene(options: SceneOptions, play: (scene: Scene) => Promise<void>): Promise<void> {
  await using test = await startTestExchange()
  await using scene = await openScene(test, testKeys, options)
  await play(scene)
}

/** Orders of one type that the exchange has ever accepted from us. */
const accepted = (scene: Scene, type: string) =>
  scene.exchange.engine
    .getAllOrders(scene.accountId, 'BTCUSDT', {})
    .filter((order) => order.type === type || order.origType === type)

describe.each(tradeModes)('a trade under faults, $name', ({ side, hedge }) => {
  const forUs = side === 'BUY' ? 1 : -1

  it.each<Fault>(['loseAnswer', 'answer503', 'refuse503', 'drop'])(
    'enters exactly once when the answer to the entry is lost: %s',
    (fault) =>
      inScene({ hedge }, async (scene) => {
        scene.faults.add({ when: placing({ type: 'MARKET' }), fault })
        const { trade } = beginTrade(scene, { side })
        await scene.advance(90_000)
        const wasCarriedOut = fault === 'loseAnswer' || fault === 'answer503'
        expect(accepted(scene, 'MARKET').length).toBe(wasCarriedOut ? 1 : 0)
        expect(trade.state).toBe(wasCarriedOut ? 'protected' : 'failed')
        const result = await scene.run(trade.close())
        expect(result).toMatchObject(
          wasCarriedOut ? { entry: { quantity: '0.02' } } : { state: 'failed', exitReason: 'refused' },
        )
        expectCleanEnd(scene, result)
      }),
  )

  it.each<Fault>(['loseAnswer', 'answer503'])('has one stop when the answer to it is lost: %s', (fault) =>
    inScene({ hedge }, async (scene) => {
      scene.faults.add({ when: placing({ type: 'STOP_MARKET' }), fault })
      const { trade } = beginTrade(scene, { side, takeProfits: 1 })
      await scene.advance(3_000)
      expect(trade.state).toBe('protected')
      expect(accepted(scene, 'STOP_MARKET')).toHaveLength(1)
      expectCleanEnd(scene, await scene.run(trade.close()))
    }),
  )

  it('takes the stop off within 5 s of a take-profit that filled unheard, on a stream that is open and silent', () =>
    inScene({ hedge }, async (scene) => {
      const { trade } = beginTrade(scene, { side, takeProfits: 0.4 })
      await scene.advance(1_000)
      expect(scene.truth().openOrders).toHaveLength(2)
      scene.stream.fault = () => 'drop'
      scene.market.moveBy(0.8 * forUs)
      await scene.advance(5_000)
      expect(scene.truth()).toMatchObject({ openOrders: [], positions: [] })
      expectCleanEnd(scene, await scene.run(trade.done))
    }))

  it('does not look around all the time while it waits for a lost answer after its time stop', () =>
    inScene({ hedge }, async (scene) => {
      const { trade } = beginTrade(scene, { side, timeStopMs: 1_000 })
      await scene.advance(900)
      scene.faults.add({ when: ({ path }) => path === '/fapi/v3/positionRisk', fault: 'drop', times: 5 })
      let looks = 0
      const exchangeNow = scene.account.exchangeNow.bind(scene.account)
      scene.account.exchangeNow = () => {
        looks += 1
        return exchangeNow()
      }
      await scene.run(trade.done)
      expect(looks).toBeLessThan(400)
    }))

  it('does not pause for long between exits that fail, while no stop stands', () =>
    inScene({ hedge }, async (scene) => {
      const { trade } = beginTrade(scene, { side })
      scene.faults.add({ when: placing({ type: 'STOP_MARKET' }), fault: 'refuse503', times: 100 })
      await scene.advance(1_000)
      scene.faults.add({ when: placing({ type: 'MARKET' }), fault: 'refuse503', times: 9 })
      const result = await scene.run(trade.done)
      expect(result).toMatchObject({ state: 'completed', exitReason: 'unprotected' })
      expect(result.longestUnprotectedMs).toBeLessThan(2_000 + 10_000)
    }))

  it('flattens within its deadline when no stop gets through', () =>
    inScene({ hedge }, async (scene) => {
      scene.faults.add({ when: placing({ type: 'STOP_MARKET' }), fault: 'drop', times: 100 })
      const { trade, path } = beginTrade(scene, { side, takeProfits: 1 })
      const result = await scene.run(trade.done)
      expect(result).toMatchObject({ state: 'completed', exitReason: 'unprotected' })
      expect(path()).toEqual(['entering', 'protecting', 'exiting', 'clearing', 'completed'])
      expect(result.unprotectedMs).toBeGreaterThanOrEqual(2_000)
      expect(result.unprotectedMs).toBeLessThan(2_200)
      expectCleanEnd(scene, result)
    }))

  it('tries the stop again when it certainly never left, within the deadline', () =>
    inScene({ hedge }, async (scene) => {
      scene.faults.add({ when: placing({ type: 'STOP_MARKET' }), fault: 'unsent', times: 3 })
      const { trade } = beginTrade(scene, { side })
      await scene.advance(1_500)
      expect(trade.state).toBe('protected')
      expectCleanEnd(scene, await scene.run(trade.close()))
    }))

  it('flattens at once when the exchange refuses the stop', () =>
    inScene({ hedge }, async (scene) => {
      const answer = { status: 400, code: -4045, msg: 'Reach max stop order limit.' }
      scene.faults.add({ when: placing({ type: 'STOP_MARKET' }), fault: { answer } })
      const result = await scene.run(beginTrade(scene, { side }).trade.done)
      expect(result).toMatchObject({ state: 'completed', exitReason: 'unprotected' })
      expect(result.unprotectedMs).toBeLessThan(200)
      expectCleanEnd(scene, result)
    }))

  it('ends the same when no user event arrives at all', () =>
    inScene({ hedge }, async (scene) => {
      scene.stream.fault = () => 'drop'
      const { trade } = beginTrade(scene, { side, entry: 'bbo', takeProfits: [0.3, 0.6] })
      await scene.advance(50)
      scene.market.take(side === 'BUY' ? 'SELL' : 'BUY', 6_000)
      await scene.advance(20_000)
      expect(trade.state).toBe('protected')
      scene.market.moveBy(0.4 * forUs)
      await scene.advance(40_000)
      expect(trade.openQuantity).toBe('0.01')
      scene.market.moveBy(-2 * forUs)
      const result = await scene.run(trade.done)
      expect(result).toMatchObject({ state: 'completed', exitReason: 'stop' })
      expect(result.unprotectedMs).toBeLessThan(2_000)
      expectCleanEnd(scene, result)
    }))

  it('ends the same when user events come twice, late and in any order', () =>
    inScene({ hedge }, async (scene) => {
      let count = 0
      scene.stream.fault = () => ((count += 1) % 3 === 0 ? 'twice' : { delayMs: (count * 137) % 700 })
      const { trade } = beginTrade(scene, { side, takeProfits: [0.3, 0.6] })
      await scene.advance(3_000)
      scene.market.moveBy(0.4 * forUs)
      await scene.advance(3_000)
      expect(trade.openQuantity).toBe('0.01')
      scene.market.moveBy(-2 * forUs)
      const result = await scene.run(trade.done)
      expect(result).toMatchObject({ state: 'completed', exitReason: 'stop', fillsComplete: true })
      expectCleanEnd(scene, result)
    }))

  it('knows the final state of an order whose cancel came too late', () =>
    inScene({ hedge, latencyMs: 50 }, async (scene) => {
      const { trade } = beginTrade(scene, { side, entry: { type: 'bbo', fillTimeoutMs: 1_000 } })
      await scene.clock.runUntil(() => scene.faults.seen.some(cancelling) || scene.truth().openOrders.length > 0)
      scene.faults.add({ when: cancelling, fault: { delayMs: 300 } })
      const closing = trade.close()
      await scene.advance(100)
      scene.market.take(side === 'BUY' ? 'SELL' : 'BUY', 6_000)
      const result = await scene.run(closing)
      expect(result).toMatchObject({ state: 'completed', exitReason: 'manual', entry: { quantity: '0.02' } })
      expectCleanEnd(scene, result)
    }))

  it('does not forget an order whose cancel gets no answer', () =>
    inScene({ hedge }, async (scene) => {
      const away = side === 'BUY' ? '95000' : '97000'
      const { trade } = beginTrade(scene, { side, entry: { type: 'limit', price: away, timeoutMs: 5_000 } })
      await scene.advance(1_000)
      scene.faults.add({ when: cancelling, fault: 'drop', times: 2 })
      const result = await scene.run(trade.done)
      expect(result).toMatchObject({ state: 'cancelled', exitReason: 'notFilled' })
      expectCleanEnd(scene, result)
    }))

  it('closes once when the answer to the exit is lost', () =>
    inScene({ hedge }, async (scene) => {
      const { trade } = beginTrade(scene, { side })
      await scene.advance(1_000)
      scene.faults.add({ when: placing({ type: 'MARKET' }), fault: 'loseAnswer' })
      const result = await scene.run(trade.close())
      expect(result).toMatchObject({ state: 'completed', exit: { quantity: '0.02' } })
      expect(accepted(scene, 'MARKET')).toHaveLength(2)
      expectCleanEnd(scene, result)
    }))

  it('sends the next exit after two seconds when nothing is known of the first, and closes no more than there is', () =>
    inScene({ hedge }, async (scene) => {
      const { trade } = beginTrade(scene, { side })
      await scene.advance(1_000)
      // neither the exit nor any question about it is answered
      scene.faults.add({ when: placing({ type: 'MARKET' }), fault: 'drop' })
      scene.faults.add({ when: ({ path }) => path === '/fapi/v3/noop', fault: 'drop', times: 20 })
      scene.faults.add({
        when: ({ method, path }) => method === 'GET' && path !== '/fapi/v3/time',
        fault: 'drop',
        times: 20,
      })
      const closing = trade.close()
      await scene.advance(3_500)
      expect(scene.truth().positions).toEqual([])
      const result = await scene.run(closing)
      expect(result).toMatchObject({ state: 'completed', exit: { quantity: '0.02' } })
      expectCleanEnd(scene, result)
    }))

  it('asks again when a question gets no answer: nothing rests five seconds after flat', () =>
    inScene({ hedge }, async (scene) => {
      const { trade } = beginTrade(scene, { side, takeProfits: 0.3 })
      await scene.advance(500)
      scene.faults.add({ when: ({ path }) => path === '/fapi/v3/positionRisk', fault: 'drop' })
      scene.faults.add({ when: ({ path }) => path === '/fapi/v3/openOrders', fault: 'drop' })
      scene.market.moveBy(0.4 * forUs)
      await scene.advance(5_000)
      expect(scene.truth().openOrders).toEqual([])
      expectCleanEnd(scene, await scene.run(trade.done))
    }))

  it('asks for the executions until every fee is known, when no event told of them', () =>
    inScene({ hedge }, async (scene) => {
      const { trade } = beginTrade(scene, { side })
      await scene.advance(500)
      scene.stream.fault = () => 'drop'
      const answer = { status: 400, code: -9999, msg: 'not now' }
      scene.faults.add({ when: ({ path }) => path === '/fapi/v3/userTrades', fault: { answer }, times: 2 })
      const result = await scene.run(trade.close())
      expect(result.fillsComplete).toBe(true)
      expectCleanEnd(scene, result)
    }))

  it('waits neither with its exit nor with its stop for a take-profit of which nothing is known', () =>
    inScene({ hedge }, async (scene) => {
      scene.faults.add({ when: placing({ type: 'LIMIT' }), fault: 'drop' })
      const { trade } = beginTrade(scene, { side, takeProfits: 1 })
      await scene.advance(500)
      const closing = trade.close()
      await scene.advance(1_000)
      expect(scene.truth()).toMatchObject({ openOrders: [], positions: [] })
      expect(trade.state).toBe('clearing')
      expectCleanEnd(scene, await scene.run(closing))
    }))

  it('takes a cancel that meets "unknown order" for a question, also when no event tells of the fill', () =>
    inScene({ hedge }, async (scene) => {
      const { trade } = beginTrade(scene, { side, entry: { type: 'bbo', fillTimeoutMs: 5_000 } })
      await scene.advance(500)
      scene.stream.fault = () => 'drop'
      scene.faults.add({
        when: ({ method, path }) => method === 'GET' && path === '/fapi/v3/positionRisk',
        fault: { delayMs: 3_000 },
        times: 10,
      })
      scene.market.take(side === 'BUY' ? 'SELL' : 'BUY', 10_000)
      const result = await scene.run(trade.close())
      expect(result).toMatchObject({ state: 'completed', entry: { quantity: '0.02' }, exit: { quantity: '0.02' } })
      expectCleanEnd(scene, result)
    }))

  it('does not call itself completed while a position that is not its own is left, and leaves that alone', () =>
    inScene({ hedge }, async (scene) => {
      const { trade, incidents } = beginTrade(scene, { side, takeProfits: 0.3 })
      await scene.advance(500)
      const positionSide = hedge ? ({ positionSide: side === 'BUY' ? 'LONG' : 'SHORT' } as const) : {}
      const more = { symbol: 'BTCUSDT', side, type: 'MARKET', quantity: '0.01', ...positionSide } as const
      await scene.run(scene.rest.trading.placeOrder(more))
      await scene.advance(500)
      scene.market.moveBy(0.4 * forUs)
      const result = await scene.run(trade.done)
      expect(result).toMatchObject({ state: 'failed', exitReason: 'takeProfit', exit: { quantity: '0.02' } })
      expect(incidents()).toContain('foreignPosition')
      const { openOrders, positions } = scene.truth()
      expect(openOrders).toEqual([])
      expect(positions).toHaveLength(1)
    }))
})
