import fc from 'fast-check'
import { expect, it } from 'vitest'

import { createOrderRate } from './create-order-rate.ts'

it('counts as one would who kept everything', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9_000 }), { maxLength: 60 }), (gaps) => {
      const rate = createOrderRate()
      const all: number[] = []
      let nowMs = 0
      for (const gap of gaps) {
        nowMs += gap
        rate.add(nowMs)
        all.push(nowMs)
        for (const backMs of [10_000, 60_000]) {
          expect(rate.countSince(nowMs - backMs)).toBe(all.filter((atMs) => atMs > nowMs - backMs).length)
        }
      }
    }),
  )
})

it('stays right over many thousand orders a minute', () => {
  const rate = createOrderRate()
  for (let nowMs = 0; nowMs < 200_000; nowMs += 10) rate.add(nowMs)
  expect(rate.countSince(199_990 - 10_000)).toBe(1_000)
  expect(rate.countSince(199_990 - 60_000)).toBe(6_000)
})
