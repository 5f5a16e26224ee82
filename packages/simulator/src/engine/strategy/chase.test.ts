import { describe, expect, it } from 'vitest'

import { createEngineFixture, limit, startMs } from '../engine-fixture.ts'
import type { ChaseRequest, EnginePolicy, OrderView } from '../types.ts'

const chase = (fields: Partial<ChaseRequest> = {}): ChaseRequest => ({
  symbol: 'BTCUSDT',
  side: 'BUY',
  quantityUnit: 'BASE',
  quantity: '0.1',
  ...fields,
})

function open() {
  const fixture = createEngineFixture()
  const { engine } = fixture
  const code = (fields: Partial<ChaseRequest>) => {
    const outcome = engine.placeChase('a', chase(fields), startMs)
    return outcome.ok ? 0 : outcome.code
  }
  return {
    ...fixture,
    code,
    start(fields: Partial<ChaseRequest> = {}): string {
      const outcome = engine.placeChase('a', chase(fields), startMs)
      if (!outcome.ok) throw new Error(outcome.msg)
      return outcome.value.strategyId
    },
    look(strategyId: string): { status: string; order: OrderView; reason: string } {
      const found = engine.getStrategy('a', { strategyId }, false)
      const order = found.ok ? found.value.legs[0]?.order : undefined
      if (!found.ok || order === undefined) throw new Error('not there')
      return { status: found.value.status, order, reason: found.value.failureReason }
    },
    raise(ticks: number) {
      for (let offset = 0; offset < 10; offset++) engine.setLevel('BTCUSDT', 'SELL', 1_000_001 + offset, 0, startMs)
      engine.setLevels(
        'BTCUSDT',
        [
          { side: 'SELL', priceTicks: 1_000_001 + ticks, lots: 1000 },
          { side: 'BUY', priceTicks: 999_999 + ticks, lots: 1000 },
        ],
        startMs,
      )
    },
  }
}

describe('a chase', () => {
  it('begins post only at the best price of its side and follows it once a second', () => {
    const world = open()
    const id = world.start()
    expect(world.look(id).order).toMatchObject({ price: '99999.9', timeInForce: 'GTX', pegPriceType: 'QUEUE_1' })
    world.raise(5)
    world.engine.advance(startMs + 999)
    expect(world.look(id).order.price).toBe('99999.9')
    world.engine.advance(startMs + 1000)
    expect(world.look(id).order).toMatchObject({ price: '100000.4', status: 'NEW' })
    expect(world.story(world.look(id).order.orderId)).toEqual(['NEW/NEW', 'AMENDMENT/NEW'])
    world.raise(8)
    world.engine.advance(startMs + 1500)
    expect(world.look(id).order.price).toBe('100000.4')
    world.engine.advance(startMs + 2000)
    expect(world.look(id).order.price).toBe('100000.7')
  })

  it('keeps its offset, and does not take its own order for the best price', () => {
    const world = open()
    const id = world.start({ side: 'SELL', chaseOffset: '0.3' })
    expect(world.look(id).order.price).toBe('100000.4')
    for (let offset = 1; offset <= 10; offset++)
      world.engine.setLevel('BTCUSDT', 'SELL', 1_000_000 + offset, 0, startMs)
    // nobody else is left on the side: it stays
    for (let second = 1; second <= 3; second++) world.engine.advance(startMs + 1000 * second)
    expect(world.look(id).order.price).toBe('100000.4')
  })

  it('ends beyond maxChaseOffset, absolute or in percent, and on a fill', () => {
    const world = open()
    const [near, percent, free] = [
      world.start({ maxChaseOffset: '0.5' }),
      world.start({ maxChaseOffset: '0.01', maxChaseOffsetType: 'PERCENTAGE' }),
      world.start(),
    ]
    world.raise(6)
    world.engine.advance(startMs + 1000)
    expect(world.look(near)).toMatchObject({
      status: 'CANCELED',
      reason: 'OFFSET_CANCELLED',
      order: { status: 'CANCELED' },
    })
    expect(world.look(percent)).toMatchObject({ status: 'WORKING', order: { price: '100000.5' } })
    world.raise(101)
    world.engine.advance(startMs + 2000)
    expect(world.look(percent)).toMatchObject({ status: 'CANCELED', reason: 'OFFSET_CANCELLED' })
    expect(world.look(free)).toMatchObject({ status: 'WORKING', order: { price: '100010' } })
    world.engine.trade('BTCUSDT', 'SELL', 999_000, 5000, { consumeBook: true }, startMs)
    expect(world.look(free)).toMatchObject({ status: 'FILLED', order: { status: 'FILLED' } })
  })

  it('ends with its order when that is cancelled', () => {
    const world = open()
    const id = world.start()
    world.engine.cancelOrder('a', { symbol: 'BTCUSDT', orderId: world.look(id).order.orderId }, startMs)
    expect(world.look(id).status).toBe('CANCELED')
    expect(world.engine.getStrategy('a', { strategyId: id }, true)).toMatchObject({ code: -2013 })
  })

  it('takes a quantity in quote, turned into lots at the mark price', () => {
    const world = open()
    expect(world.look(world.start({ quantityUnit: 'QUOTE', quantity: '12345' })).order.origQty).toBe('0.123')
  })

  it.each([
    [{ symbol: 'NOPE' }, -1121],
    [{ side: 'UP' }, -1117],
    [{ quantityUnit: 'LOTS' }, -1130],
    [{ quantity: '0.0001' }, -1111],
    [{ quantityUnit: 'QUOTE', quantity: '3' }, -4004],
    [{ quantityUnit: 'QUOTE', quantity: '99999999999999999999' }, -4005],
    [{ chaseOffset: '0.05' }, -1130],
    [{ chaseOffset: '-1' }, -1130],
    [{ chaseOffset: '1', chaseOffsetType: 'PERCENTAGE' }, -1020],
    [{ maxChaseOffset: '0' }, -1130],
    [{ maxChaseOffset: '0.123', maxChaseOffsetType: 'PERCENTAGE' }, -1130],
    [{ timeInForce: 'NO_FILL' }, -1115],
    [{ timeInForce: 'IOC' }, -1115],
    [{ reduceOnly: 'yes' }, -1130],
    [{ reduceOnly: 'true' }, -2022],
    [{ positionSide: 'LONG' }, -4061],
    [{ clientStrategyId: 'a b' }, -1100],
    [{ quantity: '900' }, -2027],
  ] as const)('%j is refused with %i', (fields, code) => {
    expect(open().code(fields)).toBe(code)
  })

  it('needs somebody on its side', () => {
    const world = open()
    for (let offset = 1; offset <= 10; offset++) world.engine.setLevel('BTCUSDT', 'BUY', 1_000_000 - offset, 0, startMs)
    expect(world.code({})).toBe(-1112)
  })
})

