import { createSeededRandom, createVirtualClock, sleep } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { createBarSeries } from './create-bar-series.ts'
import type { Bar, ClosedBar } from './market-cache.ts'

const minuteMs = 60_000

const barOf = (minute: number, close = String(minute)): Bar => ({
  symbol: 'BTCUSDT',
  interval: '1m',
  openTimeMs: minute * minuteMs,
  closeTimeMs: (minute + 1) * minuteMs - 1,
  open: '1',
  high: '1',
  low: '1',
  close,
  volume: '1',
  quoteVolume: '1',
  tradeCount: 1,
})
const frame = (minute: number, isClosed: boolean, close?: string) => ({ ...barOf(minute, close), isClosed })

function setUp({ canRead = true, keep = 100 } = {}) {
  const clock = createVirtualClock({ startMs: 0 })
  const told: ClosedBar[] = []
  const reads: (number | undefined)[] = []
  /** Minutes that the exchange leaves out of what can be read, as nobody traded. */
  const absent = new Set<number>()
  const series = createBarSeries({
    clock,
    keep,
    graceMs: 2_000,
    retryMs: 2_000,
    readBars: canRead
      ? async (startMs) => {
          reads.push(startMs)
          await sleep(clock, 50)
          const now = Math.floor(clock.now() / minuteMs)
          const first = Math.floor((startMs ?? 0) / minuteMs)
          return Array.from({ length: now - first + 1 }, (_, index) => first + index)
            .filter((minute) => !absent.has(minute))
            .map((minute) => barOf(minute, `read ${minute}`))
        }
      : undefined,
    onClosed: (bar) => told.push(bar),
  })
  const toldCloses = () => told.map(({ close }) => close)
  return { clock, series, told, reads, absent, toldCloses }
}

describe('createBarSeries', () => {
  it('tells a bar when its closing frame comes, once, and reads nothing', async () => {
    const { clock, series, reads, toldCloses } = setUp()
    series.warmUp([])
    series.take(frame(0, false))
    await clock.advance(minuteMs)
    series.take(frame(0, true))
    series.take(frame(0, true))
    series.take(frame(0, false))
    series.take(frame(1, false))
    await clock.advance(30_000)
    expect(toldCloses()).toEqual(['0'])
    expect(reads).toEqual([])
    expect(series.running?.bar.openTimeMs).toBe(minuteMs)
  })

  it('reads a bar whose closing frame was lost, and does not tell it again when the frame comes late', async () => {
    const { clock, series, reads, toldCloses } = setUp()
    series.take(frame(0, false))
    await clock.advance(minuteMs + 500)
    series.take(frame(1, false))
    await clock.advance(2_000)
    series.take(frame(0, true))
    expect(toldCloses()).toEqual(['read 0'])
    expect(reads).toHaveLength(1)
    await clock.advance(minuteMs - 3_000)
    series.take(frame(1, true))
    expect(toldCloses()).toEqual(['read 0', '1'])
  })

  it('reads the bars of a stream that says nothing for minutes, in order', async () => {
    const { clock, series, toldCloses, told } = setUp()
    series.warmUp([barOf(-1)])
    await clock.advance(3 * minuteMs + 3_000)
    expect(toldCloses()).toEqual(['read 0', 'read 1', 'read 2'])
    expect(told.some(({ isAfterGap }) => isAfterGap)).toBe(false)
  })

  it('tells bars that were missed before the one that has just closed', async () => {
    const { clock, series, toldCloses } = setUp()
    series.take(frame(0, false))
    await clock.advance(minuteMs)
    series.take(frame(0, true))
    await clock.advance(2 * minuteMs + 100)
    series.doubt()
    series.take(frame(2, true))
    await clock.advance(3_000)
    expect(toldCloses()).toEqual(['0', 'read 1', '2'])
  })

  it('marks the bar after a hole that nobody can fill, and asks ever more seldom', async () => {
    const { clock, series, reads, absent, told } = setUp()
    for (let minute = 0; minute < 10; minute++) absent.add(minute)
    series.warmUp([barOf(-1)])
    await clock.advance(10 * minuteMs)
    expect(told).toEqual([])
    expect(reads.length).toBeLessThan(20)
    await clock.advance(minuteMs + 60_000)
    expect(told.map(({ openTimeMs, isAfterGap }) => [openTimeMs / minuteMs, isAfterGap])).toEqual([
      [10, true],
      ...(told.length > 1 ? [[11, false]] : []),
    ])
  })

  it('without a way to read takes the last frame for the end, and says so', () => {
    const { series, told } = setUp({ canRead: false })
    series.take(frame(0, false, 'first'))
    series.take(frame(0, false, 'last'))
    series.take(frame(1, false))
    series.take(frame(0, true, 'late'))
    series.take(frame(1, true))
    expect(told.map(({ close, source }) => [close, source])).toEqual([
      ['last', 'last'],
      ['1', 'stream'],
    ])
  })

  it('keeps as many as asked', async () => {
    const { clock, series } = setUp({ keep: 3 })
    series.warmUp(Array.from({ length: 10 }, (_, index) => barOf(index - 10)))
    await clock.advance(0)
    expect(series.closed.map(({ openTimeMs }) => openTimeMs / minuteMs)).toEqual([-3, -2, -1])
  })

  it('tells every bar once and in order whatever is lost, repeated and late, for many seeds', async () => {
    for (let seed = 1; seed <= 50; seed++) {
      const { clock, series, told } = setUp()
      const random = createSeededRandom(seed)
      series.warmUp([barOf(-1)])
      for (let minute = 0; minute < 12; minute++) {
        for (let tick = 0; tick < 4; tick++) {
          if (random.next() < 0.6) series.take(frame(minute, false))
          await clock.advance(minuteMs / 4)
        }
        const fate = random.next()
        if (fate < 0.4) series.take(frame(minute, true))
        else if (fate < 0.6) clock.schedule(random.next() * 8_000, () => series.take(frame(minute, true)))
        if (random.next() < 0.2) series.doubt()
        if (random.next() < 0.2) series.take(frame(minute, true))
      }
      await clock.advance(5_000)
      expect(told.map(({ openTimeMs }) => openTimeMs / minuteMs)).toEqual(
        Array.from({ length: 12 }, (_, index) => index),
      )
      series.close()
    }
  })
})
