import { startTestExchange, testKeys } from '@aster/simulator/testing'
import { describe, expect, it } from 'vitest'

import { TradeConflictError } from '../account/trade-conflict-error.ts'
import { beginTrade, tradeModes } from '../testing/begin-trade.ts'
import { placing, type Fault } from '../testing/fault-transport.ts'
import { openScene, type Scene, type SceneOptions } from '../testing/open-scene.ts'
import { PositionUnprotectedError } from './position-unprotected-error.ts'
import { reversePosition } from './reverse-position.ts'
import { setTargetPosition } from './set-target-position.ts'

async function inScene(options: SceneOptions, play: (scene: Scene) => Promise<void>): Promise<void> {
  await using test = await startTestExchange()
  await using scene = await openScene(test, testKeys, options)
  await play(scene)
}

describe.each(tradeModes)('setTargetPosition, $name', ({ side, hedge }) => {
  const symbol = 'BTCUSDT'
  const own = hedge ? ({ positionSide: side === 'BUY' ? 'LONG' : 'SHORT' } as const) : {}
  const place = hedge ? own.positionSide : 'BOTH'
  const minus = side === 'BUY' ? '' : '-'
  const target = (quantity: string) => (hedge || side === 'BUY' || quantity === '0' ? quantity : `-${quantity}`)
  const held = (quantity: string) => (quantity === '0' ? [] : [`${symbol} ${place} ${minus}${quantity}`])
  const set = (scene: Scene, quantity: string, more: object = {}) =>
    scene.run(
      setTargetPosition(scene.account, { symbol, ...own, target: target(quantity), stop: { percent: 1 }, ...more }),
    )

  it('goes up, stays, goes down and out, always with one stop, and leaves nothing', () =>
    inScene({ hedge }, async (scene) => {
      for (const quantity of ['0.02', '0.05', '0.05', '0.01', '0']) {
        const result = await set(scene, quantity)
        await scene.advance(500)
        expect(result).toMatchObject({
          isReached: true,
          quantity: target(quantity) === '0' ? '0' : `${minus}${quantity}`,
        })
        expect(scene.truth().positions).toEqual(held(quantity))
        expect(scene.truth().openOrders).toHaveLength(quantity === '0' ? 0 : 1)
      }
      const market = scene.faults.seen.filter(placing({ type: 'MARKET' }))
      expect(market.map(({ params }) => params.get('quantity'))).toEqual(['0.02', '0.03', '0.04'])
    }))

  it.each<Fault>(['loseAnswer', 'answer503', 'refuse503', 'drop'])(
    'reaches its target and no more when an answer is lost: %s',
    (fault) =>
      inScene({ hedge }, async (scene) => {
        scene.faults.add({ when: placing({ type: 'MARKET' }), fault })
        const asking = setTargetPosition(scene.account, {
          symbol,
          ...own,
          target: target('0.02'),
          stop: 'none',
          deadlineMs: 120_000,
        })
        await scene.run(asking).catch(() => undefined)
        // asked again, as a program does that got no answer
        expect(await set(scene, '0.02')).toMatchObject({ isReached: true })
        expect(scene.truth().positions).toEqual(held('0.02'))
      }),
  )

  it('is not misled by questions that lag behind its own fills', () =>
    inScene({ hedge }, async (scene) => {
      await set(scene, '0.02')
      const before = JSON.stringify(await scene.run(scene.rest.position.getPositionRisk({ symbol })))
      let asked = 0
      const isLagging = ({ path }: { readonly path: string }) => {
        asked += path === '/fapi/v3/positionRisk' ? 1 : 0
        return path === '/fapi/v3/positionRisk' && (asked === 2 || asked === 3)
      }
      scene.faults.add({ when: isLagging, fault: { body: before }, times: 2 })
      expect(await set(scene, '0.05')).toMatchObject({ isReached: true })
      expect(asked).toBe(3)
      expect(scene.truth().positions).toEqual(held('0.05'))
    }))

  it('rounds towards zero, and does not open what is too small', () =>
    inScene({ hedge }, async (scene) => {
      expect(await set(scene, '0.0009')).toMatchObject({ target: '0', isReached: true })
      expect(await set(scene, '0.0209')).toMatchObject({ isReached: true, target: `${minus}0.02` })
      expect(scene.truth().positions).toEqual(held('0.02'))
    }))

  it('closes what no stop can be brought to rest for', () =>
    inScene({ hedge }, async (scene) => {
      const answer = { status: 400, code: -4045, msg: 'Reach max stop order limit.' }
      scene.faults.add({ when: placing({ type: 'STOP_MARKET' }), fault: { answer }, times: 100 })
      await expect(set(scene, '0.02')).rejects.toThrow(PositionUnprotectedError)
      expect(scene.truth()).toMatchObject({ openOrders: [], positions: [] })
    }))

  it('leaves the position of a trade alone', () =>
    inScene({ hedge }, async (scene) => {
      const { trade } = beginTrade(scene, { side })
      await scene.advance(500)
      await expect(set(scene, '0.05')).rejects.toThrow(TradeConflictError)
      await scene.run(trade.close())
    }))

  it('reverses a position: closes first, then opens the other side with a stop', () =>
    inScene({ hedge }, async (scene) => {
      const { trade: first } = beginTrade(scene, { side, takeProfits: 1 })
      await scene.advance(500)
      const { closed, trade } = await scene.run(
        reversePosition(scene.account, { symbol, ...own, entry: 'market', stop: { percent: 1 }, intentId: 'alert-7' }),
      )
      expect(first.state).toBe('completed')
      expect(closed).toMatchObject({ symbol })
      await scene.advance(500)
      expect(trade.state).toBe('protected')
      const other = hedge ? (side === 'BUY' ? 'SHORT' : 'LONG') : 'BOTH'
      expect(scene.truth().positions).toEqual([`${symbol} ${other} ${side === 'BUY' ? '-' : ''}0.02`])
      expect(scene.truth().openOrders).toHaveLength(1)
      // the same alert again
      const again = reversePosition(scene.account, { symbol, ...own, entry: 'market', intentId: 'alert-7' })
      await expect(scene.run(again)).rejects.toThrow('alert-7')
      expect(scene.truth().positions).toHaveLength(1)
      await scene.run(trade.close())
    }))

  it('says that there is nothing to reverse', () =>
    inScene({ hedge }, async (scene) => {
      await expect(scene.run(reversePosition(scene.account, { symbol, ...own, entry: 'market' }))).rejects.toThrow(
        'flat',
      )
    }))
})

