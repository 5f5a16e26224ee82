import { describe, expect, it } from 'vitest'

import { isClean, summarizeTrades } from './summarize-trades.ts'
import type { TradeRecord } from './trade-record.ts'

const nothing = { openOrders: 0, position: '0', unprotectedPositions: 0 }

const record = (facts: Partial<TradeRecord> = {}): TradeRecord => ({
  symbol: 'BTCUSDT',
  side: 'BUY',
  quantity: '0.016',
  entryPrice: '60000',
  exitReason: 'takeProfit',
  realizedPnl: '0.1',
  fees: '0.2',
  fills: 2,
  unprotectedMs: 10,
  startedMs: 0,
  endedMs: 5_000,
  isCompleted: true,
  ...facts,
})

describe('summarizeTrades', () => {
  it('adds money exactly', () => {
    const records = Array.from({ length: 10 }, () => record())
    expect(summarizeTrades(records, nothing, 0)).toMatchObject({ realizedPnl: '1', fees: '2', fills: 20, trades: 10 })
  })

  it('counts directions and exits of completed trades only', () => {
    const records = [
      record(),
      record({ side: 'SELL', exitReason: 'stop', unprotectedMs: 40 }),
      record({ exitReason: 'timeStop' }),
      record({ exitReason: 'manual' }),
      record({ quantity: '0', fills: 0, exitReason: 'notEntered', isCompleted: false }),
    ]
    expect(summarizeTrades(records, nothing, 30_000)).toMatchObject({
      trades: 4,
      longs: 3,
      shorts: 1,
      byTakeProfit: 1,
      byStop: 1,
      byTimeStop: 1,
      byEnd: 1,
      byOther: 0,
      notEntered: 1,
      incomplete: 0,
      unprotectedMsMax: 40,
      durationMs: 30_000,
    })
  })

  it('is clean only when the exchange says that nothing is left', () => {
    const summary = summarizeTrades([record()], nothing, 0)
    expect(isClean(summary, nothing)).toBe(true)
    expect(isClean(summary, { ...nothing, openOrders: 1 })).toBe(false)
    expect(isClean(summary, { ...nothing, position: '0.001' })).toBe(false)
    expect(isClean(summarizeTrades([record({ isCompleted: false })], nothing, 0), nothing)).toBe(false)
  })
})
