import type { ParameterError } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { sampleRules } from '../testing/sample-rules.ts'
import { parseTradeOptions } from './parse-trade-options.ts'
import type { TradeOptions } from './trade-options.ts'

const parse = (options: Partial<TradeOptions> = {}, hedgeMode = false) =>
  parseTradeOptions(
    { symbol: 'BTCUSDT', side: 'BUY', quantity: '1', entry: 'bbo', ...options },
    { tradeId: 't', rules: sampleRules(), hedgeMode },
  )

const complaints = (options: Partial<TradeOptions>): readonly string[] => {
  try {
    parse(options)
    return []
  } catch (error) {
    return (error as ParameterError).violations.map((violation) => `${violation.field} ${violation.rule}`)
  }
}

describe('parseTradeOptions', () => {
  it('completes what is not said with the defaults of the original, and a stop', () => {
    expect(parse()).toMatchObject({
      entry: {
        type: 'bbo',
        ticksDistance: 0,
        maxRetries: 2,
        fillTimeoutMs: 1_000,
        maxChasePercent: 0.1,
        finalAction: 'cancel',
      },
      takeProfits: [],
      stop: { distance: { percent: '0.5' }, workingType: 'CONTRACT_PRICE' },
      protectWithinMs: 2_000,
      positionSide: 'BOTH',
    })
  })

  it('takes take-profits as a number, a list, pairs and objects', () => {
    expect(parse({ takeProfits: 1 }).takeProfits).toEqual([{ distance: { percent: '1' }, fraction: '1' }])
    expect(parse({ takeProfits: [1, '2'] }).takeProfits.map((level) => level.fraction)).toEqual(['0.5', '0.5'])
    expect(
      parse({
        takeProfits: [
          [1, 0.3],
          [2, 0.7],
        ],
      }).takeProfits,
    ).toEqual([
      { distance: { percent: '1' }, fraction: '0.3' },
      { distance: { percent: '2' }, fraction: '0.7' },
    ])
    expect(parse({ takeProfits: [{ price: '101' }] }).takeProfits).toEqual([
      { distance: { price: '101' }, fraction: '1' },
    ])
  })

  it('takes the position side from the side of the entry in hedge mode', () => {
    expect(parse({}, true).positionSide).toBe('LONG')
    expect(parse({ side: 'SELL' }, true).positionSide).toBe('SHORT')
  })

  it('rounds the quantity down to the step', () => {
    expect(parse({ quantity: '0.0129' }).quantity).toBe('0.012')
  })

  it.each<[string, Partial<TradeOptions>]>([
    ['quantity LOT_SIZE.minQty', { quantity: '0.0001' }],
    ['quantity decimal', { quantity: 'a lot' }],
    ['takeProfits atMost5', { takeProfits: [1, 2, 3, 4, 5, 6] }],
    [
      'takeProfits sumOfFractions',
      {
        takeProfits: [
          [1, 0.5],
          [2, 0.4],
        ],
      },
    ],
    ['takeProfits allOrNone', { takeProfits: [{ percent: 1, fraction: 0.5 }, { percent: 2 }] }],
    ['takeProfits[0] positive', { takeProfits: -1 }],
    [
      'takeProfits[1].fraction fraction',
      {
        takeProfits: [
          [1, 0.5],
          [2, 1.5],
        ],
      },
    ],
    ['takeProfits[0] below100', { side: 'SELL', takeProfits: 100 }],
    ['takeProfits[0] order', { entry: { type: 'limit', price: '100', timeoutMs: 1 }, takeProfits: [{ price: '99' }] }],
    ['stop below100', { stop: { percent: 100 } }],
    ['stop positive', { stop: { price: 0 } }],
    ['stop order', { entry: { type: 'limit', price: '100', timeoutMs: 1 }, stop: { price: '101' } }],
    ['entry.maxRetries wholeFromZero', { entry: { type: 'bbo', maxRetries: 1.5 } }],
    ['entry.timeoutMs positive', { entry: { type: 'limit', price: '100', timeoutMs: 0 } }],
    ['protectWithinMs positive', { protectWithinMs: 0 }],
    ['timeStopMs positive', { timeStopMs: -5 }],
  ])('refuses %s', (complaint, options) => {
    expect(complaints(options)).toContain(complaint)
  })

  it('names every mistake at once', () => {
    expect(complaints({ quantity: '0', takeProfits: -1, protectWithinMs: 0 })).toHaveLength(3)
  })

  it('refuses a symbol that is not trading', () => {
    const context = { tradeId: 't', rules: sampleRules({ status: 'SETTLING' }), hedgeMode: false }
    const options = { symbol: 'BTCUSDT', side: 'BUY', quantity: '1', entry: 'market' } as const
    expect(() => parseTradeOptions(options, context)).toThrow(/must be TRADING/)
  })
})
