import { describe, expect, it } from 'vitest'

import { openMemoryWorld } from '../testing/world.ts'

const symbol = 'BTCUSDT'
type Levels = readonly (readonly [string, string])[]

describe.each(['0.5', '0.05', '0.04'])('a tick that changes to %s while orders rest', (tickSize) => {
  it('shows in exchangeInfo, in refusals, and leaves streams, snapshots and orders in agreement', async () => {
    const world = await openMemoryWorld({ limits: false, market: 'synthetic', seed: 4 })
    const get = async (path: string, params: Record<string, string> = { symbol }) =>
      (await world.call('GET', path, params, undefined)).json
    const snapshot = async () => (await get('/fapi/v3/depth', { symbol, limit: '1000' })) as unknown as Book
    interface Book {
      readonly lastUpdateId: number
      readonly bids: Levels
      readonly asks: Levels
    }
    const line = await world.connect('/ws/btcusdt@depth@100ms')
    await world.clock.advance(300)
    const first = await snapshot()
    const price = String(Math.floor(Number(first.bids[0]?.[0])) - 20 + 0.3)
    const order = { symbol, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01' }
    const placed = await world.call('POST', '/fapi/v3/order', { ...order, price })
    const orderId = String(placed.json['orderId'])

    const entry = world.exchange.engine.getSymbol(symbol)
    if (entry === undefined) throw new Error('no entry')
    const filters = entry.filters.map((filter) =>
      filter.filterType === 'PRICE_FILTER' ? { ...filter, tickSize, minPrice: tickSize } : filter,
    )
    await world.clock.advance(50)
    world.exchange.engine.updateSymbol({ ...entry, filters, pricePrecision: 2 }, world.clock.now())
    await world.clock.advance(2000)

    const info = (await get('/fapi/v3/exchangeInfo', {})) as unknown as {
      symbols: { filters: { tickSize?: string }[] }[]
    }
    expect(info.symbols[0]?.filters.find((filter) => filter.tickSize !== undefined)).toMatchObject({ tickSize })
    const found = await world.call('GET', '/fapi/v3/order', { symbol, orderId })
    expect(found.json).toMatchObject({ status: 'NEW', price })
    const again = await world.call('POST', '/fapi/v3/order', { ...order, price: (Number(price) + 0.01).toFixed(2) })
    expect(again.json).toMatchObject({ code: -4014 })

    // the book by the changes is the book by the snapshot
    const book = { b: new Map(first.bids), a: new Map(first.asks) }
    await world.clock.advance(100)
    const last = await snapshot()
    await world.clock.advance(200)
    for (const event of line.heard as unknown as { e: string; u: number; b: Levels; a: Levels }[]) {
      if (event.u <= first.lastUpdateId || event.u > last.lastUpdateId) continue
      for (const side of ['b', 'a'] as const) {
        for (const [at, quantity] of event[side]) {
          if (Number(quantity) === 0) book[side].delete(at)
          else book[side].set(at, quantity)
        }
      }
    }
    expect(Number(last.bids[0]?.[0])).toBeLessThan(Number(last.asks[0]?.[0]))
    expect(last.bids.map(([at]) => at)).toContain(price)
    expect((line.heard as unknown as { u: number }[]).some(({ u }) => u === last.lastUpdateId)).toBe(true)
    expect([...book.b].toSorted(([x], [y]) => Number(y) - Number(x))).toEqual(last.bids)
    expect([...book.a].toSorted(([x], [y]) => Number(x) - Number(y))).toEqual(last.asks)
    const candles = (await get('/fapi/v3/klines', { symbol, interval: '1m' })) as unknown as string[][]
    for (const [, open, high, low, close] of candles) {
      const middle = Number(price)
      for (const value of [open, high, low, close]) expect(Math.abs(Number(value) / middle - 1)).toBeLessThan(0.5)
    }
    expect(world.exchange.state()).toMatchObject({ faults: [] })
    await world[Symbol.asyncDispose]()
  })
})
