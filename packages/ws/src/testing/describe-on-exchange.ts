import { describe, expect, it } from 'vitest'

import type { LocalOrderBook, StreamGap, StreamIncident, UserStreamEvent, UserStreamGap } from '../index.ts'
import type { ExchangeWorld, WorldOptions } from './exchange-world.ts'

/** What has to hold on a whole exchange, in memory and over sockets. */
export function describeOnExchange(way: string, openWorld: (options: WorldOptions) => Promise<ExchangeWorld>): void {
  const synthetic = { market: 'synthetic', symbols: ['BTCUSDT', 'ETHUSDT'], seed: 3 } as const

  /** Compares the book with the exchange's at moments at which both are at the same update. */
  const compareBooks = async ({ exchange, clock, until }: ExchangeWorld, book: LocalOrderBook, times: number) => {
    const startMs = clock.now()
    for (let compared = 0; compared < times; compared++) {
      const { version } = book
      let truth = exchange.engine.getDepth('BTCUSDT', 1000)
      await until(() => {
        truth = exchange.engine.getDepth('BTCUSDT', 1000)
        return book.version > version && book.state === 'live' && truth.lastUpdateId === book.lastUpdateId
      })
      const toRows = (rows: readonly { readonly price: string; readonly quantity: string }[]) =>
        rows.map(({ price, quantity }) => [Number(price), Number(quantity)])
      const depth = book.depth(50)
      expect(toRows(depth.bids)).toEqual(truth.bids.slice(0, 50).map((row) => row.map(Number)))
      expect(toRows(depth.asks)).toEqual(truth.asks.slice(0, 50).map((row) => row.map(Number)))
    }
    return clock.now() - startMs
  }

  describe(`on an exchange ${way}`, () => {
    it('reads every stream that the market feeds, against its schema', async () => {
      await using world = await openWorld(synthetic)
      const incidents: StreamIncident[] = []
      const types = new Set<string>()
      const client = world.createStreams({ validate: true, onIncident: (incident) => incidents.push(incident) })
      const see = ({ type }: { readonly type: string }) => types.add(type)
      const symbol = 'BTCUSDT'
      client.watchAggTrades({ symbol }, see)
      client.watchMarkPrice({ symbol, speedMs: 1000 }, see)
      client.watchMarkPrices({ speedMs: 1000 }, see)
      client.watchKlines({ symbol, interval: '1m' }, see)
      client.watchMiniTicker({ symbol }, see)
      client.watchMiniTickers({}, see)
      client.watchTicker({ symbol }, see)
      client.watchTickers({}, see)
      client.watchBookTicker({ symbol }, see)
      client.watchBookTickers({}, see)
      client.watchPartialDepth({ symbol, levels: 5, speedMs: 100 }, see)
      client.watchDiffDepth({ symbol, speedMs: 100 }, see)
      await world.until(() => types.size === 11)
      expect([...types].toSorted()).toEqual(
        [
          'aggTrade',
          'bookTicker',
          'diffDepth',
          'kline',
          'markPrice',
          'markPriceAll',
          'miniTicker',
          'miniTickerAll',
          'partialDepth',
          'ticker',
          'tickerAll',
        ].toSorted(),
      )
      expect(incidents).toEqual([])
      expect(client.connections).toHaveLength(1)
      await client.close()
    })

    it('follows several symbols on one connection, each to its own handler', async () => {
      await using world = await openWorld(synthetic)
      const client = world.createStreams()
      const seen = { BTCUSDT: new Set<string>(), ETHUSDT: new Set<string>() }
      client.watchBookTicker({ symbol: 'BTCUSDT' }, ({ symbol }) => seen.BTCUSDT.add(symbol))
      await world.until(() => seen.BTCUSDT.size > 0)
      client.watchBookTicker({ symbol: 'ETHUSDT' }, ({ symbol }) => seen.ETHUSDT.add(symbol))
      await world.until(() => seen.ETHUSDT.size > 0)
      expect([[...seen.BTCUSDT], [...seen.ETHUSDT]]).toEqual([['BTCUSDT'], ['ETHUSDT']])
      expect(client.connections).toEqual([expect.objectContaining({ streams: 2, opened: 1, state: 'live' })])
      await client.close()
    })

    it('keeps a book that equals the exchange, also after every connection was cut', async () => {
      await using world = await openWorld(synthetic)
      const client = world.createStreams()
      const book = world.createBook({ streams: client })
      await world.until(book.ready)
      await compareBooks(world, book, 3)
      const gaps: StreamGap[] = []
      client.watchAggTrades({ symbol: 'BTCUSDT' }, () => {}, { onGap: (gap) => gaps.push(gap) })
      await world.pass(200)
      world.exchange.streams.cutAll()
      await world.until(() => book.state === 'stale')
      await compareBooks(world, book, 3)
      expect(gaps).toEqual([expect.objectContaining({ reason: 'disconnected' })])
      book.close()
      await client.close()
    })

    it('goes live on a market on which nothing happens', async () => {
      await using world = await openWorld({ market: 'quiet', symbols: ['BTCUSDT'] })
      const client = world.createStreams()
      const book = world.createBook({ streams: client })
      await world.until(book.ready)
      const truth = world.exchange.engine.getDepth('BTCUSDT', 5)
      expect(Number(book.bestBid?.price)).toBe(Number(truth.bids[0]?.[0]))
      expect(Number(book.bestAsk?.quantity)).toBe(Number(truth.asks[0]?.[1]))
      book.close()
      await client.close()
    })

    it('hears of orders, loses the key to another program, and recovers what it missed', async () => {
      await using world = await openWorld({ market: 'quiet', symbols: ['BTCUSDT'] })
      const { exchange, clock, listenKey } = world
      const events: UserStreamEvent[] = []
      const gaps: UserStreamGap[] = []
      const user = world.createUser({
        onEvent: (event) => events.push(event),
        onGap: (gap) => Promise.resolve(void gaps.push(gap)),
      })
      await world.until(user.start())
      const place = (newClientOrderId: string) => {
        const order = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.001', newClientOrderId }
        expect(exchange.engine.placeOrder('1', order, clock.now())).toMatchObject({ ok: true })
      }
      const hasFill = (clientOrderId: string) =>
        events.some(
          (event) =>
            event.type === 'orderTradeUpdate' &&
            event.order.clientOrderId === clientOrderId &&
            event.order.status === 'FILLED',
        )
      place('first')
      await world.until(() => hasFill('first'))
      await world.until(() => events.some(({ type }) => type === 'accountUpdate'))
      await world.until(listenKey.close())
      place('unheard')
      user.expectEvent('unheard', 300)
      await world.until(() => gaps.length === 1 && user.state === 'live')
      expect(gaps[0]).toMatchObject({ reason: 'silent' })
      expect(gaps[0]!.startMs).toBeLessThan(gaps[0]!.endMs)
      place('second')
      await world.until(() => hasFill('second'))
      exchange.streams.cutAll()
      await world.until(() => gaps.length === 2 && user.state === 'live')
      expect(gaps[1]).toMatchObject({ reason: 'disconnected' })
      await world.until(user.stop())
      expect(await world.until(listenKey.create())).toMatch(/^\w{64}$/)
    })
  })
}
