import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { describe, expect, it } from 'vitest'

import type { QueueModel } from '../../engine/types.ts'
import { openMarket } from '../market-fixture.ts'
import { createReplayFeed } from './replay-feed.ts'

// Beside the repository, not part of it.
const path = fileURLToPath(
  new URL('../../../../../../shared/market-data/usdm-btcusdt-frames.ndjson.gz', import.meta.url),
)

/** Rests an order at both touches of the recording once a second and takes the old ones back; answers what was filled. */
async function restAtTheTouch(queueModel: QueueModel) {
  const { clock, engine, service } = await openMarket(createReplayFeed({ path }), { policy: { queueModel } })
  void service.start()
  for (let second = 0; second < 90; second++) {
    const { bidTicks, askTicks } = engine.getTop('BTCUSDT')
    engine.cancelAllOrders('a', 'BTCUSDT', clock.now())
    for (const [side, ticks] of [
      ['BUY', bidTicks],
      ['SELL', askTicks],
    ] as const) {
      const terms = { symbol: 'BTCUSDT', side, type: 'LIMIT', timeInForce: 'GTX', quantity: '0.5' } as const
      engine.placeOrder('a', { ...terms, price: engine.formatPrice('BTCUSDT', ticks) }, clock.now())
    }
    await clock.advance(1_000)
  }
  await service.stop()
  const fills = engine.getFills('a', 'BTCUSDT', {})
  return fills.reduce((sum, { quantity }) => sum + Number(quantity), 0)
}

describe.runIf(existsSync(path))('the queue model on the recording of real BTCUSDT frames', () => {
  it('decides how much an order at the touch is filled: most at the front, least at the back', async () => {
    const filled = {
      front: await restAtTheTouch('front'),
      log: await restAtTheTouch('log'),
      proRata: await restAtTheTouch('proRata'),
      back: await restAtTheTouch('back'),
    }
    expect(filled.back).toBeGreaterThan(0)
    expect(filled.front).toBeGreaterThan(filled.proRata)
    expect(filled.proRata).toBeGreaterThan(filled.back)
    expect(filled.log).toBeGreaterThan(filled.back)
  }, 60_000)
})
