import { createSeededRandom, createSystemClock, sleep } from '@aster/core'
import { createExchange, type Exchange } from '@aster/simulator'
import { startSocketExchange } from '@aster/simulator/testing'
import { describe, expect, it } from 'vitest'

import { createLiveFeed } from './create-live-feed.ts'
import { openUpstream } from './open-upstream.ts'

const symbol = 'BTCUSDT'
const clock = createSystemClock()

/** An exchange and another one that mirrors it over real sockets. */
async function openPair() {
  const origin = await startSocketExchange({ market: 'quiet', symbols: [symbol] })
  const reports: string[] = []
  const upstream = openUpstream({ ...origin, clock, report: (message) => reports.push(message) })
  const mirror = createExchange({
    clock,
    symbols: [symbol],
    exchangeInfo: await upstream.readExchangeInfo(),
    market: createLiveFeed({ upstream, patienceMs: 300, rulesEveryMs: 1_000 }),
  })
  mirror.engine.openAccount({ id: 'us', usdt: '1000000' }, clock.now())
  await mirror.start()
  return {
    origin: origin.exchange,
    mirror,
    reports,
    async [Symbol.asyncDispose]() {
      await mirror.stop()
      await origin.exchange.stop()
    },
  }
}

const until = async (isTrue: () => boolean): Promise<void> => {
  while (!isTrue()) await sleep(clock, 20)
}
/** Everything that stands externally, as text. */
const book = ({ engine }: Exchange) =>
  JSON.stringify([engine.getExternalLevels(symbol, 'BUY'), engine.getExternalLevels(symbol, 'SELL')])

/** Random levels near the touch and trades through it, for a while. */
async function stir(exchange: Exchange, seed: number, rounds: number): Promise<void> {
  const random = createSeededRandom(seed)
  const { engine } = exchange
  for (let round = 0; round < rounds; round++) {
    for (let change = 0; change < 5; change++) {
      const { bidTicks, askTicks } = engine.getTop(symbol)
      const side = random.next() < 0.5 ? 'BUY' : 'SELL'
      const away = 1 + random.nextInt(40)
      const ticks = side === 'BUY' ? askTicks - away : bidTicks + away
      engine.addLevel(symbol, side, ticks, 1 + random.nextInt(500), clock.now())
      if (random.next() < 0.3) engine.setLevel(symbol, side, ticks, 0, clock.now())
    }
    const takerSide = random.next() < 0.5 ? 'BUY' : 'SELL'
    const limit = takerSide === 'BUY' ? 100_000_000 : 1
    engine.trade(symbol, takerSide, limit, 1 + random.nextInt(300), { consumeBook: true }, clock.now())
    await sleep(clock, 10)
  }
}

describe('a live market', () => {
  it('has the book of the other exchange, its trades and its mark price', async () => {
    await using pair = await openPair()
    const { origin, mirror } = pair
    expect(book(mirror)).toBe(book(origin))
    const trades: string[] = []
    mirror.onEvent((line) => line.startsWith('{"kind":"trade"') && trades.push(line))
    await stir(origin, 1, 60)
    await until(() => book(mirror) === book(origin))
    expect(trades.length).toBeGreaterThan(20)
    origin.engine.setMark(symbol, '95123.4', '95120', clock.now())
    await until(() => mirror.engine.getMark(symbol).markPrice === origin.engine.getMark(symbol).markPrice)
    expect(mirror.engine.getMark(symbol).indexPrice).toBe(origin.engine.getMark(symbol).indexPrice)
  })

  it('fills our resting order by its trades, behind what stood there, and sends nothing there', async () => {
    await using pair = await openPair()
    const { origin, mirror } = pair
    const { engine } = mirror
    const { bidTicks, bidLots } = engine.getTop(symbol)
    const price = engine.formatPrice(symbol, bidTicks)
    const terms = { symbol, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01', price } as const
    const placed = engine.placeOrder('us', terms, clock.now())
    expect(placed).toMatchObject({ ok: true, value: { status: 'NEW' } })
    expect(origin.engine.getTop(symbol).bidLots).toBe(bidLots)
    origin.engine.trade(symbol, 'SELL', bidTicks, bidLots - 1, { consumeBook: true }, clock.now())
    await until(() => book(mirror) === book(origin))
    expect(engine.getOpenOrders('us')).toHaveLength(1)
    origin.engine.trade(symbol, 'SELL', bidTicks - 1, 5_000, { consumeBook: true }, clock.now())
    await until(() => engine.getOpenOrders('us').length === 0)
    expect(engine.getPositions('us', symbol)[0]?.quantity).toBe('0.01')
    expect(engine.getFills('us', symbol, {}).every(({ maker }) => maker)).toBe(true)
  })

  it('builds its book anew when changes are missing, in any order or twice', async () => {
    await using pair = await openPair()
    const { origin, mirror, reports } = pair
    origin.faults.load({
      seed: 5,
      streams: [
        { match: { event: 'depthUpdate', probability: 0.1 }, action: { kind: 'dropEvent' } },
        { match: { event: 'depthUpdate', probability: 0.1 }, action: { kind: 'duplicateEvent' } },
        { match: { event: 'depthUpdate', probability: 0.1 }, action: { kind: 'reorderEvent' } },
      ],
    })
    await stir(origin, 2, 150)
    origin.faults.clear()
    await stir(origin, 3, 10)
    await until(() => book(mirror) === book(origin))
    expect(reports.join()).toContain('out of step')
  })

  it('halts the symbol while its prices are not known, and trades again afterwards', async () => {
    await using pair = await openPair()
    const { origin, mirror } = pair
    const { engine } = mirror
    const { bidTicks } = engine.getTop(symbol)
    const price = engine.formatPrice(symbol, bidTicks - 3)
    const terms = { symbol, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01', price } as const
    engine.placeOrder('us', terms, clock.now())
    origin.faults.load({ incidents: [{ at: 0, action: { kind: 'maintenance', forMs: 1_500 } }] })
    await until(() => engine.getSymbol(symbol)?.status !== 'TRADING')
    expect(engine.placeOrder('us', terms, clock.now())).toMatchObject({ ok: false, code: -4140 })
    origin.engine.trade(symbol, 'SELL', bidTicks - 10, 100_000, { consumeBook: true }, clock.now())
    origin.engine.setLevel(symbol, 'SELL', bidTicks - 5, 500, clock.now())
    expect(engine.getOpenOrders('us')).toHaveLength(1)
    await until(() => engine.getSymbol(symbol)?.status === 'TRADING')
    await until(() => book(mirror) === book(origin))
    expect(engine.getOpenOrders('us')).toHaveLength(0)
  })

  it('takes over new rules and goes on with the book under them', async () => {
    await using pair = await openPair()
    const { origin, mirror } = pair
    const priceStep = () => {
      const filters = mirror.engine.getSymbol(symbol)?.filters ?? []
      return filters.find(({ filterType }) => filterType === 'PRICE_FILTER')?.['tickSize']
    }
    expect(priceStep()).toBe('0.1')
    origin.faults.load({ incidents: [{ at: 0, action: { kind: 'changeTickSize', symbol, tickSize: '0.5' } }] })
    await until(() => priceStep() === '0.5')
    await until(() => mirror.engine.getDepth(symbol, 50).bids.length > 0)
    await until(
      () =>
        JSON.stringify(mirror.engine.getDepth(symbol, 50).bids) ===
        JSON.stringify(origin.engine.getDepth(symbol, 50).bids),
    )
    expect(mirror.engine.getDepth(symbol, 50).asks).toEqual(origin.engine.getDepth(symbol, 50).asks)
  })
})
