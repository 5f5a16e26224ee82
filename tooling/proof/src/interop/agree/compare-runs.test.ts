import { describe, expect, it } from 'vitest'

import { compareRuns } from './compare-runs.ts'
import type { ScriptRun } from './run-script.ts'
import type { EndOrder } from './script-client.ts'

const order: EndOrder = {
  clientOrderId: 'script-1-1',
  side: 'BUY',
  status: 'filled',
  quantity: 0.01,
  filled: 0.01,
  price: 96_000.1,
  averagePrice: 96_000.1,
}
const run: ScriptRun = {
  outcomes: ['ok', '-2011'],
  end: {
    orders: [order, { ...order, clientOrderId: 'script-1-2', status: 'open', filled: 0 }],
    fills: [{ clientOrderId: 'script-1-1', price: 96_000.1, quantity: 0.01, fee: 0.336, isMaker: false }],
    position: { quantity: 0.01, entryPrice: 96_000.1 },
    walletBalance: 9_999.664,
  },
}

describe('compareRuns', () => {
  it('finds nothing between equal runs, whatever the order of their orders and the last digit of a float', () => {
    const orders = run.end.orders.toReversed()
    expect(compareRuns(run, { ...run, end: { ...run.end, orders, walletBalance: 9_999.664_000_000_001 } })).toEqual([])
  })

  it.each([
    ['outcomes', { ...run, outcomes: ['ok', 'ok'] }],
    ['order 1', { ...run, end: { ...run.end, orders: [{ ...order, filled: 0.02 }, run.end.orders[1] ?? order] } }],
    ['order 2', { ...run, end: { ...run.end, orders: [order] } }],
    ['fills', { ...run, end: { ...run.end, fills: [...run.end.fills, ...run.end.fills] } }],
    ['position', { ...run, end: { ...run.end, position: { quantity: 0.02, entryPrice: 96_000.1 } } }],
    ['wallet balance', { ...run, end: { ...run.end, walletBalance: 9_999 } }],
  ])('names %s when they differ there', (what, other) => {
    const differences = compareRuns(run, other)
    expect(differences).toHaveLength(1)
    expect(differences[0]).toMatch(new RegExp(`^${what}: `))
  })
})
