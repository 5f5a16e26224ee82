import { createVirtualClock } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { createEventFeed } from '../feed/create-event-feed.ts'
import { createMetrics } from './create-metrics.ts'
import { feedMetrics } from './feed-metrics.ts'

describe('the metrics of a feed', () => {
  it('count each state that a signal came to, and how long it took', async () => {
    const feed = createEventFeed({ clock: createVirtualClock() })
    const metrics = createMetrics('test')
    feedMetrics(feed, metrics)
    const signal = {
      kind: 'signal',
      id: 'a',
      strategy: 'breakout',
      action: 'open',
      symbol: 'BTCUSDT',
      receivedMs: 0,
    } as const
    feed.publish({ ...signal, status: 'received' })
    feed.publish({ ...signal, status: 'done', latencyMs: 30 })
    const text = await metrics.read()
    expect(text).toContain('aster_signals_total{action="open",status="received",program="test"} 1')
    expect(text).toContain('aster_signals_total{action="open",status="done",program="test"} 1')
    expect(text).toContain('aster_signal_seconds_bucket{le="0.05",program="test",action="open"} 1')
    expect(text).toContain('aster_signal_seconds_bucket{le="0.025",program="test",action="open"} 0')
  })
})
