import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, describe, expect, it } from 'vitest'

import { openMarket, marketStartMs, type MarketFixture } from '../market-fixture.ts'
import { createReplayFeed, type ReplayOptions } from './replay-feed.ts'

const folder = mkdtempSync(join(tmpdir(), 'replay-'))
afterAll(() => rmSync(folder, { recursive: true }))

type Row = readonly [atMs: number, frame: object]
type Levels = readonly (readonly [string, string])[]

const depth = (atMs: number, ids: readonly [U: number, u: number, pu: number], b: Levels, a: Levels): Row => [
  atMs,
  {
    stream: 'btcusdt@depth',
    data: { e: 'depthUpdate', E: 1, T: 1, s: 'BTCUSDT', U: ids[0], u: ids[1], pu: ids[2], b, a },
  },
]
const snapshot = (atMs: number, lastUpdateId: number, bids: Levels, asks: Levels): Row => [
  atMs,
  { lastUpdateId, E: 1, T: 1, bids, asks },
]
const trade = (atMs: number, price: string, quantity: string, isBuyerMaker: boolean): Row => [
  atMs,
  {
    stream: 'btcusdt@trade',
    data: { e: 'trade', E: 1, T: 1, s: 'BTCUSDT', t: 1, p: price, q: quantity, X: 'MARKET', m: isBuyerMaker },
  },
]

const bids: Levels = [
  ['60000', '1'],
  ['59999.9', '2'],
]
const asks: Levels = [
  ['60000.1', '1'],
  ['60000.2', '2'],
]

/** Changes before the snapshot: one too old, one that spans it, one that follows; then what the tests look at. */
const recording: readonly Row[] = [
  depth(0, [80, 90, 79], [['59990', '9']], []),
  depth(100, [91, 101, 90], [['59999.8', '3']], []),
  depth(200, [102, 110, 101], [['60000', '1.5']], []),
  snapshot(300, 100, bids, asks),
  trade(1_300, '60000', '0.4', true),
  depth(1_400, [111, 120, 110], [['60000', '1.1']], []),
  trade(2_300, '60000', '1.2', true),
  depth(
    2_400,
    [121, 130, 120],
    [
      ['60000', '0'],
      ['59990.5', '4'],
    ],
    [
      ['60000.1', '0'],
      ['60000', '0.5'],
    ],
  ),
  trade(10_300, '60000', '0.1', false),
]

let files = 0
function open(
  rows: readonly Row[],
  options: Partial<ReplayOptions> = {},
  symbols = ['BTCUSDT'],
): Promise<MarketFixture> {
  const path = join(folder, `${files++}.ndjson`)
  const firstNs = 1_700_000_000_000_000_000n
  writeFileSync(
    path,
    rows.map(([atMs, frame]) => `${firstNs + BigInt(atMs) * 1_000_000n} ${JSON.stringify(frame)}\n`).join(''),
  )
  return openMarket(createReplayFeed({ path, ...options }), { symbols })
}

const buy = (price: string, quantity: string) => ({
  symbol: 'BTCUSDT',
  side: 'BUY',
  type: 'LIMIT',
  timeInForce: 'GTC',
  price,
  quantity,
})

