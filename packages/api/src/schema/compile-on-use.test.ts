import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import { compileOnUse } from './compile-on-use.ts'
import { withRules } from './cross-rules.ts'
import { decimal, id } from './received.ts'

const row = z.object({ orderId: id, price: decimal, stopPrice: decimal.optional(), tags: z.array(z.string()) })

describe('compileOnUse', () => {
  it.each([
    [{ orderId: 12, price: '1.2E7', tags: ['a'], unknown: 1 }],
    [{ orderId: '9223372036854775807', price: 3, stopPrice: undefined, tags: [] }],
    [{ orderId: 2 ** 63, price: 'high', tags: [1] }],
    [{ price: '1' }],
    [null],
  ])('answers as the schema does to %j', (input) => {
    const compiled = compileOnUse(row)
    const plain = row.safeParse(input)
    for (const parsed of [compiled.safeParse(input), compiled.safeParse(input)]) {
      expect([parsed.data, parsed.error?.issues]).toEqual([plain.data, plain.error?.issues])
    }
  })
})

describe('withRules', () => {
  const range = withRules(z.strictObject({ from: z.number(), to: z.number() }), ({ from, to }) =>
    Number(from) > Number(to) ? [{ path: ['to'], rule: 'order', message: 'must not be before from' }] : [],
  )

  it('takes what breaks no rule', () => {
    expect(range.parse({ from: 1, to: 2 })).toEqual({ from: 1, to: 2 })
  })

  it('names a broken rule between fields, and one of a field beside it', () => {
    const { error } = range.safeParse({ from: 3, to: 2, unit: 'day' })
    expect(error?.issues.map(({ code, path }) => [code, path])).toEqual([
      ['unrecognized_keys', []],
      ['custom', ['to']],
    ])
  })
})
