import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { LatencyHistogram } from './latency-histogram.ts'

describe('LatencyHistogram', () => {
  it('says nothing before the first value', () => {
    const histogram = new LatencyHistogram()
    expect([histogram.percentileMs(0.5), histogram.meanMs, histogram.maxMs]).toEqual([undefined, undefined, undefined])
  })

  it('is never more than a bucket above the true percentile, and never below it', () => {
    const durations = fc.array(fc.double({ min: 0.07, max: 60_000, noNaN: true }), { minLength: 1, maxLength: 200 })
    fc.assert(
      fc.property(durations, fc.double({ min: 0, max: 1, noNaN: true }), (values, fraction) => {
        const histogram = new LatencyHistogram()
        for (const value of values) histogram.record(value)
        const sorted = values.toSorted((a, b) => a - b)
        const truth = sorted[Math.max(1, Math.ceil(fraction * values.length)) - 1] ?? 0
        const found = histogram.percentileMs(fraction) ?? 0
        expect(found).toBeGreaterThanOrEqual(truth * 0.999_999)
        expect(found).toBeLessThanOrEqual(truth * 1.07)
      }),
    )
  })
})
