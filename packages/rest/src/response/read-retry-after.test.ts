import { describe, expect, it } from 'vitest'

import { readRetryAfterMs } from './read-retry-after.ts'

/** Three days. */
const longestMs = 259_200_000
const nowMs = 1_790_000_000_000

describe('readRetryAfterMs', () => {
  it('reads seconds', () => {
    expect(readRetryAfterMs({ 'retry-after': '7' }, '', nowMs)).toBe(7_000)
  })

  it('reads a date of the exchange, whose clock may be behind ours', () => {
    const date = new Date(nowMs + 30_000).toUTCString()
    expect(readRetryAfterMs({ 'retry-after': date }, '', nowMs)).toBe(35_000)
  })

  it('reads the end of a ban from the text of -1003', () => {
    const text = `Way too many requests; IP banned until ${nowMs + 120_000}. Please use the websocket.`
    expect(readRetryAfterMs({}, text, nowMs)).toBe(125_000)
  })

  it('says nothing when the exchange says nothing', () => {
    expect(readRetryAfterMs({ 'retry-after': 'soon' }, 'Too many requests.', nowMs)).toBeUndefined()
  })

  it.each([
    ['5, 5', 5_000],
    ['0', 0],
    ['1.2', 1_200],
    ['999999999999', longestMs],
    [new Date(nowMs + 9e12).toUTCString(), longestMs],
  ])('reads %s, and never waits longer than the longest ban', (header, expected) => {
    expect(readRetryAfterMs({ 'retry-after': header }, '', nowMs)).toBe(expected)
  })

  it.each(['-5', '0x10', '1e9', 'later 12', 'Infinity', ' ', ',', '12 minutes'])('makes nothing of "%s"', (header) => {
    expect(readRetryAfterMs({ 'retry-after': header }, '', nowMs)).toBeUndefined()
    expect(readRetryAfterMs({ 'retry-after': header }, `banned until ${nowMs + 60_000}`, nowMs)).toBe(65_000)
  })

  it('never asks to wait a negative time', () => {
    expect(readRetryAfterMs({}, `banned until ${nowMs - 60_000}`, nowMs)).toBe(0)
  })
})
