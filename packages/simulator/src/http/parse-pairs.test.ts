import { describe, expect, it } from 'vitest'

import { mergePairs, parsePairs } from './parse-pairs.ts'

describe('parsePairs', () => {
  it('decodes and keeps what was received', () => {
    expect(parsePairs('a=1%2F2&b=x+y&c')).toEqual([
      { name: 'a', value: '1/2', raw: 'a=1%2F2' },
      { name: 'b', value: 'x y', raw: 'b=x+y' },
      { name: 'c', value: '', raw: 'c' },
    ])
  })

  it('skips empty pieces and keeps further equals signs', () => {
    expect(parsePairs('&a=b=c&&').map(({ name, value }) => [name, value])).toEqual([['a', 'b=c']])
  })

  it('refuses broken percent-encoding', () => {
    expect(() => parsePairs('a=%E0%A4%A')).toThrow('Illegal characters')
  })
})

describe('mergePairs', () => {
  it('lets the query win over the body', () => {
    expect({ ...mergePairs(parsePairs('a=1'), parsePairs('a=2&b=3')) }).toEqual({ a: '1', b: '3' })
  })

  it('refuses a name that one part gives twice', () => {
    expect(() => mergePairs(parsePairs('a=1&a=1'), [])).toThrow("Duplicate values for parameter 'a'")
  })

  it('takes names that objects are born with as any other', () => {
    const merged = mergePairs(parsePairs('__proto__=x&constructor=y'), [])
    expect(merged['__proto__']).toBe('x')
    expect(merged['toString']).toBeUndefined()
  })
})