describe('setTargetPosition from flat', () => {
  const options = { symbol: 'BTCUSDT', target: '0.05', stop: { percent: 1 } } as const
  const stops = (scene: Scene) => scene.truth().openOrders.filter((order) => order.startsWith('STOP_MARKET'))

  it('protects what has filled while the rest of the entry still works', () =>
    inScene({}, async (scene) => {
      const asking = setTargetPosition(scene.account, { ...options, entry: 'bbo', deadlineMs: 20_000 })
      await scene.advance(300)
      scene.market.take('SELL', 5_019)
      await scene.advance(300)
      expect(stops(scene)).toHaveLength(1)
      expect(scene.truth().openOrders).toHaveLength(2)
      await scene.run(asking)
      expect(scene.truth().openOrders).toHaveLength(1)
    }))

  it('leaves no position without a stop when it is called off in mid-entry', () =>
    inScene({}, async (scene) => {
      for (const entry of ['market', 'bbo'] as const) {
        const control = new AbortController()
        const asking = setTargetPosition(scene.account, { ...options, entry, signal: control.signal })
        const ended = asking.catch(String)
        await scene.advance(entry === 'market' ? 8 : 300)
        if (entry === 'bbo') scene.market.take('SELL', 5_019)
        if (entry === 'bbo') await scene.advance(7)
        control.abort(new Error('called off'))
        expect(await scene.run(ended)).toContain('called off')
        expect(scene.truth().positions).toHaveLength(stops(scene).length)
        await scene.run(setTargetPosition(scene.account, { ...options, target: '0' }))
      }
    }))

  it('protects the position although it cannot be read any more', () =>
    inScene({}, async (scene) => {
      let isFilled = false
      scene.account.orders.onChange((view) => {
        isFilled ||= view.filledQuantity !== '0'
      })
      const answer = { status: 500, code: -1000, msg: 'An unknown error occurred.' }
      scene.faults.add({
        when: ({ path }) => isFilled && path === '/fapi/v3/positionRisk',
        fault: { answer },
        times: 100,
      })
      const asking = setTargetPosition(scene.account, options)
      await scene.run(asking).catch(() => undefined)
      await scene.advance(2_000)
      expect(scene.truth().positions).toEqual(['BTCUSDT BOTH 0.05'])
      expect(stops(scene)).toHaveLength(1)
    }))

  it('keeps the stop that stands where the exchange takes no second one', () =>
    inScene({}, async (scene) => {
      await scene.run(setTargetPosition(scene.account, { ...options, target: '0.02' }))
      const [standing] = stops(scene)
      scene.market.moveBy(0.3)
      const answer = { status: 400, code: -4130, msg: 'An open stop order with closePosition is existing.' }
      scene.faults.add({ when: placing({ type: 'STOP_MARKET' }), fault: { answer }, times: 100 })
      const result = await scene.run(setTargetPosition(scene.account, options))
      expect(result).toMatchObject({ quantity: '0.05', isReached: true })
      expect(stops(scene)).toEqual([standing])
    }))

  it('ends the entry before it closes what no stop can be brought to rest for', () =>
    inScene({}, async (scene) => {
      const answer = { status: 400, code: -4045, msg: 'Reach max stop order limit.' }
      scene.faults.add({ when: placing({ type: 'STOP_MARKET' }), fault: { answer }, times: 100 })
      const asking = setTargetPosition(scene.account, { ...options, entry: 'bbo', deadlineMs: 60_000 })
      const ended = asking.catch((error: unknown) => error)
      await scene.advance(300)
      scene.market.take('SELL', 5_019)
      expect(await scene.run(ended)).toBeInstanceOf(PositionUnprotectedError)
      expect(scene.truth()).toMatchObject({ openOrders: [], positions: [] })
    }))
})

