import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { readRecordedSymbols } from './read-recorded-symbols.ts'

const ticker = (symbol: string): string =>
  `{"stream":"x@bookTicker","data":{"e":"bookTicker","u":1,"s":"${symbol}","b":"1","B":"1","a":"2","A":"1","T":1,"E":1}}`
const snapshot = '{"lastUpdateId":1,"bids":[["1","1"]],"asks":[["2","1"]]}'

describe('readRecordedSymbols', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'aster-demo-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  const record = (...frames: string[]): string => {
    const path = join(folder, 'frames.ndjson')
    writeFileSync(
      path,
      frames.map((frame, index) => `${1_700_000_000_000_000_000n + BigInt(index)} ${frame}\n`).join(''),
    )
    return path
  }

  it('names each symbol once and says whether a book is there to begin with', async () => {
    const path = record(ticker('ETHUSDT'), ticker('BTCUSDT'), ticker('ETHUSDT'), snapshot)
    expect(await readRecordedSymbols(path)).toEqual({ symbols: ['BTCUSDT', 'ETHUSDT'], hasBook: true })
    expect(await readRecordedSymbols(record(ticker('ETHUSDT')))).toMatchObject({ hasBook: false })
  })

  it('finds nothing in a file that is no recording', async () => {
    expect(await readRecordedSymbols(record('hello'))).toEqual({ symbols: [], hasBook: false })
  })

  it('passes on why a file cannot be read', async () => {
    await expect(readRecordedSymbols(join(folder, 'none.ndjson'))).rejects.toMatchObject({ code: 'ENOENT' })
  })
})
