import { describe, expect, it } from 'vitest'

import { readRateHeaders } from './read-rate-headers.ts'

describe('readRateHeaders', () => {
  it('reads weight and order counts with their intervals', () => {
    const headers = {
      'content-type': 'application/json',
      'x-mbx-used-weight-1m': '17',
      'x-mbx-order-count-10s': '3',
      'x-mbx-order-count-1m': '9',
    }
    expect(readRateHeaders(headers)).toEqual([
      { kind: 'weight', intervalMs: 60_000, used: 17 },
      { kind: 'orders', intervalMs: 10_000, used: 3 },
      { kind: 'orders', intervalMs: 60_000, used: 9 },
    ])
  })

  it('passes over what it cannot read', () => {
    expect(readRateHeaders({ 'x-mbx-used-weight-1x': '1', 'x-mbx-used-weight-1m': 'many', 'x-mbx-uuid': 'a' })).toEqual(
      [],
    )
  })
})
