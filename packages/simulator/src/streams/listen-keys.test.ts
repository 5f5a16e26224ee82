import { createSeededRandom, createVirtualClock } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { createListenKeys } from './listen-keys.ts'

const minuteMs = 60_000
const keysOf = () => {
  const clock = createVirtualClock({ startMs: 0 })
  const expired: string[] = []
  const keys = createListenKeys({ clock, random: createSeededRandom(1), onExpire: (key) => expired.push(key) })
  return { clock, expired, keys }
}

describe('createListenKeys', () => {
  it('returns the running key and extends it', async () => {
    const { clock, expired, keys } = keysOf()
    const key = keys.open('1')
    await clock.advance(50 * minuteMs)
    expect(keys.open('1')).toBe(key)
    await clock.advance(59 * minuteMs)
    expect(expired).toEqual([])
    await clock.advance(minuteMs)
    expect(expired).toEqual([key])
    expect(keys.extend('1')).toBe(false)
  })

  it('gives a new key after the old one ran out, and another to every account', async () => {
    const { clock, keys } = keysOf()
    const first = keys.open('1')
    expect(keys.open('2')).not.toBe(first)
    await clock.advance(60 * minuteMs)
    expect(keys.open('1')).not.toBe(first)
  })

  it('forgets a closed key without a word', async () => {
    const { clock, expired, keys } = keysOf()
    keys.open('1')
    keys.close('1')
    expect(keys.get('1')).toBeUndefined()
    await clock.advance(120 * minuteMs)
    expect(expired).toEqual([])
  })
})
