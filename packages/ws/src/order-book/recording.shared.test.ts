import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

import { parseUnits } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { type BookSnapshot, createBookReplica } from './create-book-replica.ts'

const file = new URL('../../../../../shared/market-data/usdm-btcusdt-frames.ndjson.gz', import.meta.url)

interface Touch {
  readonly updateId: number
  readonly bidTicks: number
  readonly bidLots: number
  readonly askTicks: number
  readonly askLots: number
}

describe('the book of a real recording', () => {
  it('is built once, misses no event, and always has the touch that the exchange reports', () => {
    const frames = gunzipSync(readFileSync(file))
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => line.slice(line.indexOf(' ') + 1))
    expect(frames).toHaveLength(93_954)

    const touches: Touch[] = []
    const observed: Touch[] = []
    const replica = createBookReplica('BTCUSDT', { tickSize: '0.10', stepSize: '0.001' })
    let syncs = 0
    let sequenceErrors = 0
    for (const frame of frames) {
      if (frame.startsWith('{"stream":"btcusdt@bookTicker"')) {
        const { u, b, B, a, A } = (JSON.parse(frame) as { data: Record<string, string> }).data
        touches.push({
          updateId: Number(u),
          bidTicks: parseUnits(b!, 1)!,
          bidLots: parseUnits(B!, 3)!,
          askTicks: parseUnits(a!, 1)!,
          askLots: parseUnits(A!, 3)!,
        })
      } else if (frame.startsWith('{"stream":"btcusdt@depth')) {
        const wasLive = replica.state === 'live'
        const outcome = replica.acceptFrame(frame)
        if (wasLive && replica.state !== 'live') sequenceErrors++
        if (outcome === 'applied' && replica.state === 'live') {
          const { bids, asks, lastUpdateId } = replica
          observed.push({
            updateId: lastUpdateId,
            bidTicks: bids.bestTicks,
            bidLots: bids.bestLots,
            askTicks: asks.bestTicks,
            askLots: asks.bestLots,
          })
        }
      } else if (!frame.startsWith('{"stream"')) {
        if (replica.acceptSnapshot(JSON.parse(frame) as BookSnapshot) === 'taken') syncs++
      }
    }

    touches.sort((a, b) => a.updateId - b.updateId)
    let compared = 0
    const mismatches: unknown[] = []
    let next = 0
    for (const { updateId, ...seen } of observed) {
      while ((touches[next]?.updateId ?? Infinity) <= updateId) next++
      const touch = touches[next - 1]
      if (touch === undefined) continue
      compared++
      const { updateId: _, ...expected } = touch
      if (JSON.stringify(seen) !== JSON.stringify(expected)) mismatches.push({ updateId, seen, expected })
    }
    expect({ syncs, sequenceErrors, mismatches }).toEqual({ syncs: 1, sequenceErrors: 0, mismatches: [] })
    expect(compared).toBeGreaterThanOrEqual(6_500)
  })
})
