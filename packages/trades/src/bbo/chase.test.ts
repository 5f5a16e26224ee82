import { startTestExchange, testKeys } from '@aster/simulator/testing'
import { describe, expect, it } from 'vitest'

import { tradeModes } from '../testing/begin-trade.ts'
import { cancelling, placing, type Fault } from '../testing/fault-transport.ts'
import { openScene, type Scene, type SceneOptions } from '../testing/open-scene.ts'
import { chase, type ChaseOptions } from './chase.ts'

async function inScene(options: SceneOptions, play: (scene: Scene) => Promise<void>): Promise<void> {
  await using test = await startTestExchange()
  await using scene = await openScene(test, testKeys, options)
  await play(scene)
}

const amending = ({ method, path }: { readonly method: string; readonly path: string }) =>
  method === 'PUT' && path === '/fapi/v3/order'

describe.each(tradeModes)('chase, $name', ({ side, hedge }) => {
  const taker = side === 'BUY' ? 'SELL' : 'BUY'
  const forUs = side === 'BUY' ? 1 : -1
  const own = hedge ? ({ positionSide: side === 'BUY' ? 'LONG' : 'SHORT' } as const) : {}
  const begin = (scene: Scene, more: Partial<ChaseOptions> = {}) => {
    const work = chase(scene.account, { symbol: 'BTCUSDT', side, ...own, quantity: '0.05', ...more })
    return {
      work,
      failure: work.then(
        () => undefined,
        (error: unknown) => error,
      ),
    }
  }
  const executed = (scene: Scene) =>
    scene.exchange.engine
      .getAllOrders(scene.accountId, 'BTCUSDT', {})
      .reduce((sum, order) => sum + Math.round(Number(order.executedQty) * 1_000), 0)

  it.each(['amend', 'replace'] as const)('follows the price (%s), and fills no more than asked', (how) =>
    inScene({ hedge }, async (scene) => {
      const { work } = begin(scene, { how })
      await scene.advance(200)
      for (let step = 0; step < 6; step += 1) {
        if (step === 2) scene.market.take(taker, 4_999 + 30)
        scene.market.moveBy(0.02 * forUs)
        await scene.advance(700)
        expect(scene.truth().openOrders).toHaveLength(1)
      }
      scene.market.take(taker, 20_000)
      const result = await scene.run(work)
      expect(result.filledQuantity).toBe('0.05')
      expect(executed(scene)).toBe(50)
      expect(result.clientOrderIds.length === 1).toBe(how === 'amend')
      expect(scene.faults.seen.filter(amending).length > 3).toBe(how === 'amend')
      expect(scene.faults.seen.filter(cancelling).length > 3).toBe(how === 'replace')
    }),
  )

  it.each<Fault>(['loseAnswer', 'drop', 'answer503', { answer: { status: 400, code: -5022, msg: 'post only' } }])(
    'goes on when a move gets no answer or is refused: %j',
    (fault) =>
      inScene({ hedge }, async (scene) => {
        const { work } = begin(scene)
        await scene.advance(200)
        scene.faults.add({ when: amending, fault, times: 2 })
        scene.market.take(taker, 4_999 + 20)
        scene.market.moveBy(0.02 * forUs)
        await scene.advance(6_000)
        expect(scene.truth().openOrders).toHaveLength(1)
        scene.market.take(taker, 20_000)
        expect((await scene.run(work)).filledQuantity).toBe('0.05')
        expect(executed(scene)).toBe(50)
      }),
  )

  it('takes what is left at its deadline when told to, and no more', () =>
    inScene({ hedge }, async (scene) => {
      const { work } = begin(scene, { deadlineMs: 3_000, finalAction: 'cross' })
      await scene.advance(500)
      scene.market.take(taker, 4_999 + 20)
      const result = await scene.run(work)
      expect(result.filledQuantity).toBe('0.05')
      expect(executed(scene)).toBe(50)
      const last = scene.faults.seen.filter(placing()).at(-1)?.params
      expect([last?.get('timeInForce'), last?.get('quantity')]).toEqual(['IOC', '0.03'])
      expect(scene.truth().openOrders).toEqual([])
    }))

  it('ends where the price has run too far, at its deadline, and when it is told to, and leaves nothing', () =>
    inScene({ hedge }, async (scene) => {
      const far = begin(scene, { maxChasePercent: 0.5 })
      await scene.advance(300)
      scene.market.moveBy(0.3 * forUs)
      await scene.advance(1_000)
      scene.market.moveBy(0.3 * forUs)
      expect(await scene.run(far.failure)).toMatchObject({ end: 'chaseLimit', filledQuantity: '0' })
      expect(scene.truth().openOrders).toEqual([])
      const late = begin(scene, { deadlineMs: 3_000 })
      expect(await scene.run(late.failure)).toMatchObject({ end: 'deadline' })
      expect(scene.truth().openOrders).toEqual([])
      const control = new AbortController()
      const told = begin(scene, { signal: control.signal })
      await scene.advance(500)
      control.abort()
      await scene.run(told.failure)
      await scene.advance(500)
      expect(scene.truth().openOrders).toEqual([])
      expect(scene.faults.seen.filter(placing())).toHaveLength(3)
    }))
})
