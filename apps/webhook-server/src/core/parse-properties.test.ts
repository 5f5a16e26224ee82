import { formatDecimal, toDecimal } from '@aster/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { parseBody } from './parse-body.ts'
import { parseSignal } from './parse-signal.ts'
import { parseTarget } from './parse-target.ts'
import { Refusal } from './refusal.ts'

/** Valid alerts of every kind, as templates print them. */
const alerts = [
  `{"action":"open","symbol":"BTCUSDT","side":"BUY","quantity":"0.001","order_type":"LIMIT","price":"60000"}`,
  `{"ticker":"BTCUSDT","action":"buy","quantity":1,"takeProfit":{"percent":10},"stopLoss":{"type":"stop","percent":5}}`,
  `{"symbol":"BTCUSDT","action":"sell","quantity":2,"orderType":"stop_limit","stopPrice":"59000","limitPrice":58990}`,
  `{"symbol":"BTCUSDT","action":"add","quantityType":"percent_of_equity","quantity":5,"max_slippage_bps":20}`,
  `{"symbol":"BTCUSDT","action":"exit","quantity":1,"extras":{"note":"a"},"time":"2026-01-01T00:00:00Z"}`,
  `{"symbol":"BTCUSDT","action":"open","side":"SELL","quantity":1,"take_profits":[[1,0.5],{"amount":9,"fraction":0.5}]}`,
  `{"symbol":"BTCUSDT","market_position":"long","position_size":"2","prev_market_position":"flat"}`,
]

const read = (text: string): string => {
  try {
    const body = parseBody(text)
    for (const parse of [parseSignal, parseTarget]) {
      try {
        parse(body)
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
      }
    }
  } catch (error) {
    if (error instanceof Refusal) return `${error.status}`
    throw error
  }
  return 'taken'
}

const decimals = fc
  .tuple(fc.bigInt({ min: 1n, max: 10n ** 17n }), fc.integer({ min: 0, max: 17 }))
  .map(([digits, places]) => formatDecimal(toDecimal(`${digits}e-${places}`)))
  .filter((text) => toDecimal(text).gte('1e-17'))

describe('alerts of any kind', { timeout: 30_000 }, () => {
  it('end in a signal or a refusal when they are cut, doubled, or a piece of them is replaced', () => {
    const cut = fc.record({
      text: fc.constantFrom(...alerts),
      from: fc.nat(150),
      length: fc.nat(12),
      put: fc.oneof(
        fc.string({ maxLength: 6 }),
        fc.constantFrom('"', '{', '}', '[', ',', ':', 'null', '1e309', '{{x}}', '"__proto__":', '\u0000', '-', '٣'),
      ),
    })
    fc.assert(
      fc.property(cut, ({ text, from, length, put }) => {
        expect(read(text.slice(0, from) + put + text.slice(from + length))).toMatch(/^(taken|400)$/)
      }),
      { numRuns: 1_000 },
    )
  })

  it('end in a signal or a refusal whatever stands in their fields', () => {
    const names = [...new Set(alerts.flatMap((text) => Object.keys(JSON.parse(text) as object)))]
    const more = [
      'sentiment',
      'cancel',
      'reduce_only',
      'expires_in',
      'time_in_force',
      'leverage',
      'id',
      'scale',
      'clamp',
    ]
    const values = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.constantFrom('buy', 'constructor', '__proto__', 'toString', 'hasOwnProperty', 'BTCUSDT', 'flat', 'STOP', true),
    )
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names, ...more), values), (body) => {
        expect(read(JSON.stringify(body))).toMatch(/^(taken|400)$/)
      }),
      { numRuns: 1_000 },
    )
  })

  it('bring every digit of a size and of a price through, quoted or not', () => {
    fc.assert(
      fc.property(decimals, decimals, fc.boolean(), (quantity, price, isQuoted) => {
        const write = (text: string) => (isQuoted ? `"${text}"` : text)
        const text = `{"symbol":"BTCUSDT","action":"buy","quantity":${write(quantity)},"order_type":"STOP","stop_price":${write(price)}}`
        expect(parseSignal(parseBody(text)).command).toMatchObject({
          size: { value: quantity },
          entry: { stopPrice: price },
        })
      }),
      { numRuns: 300 },
    )
  })
})
