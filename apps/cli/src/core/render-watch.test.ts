import { paintLine } from '@aster/runtime'
import { describe, expect, it } from 'vitest'

import { describeChanges } from './describe-changes.ts'
import { renderWatch, type WatchedAccount } from './render-watch.ts'

const position = {
  symbol: 'BTCUSDT',
  positionSide: 'BOTH',
  quantity: '0.020',
  entryPrice: '96000',
  markPrice: '95000',
  unrealizedPnl: '-20',
  liquidationPrice: '47500',
  isProtected: true,
} as const
const order = {
  symbol: 'BTCUSDT',
  side: 'SELL',
  type: 'STOP_MARKET',
  quantity: '0.02',
  price: '94050',
  markPrice: '95000',
  clientOrderId: 'desk-1-1',
} as const
const account: WatchedAccount = {
  account: 'desk',
  place: 'http://127.0.0.1:8080',
  balances: [{ asset: 'USDT', balance: '10000.00', available: '9000.50' }],
  positions: [position],
  orders: [order],
  events: [],
  budgets: [{ name: 'weight', used: 50, limit: 2_400 }],
  day: { profit: 12.5, fees: -3.25, funding: -1 },
  ageMs: 800,
  staleAfterMs: 15_000,
  trouble: undefined,
}
const draw = (state: WatchedAccount, columns = 100, rows = 24) =>
  renderWatch(state, { rows }).map((line) => paintLine(line, columns, false))

describe('the terminal view of an account', () => {
  it('says how far liquidation is, whether the stop stands, and how far an order is from the mark price', () => {
    const lines = draw(account)
    expect(lines.find((line) => line.startsWith('BTCUSDT   long'))).toMatch(/stop yes +-20\.00 +liq -50\.00%/)
    expect(lines.find((line) => line.includes('desk-1-1'))).toMatch(/SELL 94050 +-1\.00% +STOP_MARKET 0\.02/)
    expect(lines.join('\n')).toContain('USDT 10000 free 9000.5')
    expect(lines.at(-1)).toBe('weight 50/2400')
  })

  it('shouts when there is no stop, also where only the first columns fit', () => {
    const naked = { ...account, positions: [{ ...position, isProtected: false }] }
    expect(draw(naked, 30).join('\n')).toContain('NO STOP')
  })

  it('stays inside any terminal', () => {
    const events = Array.from({ length: 50 }, (_, index) => ({ atMs: index, text: `event ${index}`, isBad: false }))
    for (const [columns, rows] of [
      [20, 5],
      [40, 10],
      [200, 60],
    ] as const) {
      const lines = draw({ ...account, events }, columns, rows)
      expect(lines.length).toBeLessThanOrEqual(rows)
      for (const line of lines) expect(Array.from(line).length).toBeLessThanOrEqual(columns)
    }
    expect(draw({ ...account, events }, 80, 24).join('\n')).toContain('event 49')
  })

  it('says that a picture is old', () => {
    expect(draw({ ...account, ageMs: 40_000 })[0]).toContain('STALE, no answer for 40 s')
  })

  it('says at once, and on the narrowest terminal, that the exchange does not answer, and why', () => {
    const [first] = draw({ ...account, ageMs: 2_000, trouble: 'connection refused' }, 60)
    expect(first).toContain('STALE, no answer for 2 s: connection refused')
    expect(draw({ ...account, ageMs: 2_000, trouble: 'connection refused' }, 30)[0]).toContain('STALE')
  })

  it('leaves room for what matters beside an account that is called by its address', () => {
    const name = `0x19E7${'0'.repeat(32)}ff2A`
    expect(draw({ ...account, account: name, trouble: 'gone' }, 40)[0]).toContain(
      '0x19E7…ff2A  STALE, no answer for 1 s',
    )
  })

  it('adds up what the day has brought: profit, fees and funding', () => {
    expect(draw(account, 40).join('\n')).toContain('today 8.25  profit 12.50  fees -3.25')
    expect(draw({ ...account, day: undefined }).join('\n')).not.toContain('today')
  })

  it('says of a stop without a quantity that it is for all of the position', () => {
    expect(draw({ ...account, orders: [{ ...order, quantity: '0' }] }).join('\n')).toContain('STOP_MARKET all')
  })
})

describe('what changed between two looks', () => {
  const empty = { positions: [], orders: [] }
  const texts = (before: Pick<WatchedAccount, 'positions' | 'orders'>, after: typeof before) =>
    describeChanges(before, after, 0).map(({ text, isBad }) => (isBad ? `! ${text}` : text))

  it('is told once, from the first order to a flat position', () => {
    expect(texts(empty, account)).toEqual(['BTCUSDT 0 → 0.020', 'BTCUSDT SELL STOP_MARKET 94050 placed: desk-1-1'])
    expect(texts(account, account)).toEqual([])
    expect(texts(account, empty)).toEqual(['BTCUSDT 0.020 → 0', 'BTCUSDT order ended: desk-1-1'])
  })

  it('is bad when a stop is gone and the position is not', () => {
    const naked = { positions: [{ ...position, isProtected: false }], orders: [] }
    expect(texts(account, naked)).toContain('! BTCUSDT has lost its stop')
  })
})
