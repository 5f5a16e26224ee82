import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { ClockUnsureError } from '../clock-unsure-error.ts'
import { createNonceBook } from './create-nonce-book.ts'
import { createNonceSource } from './create-nonce-source.ts'

const startUs = 1_748_310_859_508_867n

function createManualClock() {
  let now = startUs
  return { nowUs: () => now, move: (us: bigint) => (now += us) }
}

describe('createNonceSource', () => {
  it('gives microseconds of the exchange, local time plus offset', () => {
    const clock = createManualClock()
    const source = createNonceSource({ clock, offsetUs: () => -1_500_000n })
    expect(source.next()).toBe(startUs - 1_500_000n)
    clock.move(10n)
    expect(source.next()).toBe(startUs - 1_499_990n)
    expect(source.last).toBe(startUs - 1_499_990n)
  })

  it('counts up within one microsecond', () => {
    const source = createNonceSource({ clock: createManualClock() })
    expect([source.next(), source.next(), source.next()]).toEqual([startUs, startUs + 1n, startUs + 2n])
  })

  it('goes on rising when the clock steps back a little, and refuses when it steps back by more than 5 s', () => {
    const clock = createManualClock()
    const source = createNonceSource({ clock })
    source.next()
    clock.move(-4_000_000n)
    expect(source.next()).toBe(startUs + 1n)
    clock.move(-2_000_000n)
    expect(() => source.next()).toThrow(ClockUnsureError)
    clock.move(7_000_000n)
    expect(source.next()).toBe(startUs + 1_000_000n)
  })

  it('is strictly increasing and in its residue class under any clock that stays within 5 s', () => {
    const moves = fc.array(fc.bigInt({ min: -4_000n, max: 5_000n }), { maxLength: 200 })
    fc.assert(
      fc.property(moves, fc.integer({ min: 1, max: 8 }), fc.nat(7), (steps, of, any) => {
        const clock = createManualClock()
        const index = any % of
        const source = createNonceSource({ clock, share: { index, of } })
        let last = 0n
        for (const step of steps) {
          clock.move(step)
          const nonce = source.next()
          expect(nonce > last && nonce % BigInt(of) === BigInt(index)).toBe(true)
          last = nonce
        }
      }),
    )
  })

  it.each([
    [-1, 2],
    [2, 2],
    [0, 0],
  ])('refuses share %d of %d', (index, of) => {
    expect(() => createNonceSource({ clock: createManualClock(), share: { index, of } })).toThrow(RangeError)
  })
})

describe('createNonceBook', () => {
  it('keeps one source per address, however it is spelled', () => {
    const book = createNonceBook({ clock: createManualClock() })
    const address = '0x21cF8Ae13Bb72632562c6Fff438652Ba1a151bb0'
    expect(book.for(address)).toBe(book.for(address.toLowerCase()))
    expect(book.for(address)).not.toBe(book.for('0x63DD5aCC6b1aa0f563956C0e534DD30B6dcF7C4e'))
  })
})
