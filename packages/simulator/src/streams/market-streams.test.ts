import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { type Line, openMemoryWorld } from '../testing/world.ts'

type Message = Readonly<Record<string, unknown>>
interface Depth {
  readonly U: number
  readonly u: number
  readonly pu: number
  readonly b: readonly (readonly [string, string])[]
  readonly a: readonly (readonly [string, string])[]
}

const minuteMs = 60_000
const dataOf = (line: Line, stream: string): Message[] =>
  line.heard.filter((message) => message['stream'] === stream).map((message) => message['data'] as Message)

/** Quantity by price, kept up as the documentation says. */
function applyLevels(book: Map<string, string>, levels: readonly (readonly [string, string])[]): void {
  for (const [price, quantity] of levels) {
    if (Number(quantity) === 0) book.delete(price)
    else book.set(price, quantity)
  }
}

describe('market streams on a moving market', () => {
  let world: Awaited<ReturnType<typeof openMemoryWorld>>
  let line: Line
  let openedMs = 0
  const names = ['depth@100ms', 'depth', 'bookTicker', 'aggTrade', 'kline_1m', 'miniTicker', 'markPrice', 'tradepro']

  beforeAll(async () => {
    world = await openMemoryWorld({ market: 'synthetic', seed: 5, symbols: ['BTCUSDT', 'ETHUSDT'], limits: false })
    openedMs = world.clock.now()
    line = await world.connect(`/stream?streams=${names.map((name) => `btcusdt@${name}`).join('/')}`)
    await world.clock.advance(3 * minuteMs + 1000)
  })
  afterAll(() => world[Symbol.asyncDispose]())

  const ask = async (path: string, params: Record<string, string>) =>
    (await world.call('GET', path, { symbol: 'BTCUSDT', ...params }, undefined)).json as unknown

  const askBook = async () =>
    (await ask('/fapi/v3/depth', { limit: '1000' })) as {
      readonly lastUpdateId: number
      readonly bids: Depth['b']
      readonly asks: Depth['a']
    }
  const depthEvents = () => dataOf(line, 'btcusdt@depth@100ms') as unknown as Depth[]

  it.each(['btcusdt@depth@100ms', 'btcusdt@depth'])(
    'chains the events of %s, with ids shared over all symbols',
    (name) => {
      const events = dataOf(line, name) as unknown as Depth[]
      expect(events.length).toBeGreaterThan(100)
      let previous: Depth | undefined
      let jumps = 0
      for (const event of events) {
        expect(event.pu).toBe(previous?.u ?? event.pu)
        expect(event.pu < event.U && event.U <= event.u).toBe(true)
        if (event.U > event.pu + 1) jumps++
        previous = event
      }
      expect(jumps).toBeGreaterThan(0)
    },
  )

  it('rebuilds the very book that REST shows, from a snapshot taken in the middle', async () => {
    await world.clock.advance(50)
    const snapshot = await askBook()
    await world.clock.advance(20_000)
    // The two are comparable at a moment at which everything that changed has been sent.
    let now = await askBook()
    while (now.lastUpdateId !== depthEvents().at(-1)?.u) {
      await world.clock.advance(1)
      now = await askBook()
    }
    const events = depthEvents().filter((event) => event.u >= snapshot.lastUpdateId)
    expect(events[0]?.U).toBeLessThanOrEqual(snapshot.lastUpdateId)
    const bids = new Map(snapshot.bids)
    const asks = new Map(snapshot.asks)
    for (const event of events) {
      applyLevels(bids, event.b)
      applyLevels(asks, event.a)
    }
    expect([...bids].toSorted(([x], [y]) => Number(y) - Number(x))).toEqual(now.bids)
    expect([...asks].toSorted(([x], [y]) => Number(x) - Number(y))).toEqual(now.asks)
  })

  it('sends every best price once, and never a crossed book', () => {
    const tickers = dataOf(line, 'btcusdt@bookTicker') as unknown as { u: number; b: string; a: string }[]
    expect(tickers.length).toBeGreaterThan(50)
    for (const ticker of tickers) expect(Number(ticker.b)).toBeLessThan(Number(ticker.a))
    expect(tickers.map(({ u }) => u)).toEqual(tickers.map(({ u }) => u).toSorted((x, y) => x - y))
  })

  it('closes each minute once, as REST reports it', async () => {
    const closed = (dataOf(line, 'btcusdt@kline_1m') as unknown as { k: Record<string, unknown> }[])
      .map(({ k }) => k)
      .filter(({ x }) => x === true)
    expect(closed.length).toBe(3)
    const rows = (await ask('/fapi/v3/klines', { interval: '1m', limit: '5' })) as unknown[][]
    for (const bar of closed) {
      const row = rows.find(([openTime]) => openTime === bar['t'])
      const { t, o, h, l, c, v, T, q, n, V, Q } = bar
      expect(row).toEqual([t, o, h, l, c, v, T, q, n, V, Q, '0'])
    }
  })

  it('merges fills of one taker and misses none', async () => {
    const streamed = dataOf(line, 'btcusdt@aggTrade') as unknown as { a: number; f: number; l: number }[]
    const listed = (await ask('/fapi/v3/aggTrades', { fromId: String(streamed[0]?.a), limit: '1000' })) as {
      a: number
      f: number
      l: number
    }[]
    expect(streamed.slice(0, 1000).map(({ a, f, l }) => ({ a, f, l }))).toEqual(
      listed.map(({ a, f, l }) => ({ a, f, l })),
    )
    const fills = dataOf(line, 'btcusdt@tradepro').length
    expect(fills).toBeGreaterThanOrEqual(streamed.length)
  })

  it('keeps its pace: mark price every 3 s, small ticker at most twice a second', () => {
    expect(dataOf(line, 'btcusdt@markPrice').length).toBe(Math.floor((world.clock.now() - openedMs) / 3000))
    const times = dataOf(line, 'btcusdt@miniTicker').map((message) => Number(message['E']))
    expect(times.every((time, index) => index === 0 || time - (times[index - 1] ?? 0) >= 500)).toBe(true)
  })

  it('knows symbols in lower case only, and keeps silent about the rest', async () => {
    const other = await world.connect('/ws/BTCUSDT@bookTicker')
    other.send({ method: 'SUBSCRIBE', params: ['nopeusdt@depth', '!announcement', 'btcusdt@kline_7m'], id: 1 })
    await world.clock.advance(5000)
    expect(other.heard).toEqual([{ result: null, id: 1 }])
    other.close()
  })

  it('tells all symbols on the streams for all', async () => {
    const all = await world.connect('/ws/!bookTicker')
    const marks = await world.connect('/ws/!markPrice@arr@1s')
    await world.clock.advance(5000)
    expect(new Set(all.heard.map((message) => message['s']))).toEqual(new Set(['BTCUSDT', 'ETHUSDT']))
    expect(marks.heard[0]).toMatchObject([{ s: 'BTCUSDT' }, { s: 'ETHUSDT' }])
    all.close()
    marks.close()
  })
})
