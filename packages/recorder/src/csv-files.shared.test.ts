import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { describe, expect, it } from 'vitest'

import { parseFrame } from './parse-frame.ts'
import { readCsvFrames } from './read-csv-frames.ts'

// Beside the repository, not part of it.
const at = (name: string): string =>
  fileURLToPath(new URL(`../../../../shared/market-data/${name}.csv.gz`, import.meta.url))

async function count(...names: string[]) {
  const reader = readCsvFrames(names.map(at), { symbol: 'ASTERUSDT' })
  const kinds: Record<string, number> = {}
  for await (const { text } of reader) {
    const { kind } = parseFrame(text)
    kinds[kind] = (kinds[kind] ?? 0) + 1
  }
  return { kinds, report: reader.report }
}

describe.runIf(existsSync(at('aster-asterusdt-orderbook')))('the recorded files in columns', () => {
  it('are read whole: books, trades and best prices', async () => {
    const { kinds, report } = await count('aster-asterusdt-orderbook', 'aster-asterusdt-trades')
    expect(kinds).toEqual({ snapshot: 7_746, trade: 18_720 })
    expect(report.badRows).toBe(0)
    expect(report.longestGapMs).toBeGreaterThan(9 * 3_600_000)
    const prices = await count('aster-asterusdt-prices')
    expect(prices.kinds['snapshot']).toBe(11_053 - prices.report.badRows)
  })

  it('are read whole: bars of a month', async () => {
    const { kinds, report } = await count('btc-perp-1m-202201')
    expect(report).toMatchObject({ rows: 45_031, badRows: 0 })
    expect(kinds['snapshot']).toBe(4 * 45_031)
  })
})
