import { describe, expect, it } from 'vitest'

import { describeRefusal } from '../testing/describe-refusal.ts'
import { computeDedupeKey } from './compute-dedupe-key.ts'
import { parseAlertTime } from './parse-alert-time.ts'
import { parseBody } from './parse-body.ts'
import { parseSignal } from './parse-signal.ts'
import { parseTarget } from './parse-target.ts'

const parse = (text: string) => parseSignal(parseBody(text))
describe('alerts that are understood', () => {
  it.each([
    [
      `{"action":"open","symbol":"BTCUSDT","side":"BUY","quantity":"0.001","order_type":"LIMIT","price":"60000"}`,
      { kind: 'open', side: 'BUY', size: { unit: 'base', value: '0.001' }, entry: { type: 'limit', price: '60000' } },
    ],
    [`{"action":"increase","symbol":"BTCUSDT","quantity":0.001}`, { kind: 'increase', size: { value: '0.001' } }],
    [`{"action":"close","symbol":"BTCUSDT.P"}`, { kind: 'close' }],
    [
      `{"ticker":"BTCUSDT","action":"buy","signalPrice":143.12,"quantity":1,"takeProfit":{"percent":10},"stopLoss":{"type":"stop","percent":5}}`,
      { kind: 'enter', side: 'BUY', takeProfits: [{ percent: '10' }], stop: { percent: '5' } },
    ],
    [`{"ticker":"BTCUSDT","action":"sell","sentiment":"flat","quantity":"1"}`, { kind: 'close' }],
    [
      `{"ticker":"BINANCE:BTCUSDT.P","action":"exit","quantityType":"percent_of_position","quantity":50}`,
      { kind: 'decrease', size: { unit: 'positionPercent', value: '50' }, clamp: true },
    ],
    [
      `{"symbol":"btc/usdt","action":"open","side":"long","riskPercent":"1","stopLoss":{"stopPrice":59000},"take_profits":[[1,0.5],{"price":62000,"fraction":0.5}]}`,
      {
        kind: 'open',
        side: 'BUY',
        size: { unit: 'riskPercent', value: '1' },
        stop: { price: '59000' },
        takeProfits: [
          { percent: '1', fraction: '0.5' },
          { price: '62000', fraction: '0.5' },
        ],
      },
    ],
    [
      `{"symbol":"BTCUSDT","action":"short","quantity":1e-05,"stopLoss":{"type":"trailing_stop","trailPercent":2}}`,
      { kind: 'enter', side: 'SELL', size: { value: '0.00001' }, trailingPercent: '2' },
    ],
  ])('%s', (text, command) => {
    expect(parse(text)).toMatchObject({ symbol: 'BTCUSDT', command })
  })

  it.each([
    [{ market_position: 'long', position_size: '2' }, '2'],
    [{ market_position: 'short', position_size: 2 }, '-2'],
    [{ market_position: 'short', position_size: '-2' }, '-2'],
    [{ position_size: '-0.5', scale: '0.1' }, '-0.05'],
    [{ market_position: 'flat', prev_market_position: 'long' }, '0'],
  ])('target of %j', (body, target) => {
    expect(parseTarget({ symbol: 'BTCUSDT', ...body }).command).toMatchObject({ kind: 'target', target })
  })
})

describe('alerts that are refused', () => {
  it.each([
    [{}, 'symbol is required; action is required'],
    [{ symbol: 'BTCUSDT', action: 'hodl' }, 'action must be one of'],
    [{ symbol: '???', action: 'close' }, 'symbol is no name of a symbol'],
    [{ symbol: 'BTCUSDT', action: 'open', quantity: 1 }, 'side is required: BUY or SELL'],
    [{ symbol: 'BTCUSDT', action: 'buy' }, 'quantity is required'],
    [{ symbol: 'BTCUSDT', action: 'buy', quantity: '0,5' }, 'quantity must have a point, not a comma'],
    [{ symbol: 'BTCUSDT', action: 'buy', quantity: 'NaN' }, 'quantity must be a number'],
    [{ symbol: 'BTCUSDT', action: 'buy', quantity: -1 }, 'quantity must be above zero'],
    [{ symbol: 'BTCUSDT', action: 'buy', quantity: '{{plot_0}}' }, 'quantity is a placeholder that was not replaced'],
    [{ symbol: 'BTCUSDT', action: 'buy', quantity: 1, usd: 1, quote_quantity: 5 }, 'quantity must be said once'],
    [{ symbol: 'BTCUSDT', action: 'buy', quantity: 1, order_type: 'limit' }, 'price is required for a LIMIT order'],
    [
      { symbol: 'BTCUSDT', action: 'buy', quantity: 1, order_type: 'iceberg' },
      'order_type must be one of market, limit',
    ],
    [{ symbol: 'BTCUSDT', action: 'buy', quantity: 1, leverage: 200 }, 'leverage must be a whole number'],
    [
      { symbol: 'BTCUSDT', action: 'buy', quantity: 1, stop_loss: {} },
      'stop_loss must have a percent, an amount or a stop_price',
    ],
    [{ symbol: 'BTCUSDT', action: 'close', time: 'yesterday' }, 'time must be ISO 8601 or milliseconds'],
  ])('%j', (body, reason) => {
    expect(describeRefusal(() => parseSignal(body))).toContain(reason)
  })

  it('names the field of a target that is missing', () => {
    expect(describeRefusal(() => parseTarget({ symbol: 'BTCUSDT' }))).toBe('400 position_size is required')
  })
})

describe('parseAlertTime', () => {
  it.each([
    ['2026-01-01T12:00:00Z', Date.UTC(2026, 0, 1, 12)],
    ['2026-01-01T12:00:00', Date.UTC(2026, 0, 1, 12)],
    ['1767268800', 1_767_268_800_000],
    [1_767_268_800_000, 1_767_268_800_000],
    ['noon', undefined],
  ])('%s', (text, ms) => {
    expect(parseAlertTime(text)).toBe(ms)
  })
})

describe('computeDedupeKey', () => {
  const key = (body: Record<string, unknown>) =>
    computeDedupeKey('/r', body, parseSignal({ symbol: 'BTCUSDT', action: 'close', ...body }))

  it('is the same whatever the order of the fields, and differs with what they say', () => {
    expect(key({ note: 1, tag: 2 })).toEqual(key({ tag: 2, note: 1 }))
    expect(key({ note: 1 }).key).not.toBe(key({ note: 2 }).key)
  })

  it('is for ever when the sender named or dated the alert', () => {
    expect(key({}).isForEver).toBe(false)
    expect(key({ time: 1_767_268_800_000 }).isForEver).toBe(true)
    expect(key({ id: 'a', note: 1 })).toEqual(key({ id: 'a', note: 2 }))
  })
})
