import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { ParameterError } from '../errors/index.ts'
import { createSeededRandom } from '../random/seeded-random.ts'
import { createSystemRandom } from '../random/system-random.ts'
import { createClientOrderIds } from './create-client-order-ids.ts'
import { isClientOrderId, isExchangeOrderId, parseClientOrderId } from './parse-client-order-id.ts'

const create = (prefix = 'demo', seed: number | string = 1) =>
  createClientOrderIds({ prefix, random: createSeededRandom(seed) })

const prefixes = fc.stringMatching(/^[.A-Z:/a-z0-9_]{1,12}$/).filter((prefix) => !/^(?:autoclose$|adl_)/i.test(prefix))

describe('createClientOrderIds', () => {
  it('speaks the exchange alphabet in at most 36 characters, at any prefix, label and attempt', () => {
    fc.assert(
      fc.property(prefixes, fc.stringMatching(/^[A-Z:/a-z0-9_]{0,16}$/), fc.integer(), (prefix, label, seed) => {
        fc.pre(prefix.length + label.length <= 16)
        const ids = create(prefix, seed)
        let id = ids.next(label)
        for (let attempt = 1; attempt < 12; attempt++) id = ids.attempt(id)
        expect(id).toMatch(/^[.A-Z:/a-z0-9_-]{1,36}$/)
        expect(isClientOrderId(id)).toBe(true)
        expect(isExchangeOrderId(id)).toBe(false)
        expect(parseClientOrderId(id)).toMatchObject({ prefix, label: label === '' ? undefined : label, attempt: 12 })
      }),
    )
  })

  it('has room for 999 attempts of sixty million intents with the longest names', () => {
    const longest = `${'p'.repeat(8)}-${'l'.repeat(8)}.${'s'.repeat(9)}${(36 ** 5 - 1).toString(36)}-999`
    expect(longest).toHaveLength(36)
    expect(parseClientOrderId(longest)).toMatchObject({ label: 'llllllll', attempt: 999 })
  })

  it('never gives an id twice, within a run or across runs', () => {
    const seen = new Set<string>()
    for (let run = 0; run < 200; run++) {
      const ids = createClientOrderIds({ prefix: 'demo', random: createSystemRandom() })
      for (let index = 0; index < 50; index++) {
        const id = ids.next(index % 2 === 0 ? 'entry' : undefined)
        seen.add(id)
        seen.add(ids.attempt(id))
      }
    }
    expect(seen.size).toBe(200 * 100)
  })

  it('repeats itself for a seed, and passes over what an earlier run used', () => {
    const first = [create().next('stop'), create().next('stop')]
    expect(first[0]).toBe(first[1])
    const isUsed = (id: string) => first.includes(id)
    const later = createClientOrderIds({ prefix: 'demo', random: createSeededRandom(1), isUsed })
    expect(later.next('stop')).not.toBe(first[0])
  })

  it('counts attempts at one intent, from whichever attempt it is asked', () => {
    const ids = create()
    const first = ids.next('entry')
    const second = ids.attempt(first)
    const third = ids.attempt(first)
    const fourth = ids.attempt(third)
    expect(new Set([first, second, third, fourth]).size).toBe(4)
    const parts = [first, second, third, fourth].map(parseClientOrderId)
    expect(parts.map((part) => part?.attempt)).toEqual([1, 2, 3, 4])
    expect(new Set(parts.map((part) => part?.intent)).size).toBe(1)
  })

  it('passes over attempts that an earlier run made', () => {
    const isUsed = (id: string) => /-[23]$/.test(id)
    const ids = createClientOrderIds({ prefix: 'demo', random: createSeededRandom(1), isUsed })
    expect(ids.attempt(ids.next())).toMatch(/-4$/)
  })

  it('goes on with the intents of an earlier run, and ends at 999', () => {
    const ids = create()
    expect(ids.attempt('demo-entry.abc123-7')).toBe('demo-entry.abc123-8')
    expect(() => ids.attempt('demo-entry.abc124-999')).toThrow(ParameterError)
  })

  it('forgets old intents without giving an attempt of a recent one twice', () => {
    const ids = create()
    const recent = ids.next()
    ids.attempt(recent)
    for (let index = 0; index < 9_000; index++) ids.attempt(ids.next())
    expect(ids.attempt(recent)).toMatch(/-3$/)
    for (let index = 0; index < 9_000; index++) ids.attempt(ids.next())
    expect(ids.attempt(recent)).toMatch(/-4$/)
  })

  it('owns the ids of its prefix, of this run or another', () => {
    const ids = create()
    expect(ids.owns(ids.next())).toBe(true)
    expect(ids.owns(create('demo', 2).next('stop'))).toBe(true)
    expect(ids.owns(create('demo2').next())).toBe(false)
    for (const foreign of ['autoclose-1768185214423', 'adl_autoclose', 'web_abc', 'x-demo-1', '']) {
      expect(ids.owns(foreign)).toBe(false)
    }
    expect(() => ids.attempt('web_abc')).toThrow(ParameterError)
  })

  it.each(['', 'a-b', 'thirteenchars', 'ß', 'a b', 'autoclose', 'AUTOCLOSE', 'adl_', 'ADL_x'])(
    'refuses the prefix "%s"',
    (prefix) => {
      expect(() => create(prefix)).toThrow(ParameterError)
    },
  )

  it.each(['a-b', 'a.b', 'twelve_chars1', '币'])('refuses the label "%s"', (label) => {
    expect(() => create('demo').next(label)).toThrow(ParameterError)
  })
})

describe('parseClientOrderId', () => {
  it('splits an id into its parts', () => {
    expect(parseClientOrderId('demo-entry.k3j-2')).toEqual({
      prefix: 'demo',
      intent: 'entry.k3j',
      label: 'entry',
      attempt: 2,
    })
    expect(parseClientOrderId('a.b-k3j-1')).toEqual({ prefix: 'a.b', intent: 'k3j', label: undefined, attempt: 1 })
  })

  it.each([
    'demo-k3j',
    'demo-k3j-0',
    'demo-k3j-1000',
    'demo-k3j-x',
    'demo-a-b-1',
    '-k3j-1',
    'autoclose-1-1',
    `demo-${'x'.repeat(40)}-1`,
  ])('knows %s as none of ours', (id) => {
    expect(parseClientOrderId(id)).toBeUndefined()
  })
})
