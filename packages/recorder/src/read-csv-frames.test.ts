import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { parseFrame, type RecordedFrame } from './parse-frame.ts'
import { readCsvFrames } from './read-csv-frames.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'csv-frames-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const write = (name: string, lines: readonly string[]): string => {
  const path = join(folder, name)
  const text = `${lines.join('\n')}\n`
  writeFileSync(path, name.endsWith('.gz') ? gzipSync(text) : text)
  return path
}
async function readAll(...paths: string[]) {
  const reader = readCsvFrames(paths, { symbol: 'ASTERUSDT' })
  const frames: { timeMs: number; frame: RecordedFrame }[] = []
  for await (const { receivedNs, text } of reader) {
    frames.push({ timeMs: Number(receivedNs) / 1e6, frame: parseFrame(text) })
  }
  return { frames, report: reader.report }
}

const bookHeader = 'unix_timestamp,lastUpdateId,bid_price_0,bid_qty_0,bid_price_1,bid_qty_1,ask_price_0,ask_qty_0'
const tradeHeader = 'id,unix_timestamp_ms,side,price,quantity'

describe('readCsvFrames', () => {
  it('merges books and trades by their times', async () => {
    const books = write('books.csv.gz', [
      bookHeader,
      '1000.5,77,1.10,5.0,1.09,6.0,1.11,7.0',
      '1002.25,78,1.10,5.5,1.09,6.0,1.11,7.0',
    ])
    const trades = write('trades.csv', [tradeHeader, '5,1001000,sell,1.10,0.5', '6,1003000,buy,1.11,0.25'])
    const { frames, report } = await readAll(books, trades)
    expect(frames.map(({ timeMs, frame }) => [timeMs, frame.kind])).toEqual([
      [1_000_500, 'snapshot'],
      [1_001_000, 'trade'],
      [1_002_250, 'snapshot'],
      [1_003_000, 'trade'],
    ])
    expect(frames[0]?.frame).toMatchObject({
      lastUpdateId: 77,
      bids: [
        ['1.10', '5.0'],
        ['1.09', '6.0'],
      ],
      asks: [['1.11', '7.0']],
    })
    expect(frames[1]?.frame).toMatchObject({ symbol: 'ASTERUSDT', tradeId: '5', takerSide: 'SELL', quantity: '0.5' })
    expect(report).toMatchObject({ rows: 4, badRows: 0, longestGapMs: 2_000 })
  })

  it('counts broken rows, disorder and repeated times, and reads on', async () => {
    const trades = write('broken.csv', [
      tradeHeader,
      '1,2000,buy,1.5,1',
      '2,1000,buy,1.5,1',
      '3,1000,buy,1.5,1',
      '4,1000,up,1.5,1',
      '5,1000,buy,-1.5,1',
      'nonsense',
      '6,3000,sell,1.5,1',
    ])
    const { frames, report } = await readAll(trades)
    expect(frames).toHaveLength(4)
    expect(report).toMatchObject({ rows: 7, badRows: 3, disordered: 1, repeatedTimes: 1 })
    expect(report.firstBadRows.map(({ line }) => line)).toEqual([5, 6, 7])
  })

  it('makes books up where a file has prices alone', async () => {
    const prices = write('prices.csv', ['unix_timestamp,bid,ask,mid', '1000.5,1.8483,1.8487,1.848500'])
    const { frames } = await readAll(prices)
    const [{ frame } = { frame: undefined }] = frames
    expect(frame).toMatchObject({ kind: 'snapshot' })
    const { bids, asks } = frame as unknown as { bids: [string, string][]; asks: [string, string][] }
    expect([bids[0]?.[0], bids[1]?.[0], asks[0]?.[0]]).toEqual(['1.8483', '1.8482', '1.8487'])
    expect(Number(bids[0]?.[1]) * 1.8483).toBeCloseTo(10_000, 0)
  })

  it('walks through a bar by its open, low, high and close', async () => {
    const bars = write('bars.csv', [
      'timestamp,open,high,low,close,volume',
      '2021-12-31 23:01:00.000000,100.0,105.0,99.0,104.0,4000',
      '2021-12-31 23:02:00.000000,104.0,106.0,98.0,99.0,4000',
    ])
    const { frames } = await readAll(bars)
    const trades = frames.flatMap(({ timeMs, frame }) =>
      frame.kind === 'trade' ? [[timeMs - Date.UTC(2021, 11, 31, 23), frame.price]] : [],
    )
    expect(trades).toEqual([
      [60_000, '100.0'],
      [80_000, '99.0'],
      [100_000, '105.0'],
      [119_000, '104.0'],
      [120_000, '104.0'],
      [140_000, '106.0'],
      [160_000, '98.0'],
      [179_000, '99.0'],
    ])
  })

  it('refuses columns that it does not know, by name', async () => {
    await expect(readAll(write('strange.csv', ['a,b,c', '1,2,3']))).rejects.toThrow(/strange\.csv.*a,b,c/)
  })
})
