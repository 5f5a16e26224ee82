import { describe, expect, it } from 'vitest'

import type { StreamedBar } from './create-bar-series.ts'
import { createWarmUpQueue } from './create-warm-up-queue.ts'

const bar = (openTimeMs: number, close: string, isClosed = false): StreamedBar => ({
  symbol: 'BTCUSDT',
  interval: '1m',
  openTimeMs,
  closeTimeMs: openTimeMs + 59_999,
  open: '1',
  high: '9',
  low: '1',
  close,
  volume: '1',
  quoteVolume: '1',
  tradeCount: 1,
  isClosed,
})

describe('createWarmUpQueue', () => {
  it('hands on the newest frame of each bar, of no more bars than are kept, once the older bars are in', async () => {
    const taken: StreamedBar[] = []
    const warm = Promise.withResolvers<void>()
    const queue = createWarmUpQueue(
      { take: (each) => taken.push(each), doubt: () => taken.push(bar(-1, 'doubt')) },
      warm.promise,
      2,
    )
    for (let frame = 0; frame < 1_000; frame++) queue.take(bar(0, String(frame)))
    queue.doubt()
    queue.take(bar(60_000, '7', true))
    queue.take(bar(60_000, '6'))
    queue.take(bar(120_000, '8'))
    expect(taken).toEqual([])
    warm.resolve()
    await warm.promise
    expect(taken.map(({ close }) => close)).toEqual(['doubt', '7', '8'])
    queue.take(bar(120_000, '9'))
    expect(taken.at(-1)?.close).toBe('9')
  })
})
