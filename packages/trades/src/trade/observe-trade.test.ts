import { describe, expect, it } from 'vitest'

import { sampleEntry, sampleFacts, sampleStop, sampleTakeProfit } from '../testing/sample-facts.ts'
import { sampleFill } from '../testing/sample-order.ts'
import { observeTrade } from './observe-trade.ts'
import { readTrade } from './read-trade.ts'
import type { TradeFacts } from './trade-facts.ts'

const between = (before: TradeFacts, now: TradeFacts) => observeTrade(readTrade(before), readTrade(now))

describe('observeTrade', () => {
  const entering = sampleFacts([], { entryRuns: true })

  it('sees the fill of the entry, and its end', () => {
    expect(between(entering, sampleFacts([sampleEntry('1')], { nowMs: 600 }))).toEqual(['entryFill', 'entryEnded'])
    expect(between(entering, sampleFacts([]))).toEqual(['unfilled'])
  })

  it('sees a stop come, be refused, and go', () => {
    const open = sampleFacts([sampleEntry('1')])
    const working = sampleFacts([sampleEntry('1'), sampleStop('open')])
    const refusal = { code: -2021, reason: 'would trigger', retryAfterMs: undefined }
    expect(between(open, working)).toEqual(['stopWorking'])
    expect(between(open, sampleFacts([sampleEntry('1'), sampleStop('rejected', { refusal })]))).toEqual(['stopRefused'])
    expect(between(working, sampleFacts([sampleEntry('1'), sampleStop('canceled')]))).toEqual(['stopGone'])
  })

  it('does not take a stop that never left for a refusal', () => {
    const refusal = { code: undefined, reason: 'never left', retryAfterMs: undefined }
    const facts = sampleFacts([sampleEntry('1'), sampleStop('rejected', { refusal })])
    expect(between(sampleFacts([sampleEntry('1')]), facts)).toEqual([])
  })

  it('tells a stop that fired and left something from one that was taken away', () => {
    const working = sampleFacts([sampleEntry('1'), sampleStop('open')])
    const spent = sampleFacts([
      sampleEntry('1'),
      sampleStop('expired', { triggered: true, filledQuantity: '0.4', averagePrice: '99' }),
    ])
    expect(between(working, spent)).toEqual(['exitFill', 'stopFailed'])
  })

  it('sees flat when everything that has filled is closed and nothing more can fill', () => {
    const working = sampleFacts([sampleEntry('1'), sampleStop('open'), sampleTakeProfit('open')])
    const closed = sampleFacts([sampleEntry('1'), sampleStop('open'), sampleTakeProfit('filled', '1', '1')])
    expect(between(working, closed)).toEqual(['exitFill', 'flat'])
    const filling = sampleFacts([sampleEntry('0.5', 'partlyFilled'), sampleTakeProfit('filled', '0.5', '0.5')])
    expect(between(entering, filling)).not.toContain('flat')
  })

  it('counts what another hand closes', () => {
    const working = sampleFacts([sampleEntry('1'), sampleStop('open')])
    const foreignFills = [sampleFill({ side: 'SELL', quantity: '1', timeMs: 700 })]
    expect(between(working, { ...working, foreignFills })).toEqual(['exitFill', 'flat'])
  })

  it('sees that protection is overdue, and that the time is up', () => {
    const soon = sampleFacts([sampleEntry('1')], { nowMs: 2_499 }, { timeStopMs: 3_000 })
    const late = { ...soon, nowMs: 2_500 }
    expect(between(soon, late)).toEqual(['overdue'])
    expect(between(late, { ...soon, nowMs: 3_500 })).toEqual(['timeUp'])
  })

  it('sees a position again that was believed to be closed by others', () => {
    const gone = sampleFacts([sampleEntry('1')], { memory: { startedMs: 0, closedUnseen: '1' } })
    expect(between(gone, { ...gone, memory: { startedMs: 0, closedUnseen: '0' } })).toContain('reopened')
  })
})
