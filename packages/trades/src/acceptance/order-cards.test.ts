import { ParameterError, RejectedError } from '@aster/core'
import { startTestExchange, testKeys } from '@aster/simulator/testing'
import { describe, expect, it } from 'vitest'

import { cancelAll } from '../close/cancel-all.ts'
import { closePosition } from '../close/close-position.ts'
import type { OrderRequest } from '../orders/order-desk.ts'
import { tradeModes } from '../testing/begin-trade.ts'
import { cancelling, placing, type Fault } from '../testing/fault-transport.ts'
import { openScene, type Scene, type SceneOptions } from '../testing/open-scene.ts'

async function inScene(options: SceneOptions, play: (scene: Scene) => Promise<void>): Promise<void> {
  await using test = await startTestExchange()
  await using scene = await openScene(test, testKeys, options)
  await play(scene)
}

const symbol = 'BTCUSDT'
const amending = ({ method, path }: { readonly method: string; readonly path: string }) =>
  method === 'PUT' && path === '/fapi/v3/order'

// the ids are those of a public acceptance matrix for execution adapters; one side of a pair of cards is one mode here
describe.each(tradeModes)('acceptance of orders, $name', ({ side, hedge }) => {
  const opposite = side === 'BUY' ? ('SELL' as const) : ('BUY' as const)
  const own = hedge ? ({ positionSide: side === 'BUY' ? 'LONG' : 'SHORT' } as const) : {}
  const card = (buy: string, sell: string) => (side === 'BUY' ? buy : sell)
  const passive = side === 'BUY' ? '95000' : '97000'
  const aggressive = side === 'BUY' ? '96010' : '95990'
  const beyond = side === 'BUY' ? '97000' : '95000'
  const place = (scene: Scene, order: Omit<OrderRequest, 'symbol' | 'side'> & { readonly side?: 'BUY' | 'SELL' }) =>
    scene.account.orders.place({ symbol, side, ...own, ...order })
  const held = (scene: Scene) => scene.truth().positions.map((position) => Number(position.split(' ')[2]))
  const sized = (quantity: number) => (side === 'BUY' ? quantity : -quantity)
  const resting = { type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01', price: passive } as const
  const settled = async (scene: Scene, id: string) => {
    await scene.advance(200)
    return scene.account.orders.get(id)
  }

  it(`${card('TC-E01', 'TC-E02')} a market order fills, and the account follows`, () =>
    inScene({ hedge }, async (scene) => {
      const { clientOrderId } = await scene.run(place(scene, { type: 'MARKET', quantity: '0.01' }))
      expect(await settled(scene, clientOrderId)).toMatchObject({
        state: 'filled',
        filledQuantity: '0.01',
        fillsComplete: true,
      })
      expect(held(scene)).toEqual([sized(0.01)])
      expect(scene.account.positions).toHaveLength(1)
    }))

  it('TC-E03 TC-E04 a market order takes no time in force: refused before it is sent', () =>
    inScene({ hedge }, async (scene) => {
      for (const timeInForce of ['IOC', 'FOK'] as const) {
        const placed = place(scene, { type: 'MARKET', quantity: '0.01', timeInForce })
        await expect(scene.run(placed)).rejects.toThrow(ParameterError)
      }
      expect(scene.faults.seen.some(placing())).toBe(false)
    }))

  it('TC-E06 TC-E61 a position is closed by orders that can only reduce it', () =>
    inScene({ hedge }, async (scene) => {
      await scene.run(place(scene, { type: 'MARKET', quantity: '0.01' }))
      await scene.advance(200)
      await scene.run(closePosition(scene.account, { symbol, ...own, passive: false }))
      const closing = scene.faults.seen.filter(placing({ side: opposite }))
      expect(closing.every(({ params }) => params.get(hedge ? 'positionSide' : 'reduceOnly') !== null)).toBe(true)
      expect(scene.truth()).toMatchObject({ positions: [], openOrders: [] })
    }))

  it(`${card('TC-E10', 'TC-E11')} a limit order rests until it is cancelled`, () =>
    inScene({ hedge }, async (scene) => {
      const { clientOrderId } = await scene.run(place(scene, resting))
      await scene.advance(60_000)
      expect(await settled(scene, clientOrderId)).toMatchObject({
        state: 'open',
        terms: { price: passive, side, timeInForce: 'GTC' },
      })
    }))

  it('TC-E12 both sides rest side by side', () =>
    inScene({ hedge }, async (scene) => {
      const otherSide = hedge ? ({ positionSide: side === 'BUY' ? 'SHORT' : 'LONG' } as const) : {}
      const other = { ...resting, ...otherSide, side: opposite, price: beyond }
      await scene.run(Promise.all([place(scene, resting), place(scene, other)]))
      expect(scene.truth().openOrders).toHaveLength(2)
    }))

  it.each([
    ['TC-E13', 'IOC', aggressive, 'filled', '0.01'],
    ['TC-E14', 'IOC', passive, 'expired', '0'],
    ['TC-E15', 'FOK', aggressive, 'filled', '0.01'],
    ['TC-E16', 'FOK', passive, 'expired', '0'],
  ] as const)('%s a limit order, %s at %s, is %s at once', (_id, timeInForce, price, state, filledQuantity) =>
    inScene({ hedge }, async (scene) => {
      const order = { type: 'LIMIT', timeInForce, price, quantity: '0.01' } as const
      const { clientOrderId } = await scene.run(place(scene, order))
      expect(await settled(scene, clientOrderId)).toMatchObject({ state, filledQuantity })
    }),
  )

  it('TC-E17 TC-E18 TC-E19 TC-E73 a time in force that the exchange lacks is refused before anything is sent', () =>
    inScene({ hedge }, async (scene) => {
      for (const timeInForce of ['GTD', 'DAY']) {
        const placed = place(scene, { ...resting, timeInForce: timeInForce as 'GTC' })
        await expect(scene.run(placed)).rejects.toThrow(ParameterError)
      }
      expect(scene.faults.seen.some(placing())).toBe(false)
    }))

  it.each([
    [card('TC-E20', 'TC-E21'), 'STOP_MARKET', beyond, undefined],
    [card('TC-E22', 'TC-E23'), 'STOP', beyond, beyond],
    [card('TC-E24', 'TC-E25'), 'TAKE_PROFIT_MARKET', passive, undefined],
    [card('TC-E26', 'TC-E27'), 'TAKE_PROFIT', passive, passive],
  ] as const)(
    '%s a %s order waits for its trigger at %s, and is found again by asking',
    (_id, type, stopPrice, price) =>
      inScene({ hedge }, async (scene) => {
        const order = {
          type,
          stopPrice,
          quantity: '0.01',
          ...(price === undefined ? {} : { price, timeInForce: 'GTC' as const }),
        }
        const { clientOrderId } = await scene.run(place(scene, order))
        expect(await settled(scene, clientOrderId)).toMatchObject({
          state: 'open',
          triggered: false,
          terms: { stopPrice, side },
        })
        const listed = await scene.run(scene.account.readOpenOrders(symbol))
        expect(listed.map((view) => view.clientOrderId)).toEqual([clientOrderId])
      }),
  )

  it(`${card('TC-E30', 'TC-E31')} a limit order is moved to another price under its id`, () =>
    inScene({ hedge }, async (scene) => {
      const { clientOrderId } = await scene.run(place(scene, resting))
      const price = side === 'BUY' ? '95100' : '96900'
      await scene.run(scene.account.orders.amend(clientOrderId, price))
      expect(await settled(scene, clientOrderId)).toMatchObject({ state: 'open', terms: { price, quantity: '0.01' } })
      expect(scene.truth().openOrders).toHaveLength(1)
    }))

  it(`${card('TC-E32', 'TC-E33')} a limit order is cancelled and placed anew`, () =>
    inScene({ hedge }, async (scene) => {
      const first = await scene.run(place(scene, resting))
      expect(await scene.run(scene.account.orders.cancel(first.clientOrderId))).toMatchObject({ state: 'canceled' })
      const second = await scene.run(place(scene, { ...resting, price: side === 'BUY' ? '95100' : '96900' }))
      expect(second.clientOrderId).not.toBe(first.clientOrderId)
      expect(scene.truth().openOrders).toHaveLength(1)
    }))

  it('TC-E34 TC-E36 a stop cannot be moved: the refusal has a reason, and the stop is where it was', () =>
    inScene({ hedge }, async (scene) => {
      const { clientOrderId } = await scene.run(
        place(scene, { type: 'STOP_MARKET', stopPrice: beyond, quantity: '0.01' }),
      )
      const moved = scene.account.orders.amend(clientOrderId, side === 'BUY' ? '97100' : '94900')
      await expect(scene.run(moved)).rejects.toThrow(RejectedError)
      expect(await settled(scene, clientOrderId)).toMatchObject({ state: 'open', terms: { stopPrice: beyond } })
    }))

  it('TC-E35 a stop is replaced, and exactly one is left', () =>
    inScene({ hedge }, async (scene) => {
      const stop = { type: 'STOP_MARKET', quantity: '0.01' } as const
      const first = await scene.run(place(scene, { ...stop, stopPrice: beyond }))
      const second = await scene.run(place(scene, { ...stop, stopPrice: side === 'BUY' ? '97100' : '94900' }))
      await scene.run(scene.account.orders.cancel(first.clientOrderId))
      await scene.run(scene.account.reconcile())
      const open = scene.account.orders.list(({ state }) => state === 'open').map((view) => view.clientOrderId)
      expect(open).toEqual([second.clientOrderId])
    }))

  it('TC-E40 TC-E44 a cancel is confirmed, and a second one changes nothing', () =>
    inScene({ hedge }, async (scene) => {
      const { clientOrderId } = await scene.run(place(scene, resting))
      const changes: string[] = []
      scene.account.orders.onChange((view) => void changes.push(view.state))
      expect(await scene.run(scene.account.orders.cancel(clientOrderId))).toMatchObject({ state: 'canceled' })
      await scene.advance(500)
      const before = changes.length
      expect(await scene.run(scene.account.orders.cancel(clientOrderId))).toMatchObject({ state: 'canceled' })
      expect(changes).toHaveLength(before)
    }))

  it('TC-E41 TC-E42 TC-E81 all of ours are cancelled one by one, and those of others stay', () =>
    inScene({ hedge }, async (scene) => {
      for (let count = 0; count < 3; count += 1) await scene.run(place(scene, resting))
      const foreign = { symbol, side, ...own, ...resting, newClientOrderId: 'another-hand' } as const
      await scene.run(scene.rest.trading.placeOrder(foreign))
      await scene.advance(200)
      const report = await scene.run(cancelAll(scene.account))
      expect(report.ended.map(({ state }) => state)).toEqual(['canceled', 'canceled', 'canceled'])
      expect(scene.truth().openOrders).toEqual(['LIMIT another-hand'])
    }))

  it('TC-E60 a post-only order rests, and TC-E70 is not taken where it would trade', () =>
    inScene({ hedge }, async (scene) => {
      const order = { type: 'LIMIT', timeInForce: 'GTX', quantity: '0.01' } as const
      const rests = await scene.run(place(scene, { ...order, price: passive }))
      expect(await settled(scene, rests.clientOrderId)).toMatchObject({ state: 'open' })
      const crosses = await scene.run(place(scene, { ...order, price: aggressive }))
      expect(await settled(scene, crosses.clientOrderId)).toMatchObject({ state: 'expired', filledQuantity: '0' })
    }))

  it('TC-E71 an order that can only reduce is refused where there is nothing to reduce', () =>
    inScene({ hedge }, async (scene) => {
      const placed = place(scene, { side: opposite, type: 'MARKET', quantity: '0.01', reduceOnly: true })
      await expect(scene.run(placed)).rejects.toMatchObject({ code: -2022 })
      expect(scene.truth().positions).toEqual([])
    }))

  it('TC-E72 a type that the symbol lacks is refused before anything is sent', () =>
    inScene({ hedge }, async (scene) => {
      const placed = place(scene, { type: 'ICEBERG' as 'LIMIT', quantity: '0.01', price: passive })
      await expect(scene.run(placed)).rejects.toThrow(ParameterError)
      expect(scene.faults.seen.some(placing())).toBe(false)
    }))

  it.each<Fault>(['loseAnswer', 'answer503', 'drop', 'refuse503'])(
    'TC-E74 a placing without an answer is neither refused nor sent again: %s',
    (fault) =>
      inScene({ hedge }, async (scene) => {
        scene.faults.add({ when: placing(), fault })
        const id = scene.account.orders.nextId('x')
        const placed = place(scene, { ...resting, clientOrderId: id }).catch((error: unknown) => error)
        await scene.run(placed)
        expect(['open', 'presumedAbsent']).toContain(scene.account.orders.get(id)?.state)
        expect(scene.account.orders.get(id)?.state === 'open').toBe(scene.truth().openOrders.length === 1)
        expect(scene.faults.seen.filter(placing())).toHaveLength(1)
      }),
  )

  it.each<Fault>(['loseAnswer', 'answer503', 'drop', 'refuse503', 'unsent'])(
    'TC-E75 a cancel without an answer goes on until the truth is known: %s',
    (fault) =>
      inScene({ hedge }, async (scene) => {
        const { clientOrderId } = await scene.run(place(scene, resting))
        scene.faults.add({ when: cancelling, fault })
        expect(await scene.run(scene.account.orders.cancel(clientOrderId))).toMatchObject({ state: 'canceled' })
        expect(scene.truth().openOrders).toEqual([])
      }),
  )

  it.each<Fault>(['loseAnswer', 'answer503', 'drop', 'refuse503'])(
    'TC-E76 a move without an answer is looked up: %s',
    (fault) =>
      inScene({ hedge }, async (scene) => {
        const { clientOrderId } = await scene.run(place(scene, resting))
        scene.faults.add({ when: amending, fault })
        const price = side === 'BUY' ? '95100' : '96900'
        const view = await scene.run(scene.account.orders.amend(clientOrderId, price))
        const wasCarriedOut = fault === 'loseAnswer' || fault === 'answer503'
        expect(view).toMatchObject({ state: 'open', terms: { price: wasCarriedOut ? price : passive } })
      }),
  )
})
