import { describe, expect, it } from 'vitest'

import { measureUnprotected } from './measure-unprotected.ts'

describe('measureUnprotected', () => {
  it('counts from the fill to the acknowledged stop', () => {
    const measured = measureUnprotected([{ timeMs: 100, quantity: '1' }], [{ fromMs: 130, toMs: undefined }], 500)
    expect(measured).toEqual({ totalMs: 30, longestMs: 30, sinceMs: undefined })
  })

  it('still counts while no stop stands', () => {
    expect(measureUnprotected([{ timeMs: 100, quantity: '1' }], [], 350)).toEqual({
      totalMs: 250,
      longestMs: 250,
      sinceMs: 100,
    })
  })

  it('counts nothing for a fill that a stop covers already', () => {
    const changes = [
      { timeMs: 100, quantity: '1' },
      { timeMs: 200, quantity: '1' },
    ]
    expect(measureUnprotected(changes, [{ fromMs: 100, toMs: undefined }], 500).totalMs).toBe(0)
  })

  it('counts again when the stop is lost, until the position is closed', () => {
    const changes = [
      { timeMs: 100, quantity: '1' },
      { timeMs: 450, quantity: '-1' },
    ]
    expect(measureUnprotected(changes, [{ fromMs: 110, toMs: 400 }], 500)).toEqual({
      totalMs: 60,
      longestMs: 50,
      sinceMs: undefined,
    })
  })

  it('sees no gap when one stop replaces another', () => {
    const stops = [
      { fromMs: 100, toMs: 300 },
      { fromMs: 250, toMs: undefined },
    ]
    expect(measureUnprotected([{ timeMs: 100, quantity: '1' }], stops, 500).totalMs).toBe(0)
  })

  it('does not count a stop that fires and closes in one instant', () => {
    const changes = [
      { timeMs: 100, quantity: '1' },
      { timeMs: 400, quantity: '-0.4' },
      { timeMs: 400, quantity: '-0.6' },
    ]
    expect(measureUnprotected(changes, [{ fromMs: 100, toMs: 400 }], 500).totalMs).toBe(0)
  })
})
