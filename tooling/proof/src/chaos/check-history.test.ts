import { describe, expect, it } from 'vitest'

import { createHistoryChecker } from './check-history.ts'
import type { Span } from './silence.ts'

/** A story told in lines of an exchange's event log: a long of 1 that was wanted from 0 on. */
function tell(
  events: readonly (readonly [atMs: number, order: Record<string, unknown>, filled?: string])[],
  silence: readonly Span[] = [],
  doubt: readonly Span[] = [],
) {
  let nowMs = 0
  const checker = createHistoryChecker(() => nowMs)
  checker.begin('BTCUSDT', 'BOTH', { side: 'BUY', quantity: '1', protectWithinMs: 2_000 })
  for (const [atMs, order, filled] of events) {
    nowMs = atMs
    const fill = filled === undefined ? {} : { fill: { quantity: filled, commission: '0', realizedPnl: '0' } }
    const executionType = filled === undefined ? order['status'] : 'TRADE'
    checker.read(JSON.stringify({ kind: 'order', executionType, order: { ...plain, ...order }, ...fill }))
  }
  return checker.finish(silence, doubt)
}

const plain = {
  symbol: 'BTCUSDT',
  positionSide: 'BOTH',
  origQty: '1',
  executedQty: '0',
  reduceOnly: false,
  closePosition: false,
}
const entry = { clientOrderId: 'en', orderId: '1', side: 'BUY', type: 'MARKET', origType: 'MARKET' }
const entered = [100, { ...entry, status: 'FILLED', executedQty: '1' }, '1'] as const
const stop = {
  clientOrderId: 'sl',
  orderId: '2',
  side: 'SELL',
  type: 'STOP_MARKET',
  origType: 'STOP_MARKET',
  origQty: '0',
  closePosition: true,
}
const exit = { clientOrderId: 'ex', orderId: '3', side: 'SELL', type: 'MARKET', origType: 'MARKET', reduceOnly: true }
const exited = (atMs: number) => [atMs, { ...exit, status: 'FILLED', executedQty: '1' }, '1'] as const

describe('the history checker', () => {
  it('is content with a trade that is protected, closed and cleared in time', () => {
    const verdict = tell([
      entered,
      [600, { ...stop, status: 'NEW' }],
      exited(9_000),
      [9_500, { ...stop, status: 'CANCELED' }],
    ])
    expect(verdict).toMatchObject({ violations: [], longestUnprotectedMs: 500 })
  })

  it('allows what missed its stop to be flat within ten more seconds, and not a millisecond later', () => {
    expect(tell([entered, exited(12_100)]).violations).toEqual([])
    expect(tell([entered, exited(12_101)]).violations).toHaveLength(1)
  })

  it('does not let a late stop make up for a missed deadline', () => {
    const late = [
      entered,
      [5_000, { ...stop, status: 'NEW' }],
      exited(60_000),
      [60_100, { ...stop, status: 'CANCELED' }],
    ] as const
    expect(tell(late).violations).toEqual(['BTCUSDT BOTH: 4900 ms without a stop, and flat only after 59900 ms'])
  })

  it('counts stops for a quantity only as far as they reach', () => {
    const half = { ...stop, origQty: '0.5', closePosition: false, reduceOnly: true, status: 'NEW' }
    const other = { ...half, clientOrderId: 'sl2', orderId: '8' }
    const ends = [9_100, { ...half, status: 'CANCELED' }] as const
    const otherEnds = [9_100, { ...other, status: 'CANCELED' }] as const
    expect(tell([entered, [200, half], exited(9_000), ends]).longestUnprotectedMs).toBe(8_900)
    expect(tell([entered, [200, half], [300, other], exited(9_000), ends, otherEnds]).longestUnprotectedMs).toBe(200)
  })

  it('lets what protects against an order of unknown fate stay until that is known', () => {
    const story = [
      entered,
      [200, { ...stop, status: 'NEW' }],
      exited(400),
      [30_000, { ...stop, status: 'CANCELED' }],
    ] as const
    expect(tell(story).violations).toHaveLength(1)
    expect(tell(story, [], [{ fromMs: 100, toMs: 26_000 }]).violations).toEqual([])
  })

  it('leaves out the time in which the exchange did not answer', () => {
    const silence = [{ fromMs: 200, toMs: 20_200 }]
    const verdict = tell([entered, exited(30_000)], silence)
    expect(verdict).toMatchObject({ violations: [], longestUnprotectedMs: 9_900, longestUnprotectedRawMs: 29_900 })
  })

  it('sees a stop that is taken off too early, and one that is left for too long', () => {
    const covered = [entered, [200, { ...stop, status: 'NEW' }]] as const
    expect(tell([...covered, [300, { ...stop, status: 'CANCELED' }], exited(400)]).violations).toEqual([
      'BTCUSDT BOTH: stop sl was cancelled while 1 was open',
    ])
    expect(tell([...covered, exited(400), [5_401, { ...stop, status: 'CANCELED' }]]).violations).toEqual([
      'BTCUSDT BOTH: sl was left on the book for 5001 ms',
    ])
  })

  it('sees more on the book than is wanted, before any of it fills', () => {
    const limit = { ...entry, type: 'LIMIT', origType: 'LIMIT', status: 'NEW' }
    const { violations } = tell([
      [100, limit],
      [200, { ...limit, clientOrderId: 'en2', orderId: '9' }],
      [300, { ...limit, status: 'CANCELED' }],
      [300, { ...limit, clientOrderId: 'en2', orderId: '9', status: 'CANCELED' }],
    ])
    expect(violations).toEqual(['BTCUSDT BOTH: en2 makes 2 possible, 1 is wanted'])
  })

  it('sees one client order id on two orders', () => {
    const limit = { ...entry, type: 'LIMIT', origType: 'LIMIT' }
    const { violations } = tell([
      [100, { ...limit, status: 'NEW' }],
      [200, { ...limit, status: 'CANCELED' }],
      [300, { ...limit, orderId: '9', status: 'NEW' }],
      [400, { ...limit, orderId: '9', status: 'CANCELED' }],
    ])
    expect(violations).toEqual(['BTCUSDT BOTH: en was placed twice'])
  })

  it('sees an exit that could open the other way', () => {
    const open = { ...exit, reduceOnly: false }
    const { violations } = tell([entered, [300, { ...open, status: 'FILLED', executedQty: '1' }, '1']])
    expect(violations).toEqual([])
    const resting = tell([
      entered,
      [200, { ...open, type: 'LIMIT', origType: 'LIMIT', status: 'NEW' }],
      exited(300),
      [400, { ...open, status: 'CANCELED' }],
    ])
    expect(resting.violations).toEqual(['BTCUSDT BOTH: ex could open the other way'])
  })
})
