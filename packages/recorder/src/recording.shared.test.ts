import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { describe, expect, it } from 'vitest'

import { parseFrame } from './parse-frame.ts'
import { readFrames } from './read-frames.ts'

// Beside the repository, not part of it.
const folder = fileURLToPath(new URL('../../../../shared/market-data/', import.meta.url))
const recordings = [`${folder}usdm-btcusdt-frames.ndjson.gz`]
const present = recordings.filter((path) => existsSync(path))
const absent = recordings.filter((path) => !existsSync(path))

describe('the recording of real BTCUSDT frames', () => {
  it.each(absent)('is absent on this machine, so nothing is read: %s', (path) => {
    expect(existsSync(path)).toBe(false)
  })

  it.each(present)('is read whole, every line a frame of a known form: %s', async (path) => {
    const frames = readFrames(path)
    const kinds: Record<string, number> = {}
    for await (const { text } of frames) {
      const { kind } = parseFrame(text)
      kinds[kind] = (kinds[kind] ?? 0) + 1
    }
    expect(kinds).toEqual({ depth: 6_551, bookTicker: 66_089, trade: 21_313, snapshot: 1 })
    expect(frames.report).toMatchObject({ lines: 93_954, frames: 93_954, badLines: 0, end: 'complete' })
    const { firstReceivedNs = 0n, lastReceivedNs = 0n } = frames.report
    expect(Number(lastReceivedNs - firstReceivedNs) / 1e9).toBeCloseTo(344.8, 1)
  })

  it.each(present)('has depth changes that join on to each other, and a snapshot among them: %s', async (path) => {
    let previous: number | undefined
    let breaks = 0
    let snapshotAfter: number | undefined
    for await (const { text } of readFrames(path)) {
      const frame = parseFrame(text)
      if (frame.kind === 'snapshot') snapshotAfter = previous
      if (frame.kind !== 'depth') continue
      if (previous !== undefined && frame.previousUpdateId !== previous) breaks++
      previous = frame.lastUpdateId
    }
    expect(breaks).toBe(0)
    expect(snapshotAfter).toBeDefined()
  })
})
