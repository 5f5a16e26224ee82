import { createService, sleep } from '@aster/core'
import { describe, expect, it } from 'vitest'

import type { MarketFeed } from '../market/market-feed.ts'
import { openMemoryWorld } from '../testing/world.ts'
import { type Realism, type RealismPreset, realismPresets } from './realism.ts'

const minutes = 5
const symbol = 'BTCUSDT'

/** Quotes both sides of ASTERUSDT at the touch for a while, anew every two seconds, and says what came of it. */
async function quoteAtTheTouch(seed: number, realism: Realism) {
  const quoted = 'ASTERUSDT'
  const world = await openMemoryWorld({ market: 'synthetic', seed, symbols: [quoted], limits: false, realism })
  const { engine } = world.exchange
  const call = (method: 'GET' | 'POST' | 'DELETE', path: string, params: Readonly<Record<string, string>>) =>
    world.call(method, `/fapi/v1/${path}`, { symbol: quoted, ...params }, 'v1')
  const before = Number(engine.getBalance('2').marginBalance)
  const startMs = world.clock.monotonicMs()
  while (world.clock.monotonicMs() - startMs < minutes * 60_000) {
    await call('DELETE', 'allOpenOrders', {})
    const { json } = await world.call('GET', '/fapi/v1/ticker/bookTicker', { symbol: quoted }, undefined)
    const held = Number(engine.getPositions('2', quoted)[0]?.quantity)
    const terms = { type: 'LIMIT', timeInForce: 'GTX', quantity: '500' }
    if (held < 2_000) await call('POST', 'order', { ...terms, side: 'BUY', price: String(json['bidPrice']) })
    if (held > -2_000) await call('POST', 'order', { ...terms, side: 'SELL', price: String(json['askPrice']) })
    await world.clock.advance(2_000)
  }
  const fills = engine.getFills('2', quoted, {}).length
  const earned = Number(engine.getBalance('2').marginBalance) - before
  await world[Symbol.asyncDispose]()
  return { fills, earned }
}

describe('realism', () => {
  it('lets a strategy that quotes at the touch earn less the harsher it is', async () => {
    const sums: Record<RealismPreset, { earned: number; fills: number }> = {
      kind: { earned: 0, fills: 0 },
      fair: { earned: 0, fills: 0 },
      harsh: { earned: 0, fills: 0 },
    }
    for (const preset of ['kind', 'fair', 'harsh'] as const) {
      for (const seed of [1, 2]) {
        const { earned, fills } = await quoteAtTheTouch(seed, realismPresets[preset])
        sums[preset].earned += earned
        sums[preset].fills += fills
      }
    }
    expect(sums.harsh.fills).toBeGreaterThan(20)
    expect(sums.kind.earned).toBeGreaterThan(sums.fair.earned)
    expect(sums.fair.earned).toBeGreaterThan(sums.harsh.earned)
  }, 60_000)

  it('delays requests on their way in, and answers and events on their way out', async () => {
    const realism = { latencyIn: { medianMs: 100, spread: 0 }, latencyOut: { medianMs: 40, spread: 0 } }
    const world = await openMemoryWorld({ realism })
    const listenKey = String((await world.call('POST', '/fapi/v3/listenKey')).json['listenKey'])
    const line = await world.connect(`/ws/${listenKey}`)
    const startMs = world.clock.monotonicMs()
    const { json } = await world.call('POST', '/fapi/v3/order', {
      symbol,
      side: 'BUY',
      type: 'MARKET',
      quantity: '0.01',
    })
    expect(world.clock.monotonicMs() - startMs).toBeCloseTo(140, 0)
    expect(Number(json['updateTime']) - (world.clock.now() - 140)).toBe(100)
    await line.next((message) => message['e'] === 'ORDER_TRADE_UPDATE')
    expect(world.clock.monotonicMs() - startMs).toBeCloseTo(140, 0)
    await world[Symbol.asyncDispose]()
  })

  it('keeps stream events in their order, however their delays differ', async () => {
    const world = await openMemoryWorld({ realism: { latencyOut: { medianMs: 50, spread: 1 } } })
    const line = await world.connect('/ws/btcusdt@bookTicker')
    const { engine } = world.exchange
    const { bidTicks } = engine.getTop(symbol)
    for (let lots = 1; lots <= 50; lots++) {
      engine.setLevel(symbol, 'BUY', bidTicks, lots, world.clock.now())
      await world.clock.advance(10)
    }
    await world.clock.advance(2_000)
    const ids = line.heard.map((message) => Number(message['u']))
    expect(ids.length).toBeGreaterThanOrEqual(50)
    expect(ids).toEqual(ids.toSorted((a, b) => a - b))
    await world[Symbol.asyncDispose]()
  })

  it('keeps away what a user took until it comes back by halves', async () => {
    const depthAfter = async (impactHalfLifeMs: number, waitMs: number) => {
      const world = await openMemoryWorld({ market: refilling, realism: { impactHalfLifeMs } })
      await world.call('POST', '/fapi/v3/order', { symbol, side: 'BUY', type: 'MARKET', quantity: '0.08' })
      await world.clock.advance(waitMs)
      const { askLots } = world.exchange.engine.getTop(symbol)
      await world[Symbol.asyncDispose]()
      return askLots
    }
    expect(await depthAfter(0, 150)).toBe(100)
    expect(await depthAfter(10_000, 150)).toBeLessThan(25)
    const half = await depthAfter(10_000, 10_050)
    expect(half).toBeGreaterThanOrEqual(59)
    expect(half).toBeLessThanOrEqual(61)
  })
})

/** Sets the same two levels ten times a second, as a recording that knows nothing of our users does. */
const refilling: MarketFeed = {
  name: 'refilling',
  open({ engine, clock, now }) {
    const fill = () =>
      engine.setLevels(
        symbol,
        [
          { side: 'BUY', priceTicks: 949_999, lots: 100 },
          { side: 'SELL', priceTicks: 950_001, lots: 100 },
        ],
        now(),
      )
    fill()
    engine.setMark(symbol, '95000', '95000', now())
    return createService(async (signal) => {
      while (!signal.aborted) {
        await sleep(clock, 100, signal).catch(() => undefined)
        if (!signal.aborted) fill()
      }
    })
  },
}
