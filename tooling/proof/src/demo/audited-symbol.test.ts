import { describe, expect, it } from 'vitest'

import { createAuditedSymbol } from './audited-symbol.ts'
import type { OrderLine } from './exchange-line.ts'

type Facts = Partial<OrderLine['order']> & { readonly timeMs: number; readonly filled?: string }

const line = ({ timeMs, filled, ...order }: Facts): OrderLine => ({
  kind: 'order',
  timeMs,
  executionType: filled === undefined ? 'NEW' : 'TRADE',
  order: {
    symbol: 'BTCUSDT',
    clientOrderId: 'entry',
    side: 'BUY',
    origType: 'LIMIT',
    status: filled === undefined ? 'NEW' : 'FILLED',
    origQty: '1',
    executedQty: filled ?? '0',
    reduceOnly: false,
    closePosition: false,
    ...order,
  },
  ...(filled === undefined ? {} : { fill: { quantity: filled, commission: '0', realizedPnl: '0' } }),
})
const stop = {
  clientOrderId: 'stop',
  side: 'SELL',
  origType: 'STOP_MARKET',
  origQty: '0',
  closePosition: true,
} as const
const exit = { clientOrderId: 'exit', side: 'SELL', reduceOnly: true } as const

function audit(lines: readonly OrderLine[], endMs: number): readonly string[] {
  const violations: string[] = []
  const symbol = createAuditedSymbol('BTCUSDT', (what) => violations.push(what))
  for (const each of lines) symbol.apply(each)
  symbol.check(endMs)
  return violations
}

const entered = [line({ timeMs: 0 }), line({ timeMs: 100, filled: '1' })]
const covered = [...entered, line({ timeMs: 200, ...stop })]
const closed = [...covered, line({ timeMs: 5_000, ...exit }), line({ timeMs: 5_100, ...exit, filled: '1' })]
const cleared = [...closed, line({ timeMs: 5_200, ...stop, status: 'CANCELED' })]

describe('an audited symbol', () => {
  it('has nothing to say of a trade that is covered, closed and cleared', () => {
    expect(audit(cleared, 60_000)).toEqual([])
  })

  it('reports a position without a stop', () => {
    expect(audit(entered, 2_000)).toEqual([])
    expect(audit(entered, 4_000)).toEqual(['BTCUSDT: no stop on the book for more than 3000 ms'])
  })

  it('takes a stop on the wrong side for none', () => {
    const wrong = [...entered, line({ timeMs: 200, ...stop, side: 'BUY' })]
    expect(audit(wrong, 4_000)).toEqual(['BTCUSDT: no stop on the book for more than 3000 ms'])
  })

  it('reports a stop that is left when the position is gone', () => {
    expect(audit(closed, 9_000)).toEqual(['BTCUSDT: stop stop was left on the book without a position'])
  })

  it('reports an entry that is forgotten on the book', () => {
    expect(audit([line({ timeMs: 0 })], 9_000)).toEqual(['BTCUSDT: entry entry was forgotten on the book'])
  })

  it('reports more than was wanted', () => {
    const twice = [
      ...entered,
      line({ timeMs: 300, clientOrderId: 'again' }),
      line({ timeMs: 400, clientOrderId: 'again', filled: '1' }),
    ]
    expect(audit([...twice], 500)).toEqual(['BTCUSDT: holds 2, wanted 1'])
  })

  it('reports a position that never had a stop', () => {
    const naked = [...entered, line({ timeMs: 2_000, ...exit }), line({ timeMs: 2_050, ...exit, filled: '1' })]
    expect(audit(naked, 2_100)).toEqual(['BTCUSDT: held 1950 ms without a stop'])
  })
})