describe('a replayed market', () => {
  it('opens on the snapshot, with the changes that join on to it', async () => {
    const { engine } = await open(recording)
    expect(engine.getDepth('BTCUSDT', 10)).toMatchObject({
      bids: [
        ['60000', '1.5'],
        ['59999.9', '2'],
        ['59999.8', '3'],
      ],
      asks,
    })
    expect(engine.getMark('BTCUSDT').markPrice).toBe('60000.1')
  })

  it('plays at the pace at which it was received, the first moment being now', async () => {
    const { engine, clock, service, events } = await open(recording, { atEnd: 'stop' })
    void service.start()
    await clock.advance(999)
    expect(events.filter((event) => event.kind === 'trade')).toEqual([])
    await clock.advance(1)
    const trades = () => events.flatMap((event) => (event.kind === 'trade' ? [event] : []))
    expect(trades()).toMatchObject([
      { timeMs: marketStartMs + 1_000, priceTicks: 600_000, lots: 400, takerSide: 'SELL' },
    ])
    await clock.advance(1_100)
    expect(engine.getTop('BTCUSDT')).toMatchObject({ bidTicks: 599_999, askTicks: 600_000, askLots: 500 })
    await clock.advance(7_899)
    expect(trades()).toHaveLength(2)
    await clock.advance(1)
    expect(trades()).toHaveLength(3)
    await service.stop()
  })

  it('lets a user wait behind what stood there, and fills him by what traded', async () => {
    const { engine, clock, service } = await open(recording)
    void service.start()
    const outcome = engine.placeOrder('a', buy('60000', '0.2'), clock.now())
    const orderId = outcome.ok ? outcome.value.orderId : ''
    const executed = () => {
      const order = engine.getOrder('a', { symbol: 'BTCUSDT', orderId })
      return order.ok ? order.value.executedQty : ''
    }
    await clock.advance(1_900)
    // 1.5 stood ahead; 0.4 traded, then the level fell to 1.1 by just that
    expect(executed()).toBe('0')
    await clock.advance(100)
    expect(executed()).toBe('0.1')
    await clock.advance(100)
    expect(executed()).toBe('0.2')
    await service.stop()
  })

  it('begins again at its end, from the snapshot, unless told to stop', async () => {
    const { engine, clock, service, ended } = await open(recording)
    void service.start()
    await clock.advance(10_000)
    expect(engine.getTop('BTCUSDT').askTicks).toBe(600_000)
    await clock.advance(1_001)
    expect(engine.getDepth('BTCUSDT', 10)).toMatchObject({
      bids: [['60000', '1.5'], ...bids.slice(1), ['59999.8', '3']],
      asks,
    })
    await clock.advance(10_000)
    expect(ended).toEqual([])
    await service.stop()

    const stopped = await open(recording, { atEnd: 'stop' })
    void stopped.service.start()
    await stopped.clock.advance(60_000)
    expect(stopped.ended).toHaveLength(1)
    expect(stopped.engine.getTop('BTCUSDT').askTicks).toBe(600_000)
    await stopped.service.stop()
  })

  it('reads on while it plays when the recording is long', async () => {
    const rows = [
      ...recording,
      ...Array.from({ length: 3_000 }, (_, index) => trade(10_300 + index, '60000', '0.001', false)),
    ]
    const { clock, service, events } = await open(rows, { readAheadFrames: 100, atEnd: 'stop' })
    void service.start()
    const count = () => events.filter((event) => event.kind === 'trade').length
    await clock.runUntil(() => count() === 3_003, { limitMs: 3_600_000 })
    expect(count()).toBe(3_003)
    await service.stop()
  })

  it('gives a quiet book to symbols that it lacks', async () => {
    const { engine } = await open(recording, {}, ['BTCUSDT', 'ETHUSDT'])
    expect(engine.getTop('ETHUSDT').bidLots).toBeGreaterThan(0)
    expect(engine.getMark('ETHUSDT').markPrice).toBe('3300')
  })

  it('goes on after a gap', async () => {
    const rows = [...recording.slice(0, 4), depth(1_400, [150, 160, 149], [['60000', '7']], [])]
    const { engine, clock, service } = await open(rows, { atEnd: 'stop' })
    void service.start()
    await clock.advance(2_000)
    expect(engine.getTop('BTCUSDT').bidLots).toBe(7_000)
    await service.stop()
  })

  it('takes the recorded mark price where there is one', async () => {
    const mark: Row = [
      500,
      {
        stream: 'btcusdt@markPrice',
        data: { e: 'markPriceUpdate', E: 1, s: 'BTCUSDT', p: '60007.1', i: '60006', r: '0.0002', T: 1 },
      },
    ]
    const { engine, clock, service } = await open([...recording.slice(0, 4), mark, ...recording.slice(4)])
    void service.start()
    await clock.advance(3_000)
    expect(engine.getMark('BTCUSDT')).toMatchObject({
      markPrice: '60007.1',
      indexPrice: '60006',
      lastFundingRate: '0.0002',
    })
    await service.stop()
  })

  it('refuses a recording without a snapshot, and a file that is not there', async () => {
    await expect(open(recording.slice(0, 3))).rejects.toThrow(/holds no depth snapshot of BTCUSDT/)
    await expect(openMarket(createReplayFeed({ path: join(folder, 'nope') }))).rejects.toThrow('ENOENT')
  })
})