describe('setTargetPosition in one-way mode', () => {
  it('goes through zero by closing first: the side turns and the size is exact', () =>
    inScene({}, async (scene) => {
      const set = (target: string) =>
        scene.run(
          setTargetPosition(scene.account, { symbol: 'BTCUSDT', target, stop: { percent: 1 }, entry: 'market' }),
        )
      await set('0.03')
      expect(await set('-0.02')).toMatchObject({ before: '0.03', quantity: '-0.02', isReached: true })
      expect(scene.truth().positions).toEqual(['BTCUSDT BOTH -0.02'])
      expect(scene.truth().openOrders).toHaveLength(1)
    }))

  it('enters at the best price when asked to, and reports what did not fill', () =>
    inScene({}, async (scene) => {
      const options = {
        symbol: 'BTCUSDT',
        target: '0.05',
        stop: { percent: 1 },
        entry: 'bbo',
        deadlineMs: 2_000,
      } as const
      const asking = setTargetPosition(scene.account, options)
      await scene.advance(300)
      scene.market.take('SELL', 5_019)
      const result = await scene.run(asking)
      expect(result).toMatchObject({ quantity: '0.02', isReached: false })
      expect(result.stopOrderId).toBeDefined()
      expect(scene.truth().openOrders).toHaveLength(1)
    }))
})
