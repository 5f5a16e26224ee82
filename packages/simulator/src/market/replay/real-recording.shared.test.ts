import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { parseFrame, readFrames, type RecordedBookTicker } from '@aster/recorder'
import { describe, expect, it } from 'vitest'

import { createEngine } from '../../engine/create-engine.ts'
import { defaultExchangeInfo } from '../../exchange/default-exchange-info.ts'
import { openMarket } from '../market-fixture.ts'
import { createReplayFeed } from './replay-feed.ts'
import { createReplayPlayer } from './replay-player.ts'

// Beside the repository, not part of it.
const path = fileURLToPath(
  new URL('../../../../../../shared/market-data/usdm-btcusdt-frames.ndjson.gz', import.meta.url),
)

describe.runIf(existsSync(path))('the recording of real BTCUSDT frames', () => {
  it('gives the book whose best prices were recorded beside it', async () => {
    const engine = createEngine({ symbols: defaultExchangeInfo.symbols }, () => undefined)
    const player = createReplayPlayer(engine, ['BTCUSDT'])
    const tickers: RecordedBookTicker[] = []
    const states: { readonly id: number; readonly top: string }[] = []
    for await (const { text } of readFrames(path)) {
      const frame = parseFrame(text)
      player.play(text, 0)
      if (frame.kind === 'bookTicker') tickers.push(frame)
      if (frame.kind !== 'depth' || player.live.length === 0) continue
      const { bids, asks } = engine.getDepth('BTCUSDT', 1)
      states.push({ id: frame.lastUpdateId, top: [...(bids[0] ?? []), ...(asks[0] ?? [])].map(Number).join(' ') })
    }
    tickers.sort((a, b) => a.updateId - b.updateId)
    let next = 0
    let compared = 0
    let mismatches = 0
    for (const { id, top } of states) {
      while ((tickers[next + 1]?.updateId ?? Infinity) <= id) next++
      const ticker = tickers[next]
      if (ticker === undefined || ticker.updateId > id) continue
      compared++
      const { bidPrice, bidQuantity, askPrice, askQuantity } = ticker
      if ([bidPrice, bidQuantity, askPrice, askQuantity].map(Number).join(' ') !== top) mismatches++
    }
    expect(player.gaps).toBe(0)
    expect(compared).toBeGreaterThan(6_500)
    expect(mismatches).toBe(0)
  })

  it('trades as a market, and is the same every time', async () => {
    const run = async () => {
      const { clock, engine, events, service } = await openMarket(createReplayFeed({ path }))
      void service.start()
      for (let count = 0; count < 60; count++) {
        const { bidTicks, askTicks } = engine.getTop('BTCUSDT')
        expect(bidTicks).toBeLessThan(askTicks)
        const order = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTX', quantity: '0.037' }
        engine.placeOrder('a', { ...order, price: engine.formatPrice('BTCUSDT', bidTicks) }, clock.now())
        await clock.advance(1_000)
      }
      await service.stop()
      const fills = events.filter((event) => event.kind === 'order' && event.fill !== undefined)
      return { fills: fills.length, log: events.map((event) => JSON.stringify(event)).join('\n') }
    }
    const first = await run()
    expect(first.fills).toBeGreaterThan(10)
    expect((await run()).log).toBe(first.log)
  })
})
