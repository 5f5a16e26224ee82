import { describe, expect, it } from 'vitest'

import { createEngineFixture, limit, market, startMs } from '../engine-fixture.ts'
import type { EnginePolicy, OrderRequest, ProtectionSettings } from '../types.ts'

const settings = (fields: Partial<ProtectionSettings>): ProtectionSettings => ({
  windowMs: 1000,
  frozenMs: 5000,
  quantityLimit: undefined,
  valueLimit: undefined,
  deltaLimit: undefined,
  ...fields,
})

/** An account that quotes two levels a side at the touch, with a protection. */
function open(fields: Partial<ProtectionSettings>, policy: Partial<EnginePolicy> = {}) {
  const fixture = createEngineFixture({ policy })
  const { engine } = fixture
  const at = (nowMs: number, request: Partial<OrderRequest>) => {
    const outcome = engine.placeOrder(
      'a',
      { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', ...request },
      startMs + nowMs,
    )
    return outcome.ok ? 0 : outcome.code
  }
  for (let offset = 1; offset <= 10; offset++) {
    engine.setLevel('BTCUSDT', 'BUY', 1_000_000 - offset, 0, startMs)
    engine.setLevel('BTCUSDT', 'SELL', 1_000_000 + offset, 0, startMs)
  }
  engine.setProtection('a', 'BTCUSDT', settings(fields), startMs)
  for (const [side, price] of [
    ['BUY', '99999'],
    ['BUY', '99998'],
    ['SELL', '100001'],
    ['SELL', '100002'],
  ] as const) {
    fixture.placed(limit(side, price, '1'))
  }
  const openOrders = () => engine.getOpenOrders('a').length
  const hit = (side: 'BUY' | 'SELL', lots: number, nowMs = 0) =>
    engine.trade('BTCUSDT', side, side === 'BUY' ? 1_000_020 : 999_980, lots, { consumeBook: true }, startMs + nowMs)
  return { ...fixture, at, openOrders, hit }
}

describe('market-maker protection', () => {
  it('cancels the quotes and refuses new ones for the frozen time once the filled quantity reaches its limit', () => {
    const world = open({ quantityLimit: 1 })
    world.hit('SELL', 600)
    world.hit('BUY', 399)
    expect(world.openOrders()).toBe(4)
    const told = world.events.length
    world.hit('BUY', 1)
    expect(world.openOrders()).toBe(0)
    expect(world.events.slice(told).flatMap((event) => (event.kind === 'order' ? [event.executionType] : []))).toEqual([
      'TRADE',
      'CANCELED',
      'CANCELED',
      'CANCELED',
      'CANCELED',
    ])
    expect(world.engine.getProtections('a')).toMatchObject([{ symbol: 'BTCUSDT', frozenUntilMs: startMs + 5000 }])
    expect(world.at(4999, limit('BUY', '99999', '1'))).toBe(-2010)
    expect(world.at(5000, limit('BUY', '99999', '1'))).toBe(0)
    expect(world.codeOf(limit('BUY', '99000', '1'), 'b')).toBe(0)
  })

  it('lets one taker through all quotes: it acts after the order that fills them', () => {
    const world = open({ quantityLimit: 1 })
    expect(world.hit('SELL', 5000)).toBe(2000)
    expect(world.position()).toBe('2')
    expect(world.openOrders()).toBe(0)
  })

  it('counts only what lies inside its window', () => {
    const world = open({ quantityLimit: 1 })
    world.hit('SELL', 600)
    world.hit('SELL', 600, 1000)
    expect(world.openOrders()).toBe(3)
    world.hit('SELL', 400, 1999)
    expect(world.openOrders()).toBe(0)
  })

  it('counts notional, and what was bought less what was sold', () => {
    const value = open({ valueLimit: 100_000 })
    value.hit('SELL', 1000)
    expect(value.openOrders()).toBe(3)
    value.hit('BUY', 1)
    expect(value.openOrders()).toBe(0)

    const delta = open({ deltaLimit: 1 })
    delta.hit('SELL', 900)
    delta.hit('BUY', 900)
    delta.hit('SELL', 900)
    expect(delta.openOrders()).toBe(3)
    delta.hit('SELL', 100)
    expect(delta.openOrders()).toBe(0)
  })

  it('leaves alone what only reduces, or not, by policy', () => {
    const run = (protectionCovers: EnginePolicy['protectionCovers']) => {
      const world = open({ quantityLimit: 1 }, { protectionCovers })
      world.hit('SELL', 500)
      world.placed({ type: 'STOP_MARKET', side: 'SELL', stopPrice: '99000', quantity: '0.5', reduceOnly: 'true' })
      world.hit('SELL', 500)
      return [world.openOrders(), world.at(0, { ...limit('SELL', '100005', '0.5'), reduceOnly: 'true' })]
    }
    expect(run('opening')).toEqual([1, 0])
    expect(run('all')).toEqual([0, -2010])
  })

  it('takes orders again after a reset, or once it is deleted; without a frozen time only then', () => {
    const world = open({ quantityLimit: 1, frozenMs: 0 })
    world.hit('SELL', 1000)
    expect(world.at(86_400_000, limit('BUY', '99999', '1'))).toBe(-2010)
    expect(world.engine.resetProtection('a', 'BTCUSDT', startMs + 86_400_000)).toEqual({ ok: true, value: true })
    expect(world.at(86_400_000, limit('BUY', '99999', '1'))).toBe(0)
    world.hit('SELL', 1000, 86_400_000)
    expect(world.openOrders()).toBe(0)
    world.engine.deleteProtection('a', 'BTCUSDT', startMs + 86_400_000)
    expect(world.at(86_400_000, limit('BUY', '99999', '1'))).toBe(0)
    expect(world.engine.getProtections('a')).toEqual([])
  })

  it('counts what its owner takes as well, and ends strategies with their entry', () => {
    const world = open({ quantityLimit: 1 })
    const leg = { strategySubId: '1', securityType: 'USDT_FUTURES', symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT' }
    const placed = world.engine.placeStrategy(
      'a',
      {
        strategyType: 'OTO',
        legs: [
          { ...leg, timeInForce: 'GTC', price: '99000', quantity: '0.1' },
          { ...leg, strategySubId: '2', side: 'SELL', type: 'STOP_MARKET', stopPrice: '98000', quantity: '0.1' },
        ],
      },
      startMs,
    )
    world.engine.setLevel('BTCUSDT', 'SELL', 1_000_005, 1000, startMs)
    world.engine.cancelAllOrders('b', 'BTCUSDT', startMs)
    world.engine.setLevel('BTCUSDT', 'SELL', 1_000_002, 1000, startMs)
    world.placed(market('BUY', '1'))
    expect(world.openOrders()).toBe(0)
    const strategyId = placed.ok ? placed.value.strategyId : ''
    expect(world.engine.getStrategy('a', { strategyId }, false)).toMatchObject({ value: { status: 'CANCELED' } })
  })

  it.each([
    [{ windowMs: 0 }, -1130],
    [{ frozenMs: -1 }, -1130],
    [{ quantityLimit: 0 }, -1130],
    [{ valueLimit: 1.5 }, -1130],
    [{ deltaLimit: Number.NaN }, -1130],
  ] as const)('%j is refused with %i', (fields, code) => {
    const { engine } = createEngineFixture()
    expect(engine.setProtection('a', 'BTCUSDT', settings(fields), startMs)).toMatchObject({ ok: false, code })
    expect(engine.setProtection('a', 'NOPE', settings({}), startMs)).toMatchObject({ code: -1121 })
  })
})
