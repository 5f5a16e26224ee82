import { parseSymbolRules, toDecimal } from '@aster/core'
import { defaultExchangeInfo } from '@aster/simulator'
import { describe, expect, it } from 'vitest'

import { type BracketInput, planBracket } from './plan-bracket.ts'

const rulesOf = (symbol: string) => {
  const entry = defaultExchangeInfo.symbols.find((candidate) => candidate.symbol === symbol)
  if (entry === undefined) throw new Error(`no ${symbol}`)
  return parseSymbolRules(entry)
}

const input = (facts: Partial<BracketInput> = {}): BracketInput => ({
  side: 'BUY',
  bid: '60000.0',
  ask: '60000.1',
  deviation: 20,
  riskUsdt: 2,
  maxNotionalUsdt: 10_000,
  ...facts,
})

describe('planBracket', () => {
  it('sizes the quantity so that the stop loses what is risked, rounded down to the step', () => {
    const bracket = planBracket(rulesOf('BTCUSDT'), input())
    expect(bracket).toMatchObject({ quantity: '0.125', riskUsdt: '2.00' })
  })

  it('takes less when the price moves more', () => {
    const calm = planBracket(rulesOf('BTCUSDT'), input({ deviation: 20 }))
    const wild = planBracket(rulesOf('BTCUSDT'), input({ deviation: 200 }))
    expect(Number(wild?.quantity)).toBeLessThan(Number(calm?.quantity) / 5)
    expect(Number(wild?.stopPercent)).toBeGreaterThan(Number(calm?.stopPercent) * 5)
  })

  it('never holds more than the largest notional', () => {
    const bracket = planBracket(rulesOf('BTCUSDT'), input({ maxNotionalUsdt: 1_000 }))
    expect(bracket?.quantity).toBe('0.016')
  })

  it('keeps the exits away from the spread when nothing moves', () => {
    const bracket = planBracket(rulesOf('BTCUSDT'), input({ deviation: 0, bid: '60000', ask: '60010' }))
    const distance = toDecimal(bracket?.stopPercent ?? '0').times(600)
    expect(distance.toNumber()).toBeGreaterThanOrEqual(20)
  })

  it('trades nothing that is below the least notional', () => {
    expect(planBracket(rulesOf('BTCUSDT'), input({ maxNotionalUsdt: 5 }))).toBeUndefined()
    expect(planBracket(rulesOf('BTCUSDT'), input({ deviation: 50_000 }))).toBeUndefined()
  })

  it('measures a short from the ask', () => {
    const long = planBracket(rulesOf('SOLUSDT'), input({ bid: '100', ask: '110', deviation: 30 }))
    const short = planBracket(rulesOf('SOLUSDT'), input({ side: 'SELL', bid: '100', ask: '110', deviation: 30 }))
    expect(Number(short?.stopPercent)).toBeLessThan(Number(long?.stopPercent))
  })
})