describe('a pegged order', () => {
  const pegged = (side: 'BUY' | 'SELL', pegPriceType: string, pegOffset?: string, price?: string) => ({
    side,
    quantity: '0.1',
    timeInForce: 'GTC',
    pegPriceType,
    pegOffset,
    price,
  })

  it('takes its price from the book when it arrives', () => {
    const { placed } = createEngineFixture()
    expect(placed(pegged('BUY', 'QUEUE_1'))).toMatchObject({ price: '99999.9', status: 'NEW', pegPriceType: 'QUEUE_1' })
    expect(placed(pegged('BUY', 'QUEUE_1', '-0.3', '5'))).toMatchObject({ price: '99999.6' })
    expect(placed(pegged('SELL', 'QUEUE_1', '0.3'))).toMatchObject({ price: '100000.4' })
    expect(placed(pegged('BUY', 'COUNTERPARTY_1'), 'b')).toMatchObject({ price: '100000.1', status: 'FILLED' })
    expect(placed(pegged('SELL', 'COUNTERPARTY_1', '0.1'), 'b')).toMatchObject({ price: '100000', status: 'NEW' })
  })

  it('stays there, or follows once a second by policy', () => {
    const run = (peg: EnginePolicy['peg']) => {
      const { engine, placed, view } = createEngineFixture({ policy: { peg } })
      const { orderId } = placed(pegged('BUY', 'QUEUE_1'))
      engine.placeOrder('b', { symbol: 'BTCUSDT', type: 'LIMIT', ...limit('BUY', '100000', '0.1') }, startMs)
      engine.advance(startMs + 1000)
      return view(orderId).price
    }
    expect(run('onArrival')).toBe('99999.9')
    expect(run('everySecond')).toBe('100000')
  })

  it.each([
    [pegged('BUY', 'PRIMARY'), -1130],
    [pegged('BUY', 'QUEUE_1', '0.1'), -1130],
    [pegged('SELL', 'QUEUE_1', '-0.1'), -1130],
    [pegged('BUY', 'QUEUE_1', '-0.05'), -1130],
    [pegged('BUY', 'QUEUE_1', 'x'), -1130],
    [{ ...pegged('BUY', 'QUEUE_1'), pegPriceType: undefined, pegOffset: '0', price: '99000' }, -1102],
    [{ ...pegged('BUY', 'QUEUE_1'), type: 'MARKET', timeInForce: undefined }, -1106],
    [pegged('BUY', 'QUEUE_1', '-100000'), -4013],
  ] as const)('%j is refused with %i', (request, code) => {
    expect(createEngineFixture().codeOf(request)).toBe(code)
  })

  it('needs a best price', () => {
    const { engine, codeOf } = createEngineFixture()
    for (let offset = 1; offset <= 10; offset++) engine.setLevel('BTCUSDT', 'BUY', 1_000_000 - offset, 0, startMs)
    expect(codeOf(pegged('BUY', 'QUEUE_1'))).toBe(-1112)
  })
})
