import { createVirtualClock } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { ApiRefusal } from '../http/api-refusal.ts'
import { createRateLimits } from './rate-limits.ts'

const startMs = Date.UTC(2026, 0, 1, 12, 0, 30)
const limitsWith = (enforced = true) => {
  const clock = createVirtualClock({ startMs })
  const limits = createRateLimits({ clock, enforced, weightPerMinute: 100, ordersPerMinute: 20, ordersPer10s: 5 })
  return { clock, limits }
}
const refusalOf = (act: () => unknown): ApiRefusal => {
  try {
    act()
  } catch (error) {
    if (error instanceof ApiRefusal) return error
    throw error
  }
  throw new Error('was not refused')
}

describe('createRateLimits', () => {
  it('adds weight up per address and starts anew with each minute', async () => {
    const { clock, limits } = limitsWith()
    expect(limits.chargeWeight('a', 40)).toBe(40)
    expect(limits.chargeWeight('a', 40)).toBe(80)
    expect(limits.chargeWeight('b', 1)).toBe(1)
    await clock.advance(30_000)
    expect(limits.chargeWeight('a', 5)).toBe(5)
  })

  it('refuses with 429 once the weight is spent, and says when to come back', () => {
    const { limits } = limitsWith()
    limits.chargeWeight('a', 100)
    const refusal = refusalOf(() => limits.chargeWeight('a', 1))
    expect(refusal).toMatchObject({ status: 429, code: -1003, headers: { 'retry-after': '30' } })
  })

  it('bans an address after ten violations in a minute, twice as long the second time', async () => {
    const { clock, limits } = limitsWith()
    limits.chargeWeight('a', 100)
    for (let i = 0; i < 10; i++) expect(refusalOf(() => limits.chargeWeight('a', 1)).status).toBe(429)
    const banned = refusalOf(() => limits.chargeWeight('a', 1))
    expect(banned).toMatchObject({ status: 418, code: -1003, headers: { 'retry-after': '120' } })
    expect(banned.message).toContain(`banned until ${startMs + 120_000}`)
    await clock.advance(120_000)
    limits.chargeWeight('a', 100)
    for (let i = 0; i < 10; i++) refusalOf(() => limits.chargeWeight('a', 1))
    expect(refusalOf(() => limits.chargeWeight('a', 1)).headers['retry-after']).toBe('240')
  })

  it('counts orders per account in both windows', async () => {
    const { clock, limits } = limitsWith()
    expect(limits.countOrders('1', 5)).toEqual({ 'x-mbx-order-count-10s': '5', 'x-mbx-order-count-1m': '5' })
    const refusal = refusalOf(() => limits.checkOrders('a', '1', 1))
    expect(refusal).toMatchObject({ status: 429, code: -1015, headers: { 'retry-after': '10' } })
    limits.checkOrders('a', '2', 5)
    await clock.advance(10_000)
    limits.checkOrders('a', '1', 5)
    expect(limits.countOrders('1', 1)).toEqual({ 'x-mbx-order-count-10s': '1', 'x-mbx-order-count-1m': '6' })
  })

  it('only counts when it is switched off', () => {
    const { limits } = limitsWith(false)
    for (let i = 0; i < 50; i++) limits.chargeWeight('a', 10)
    limits.checkOrders('a', '1', 1000)
    expect(limits.usedWeight('a')).toBe(500)
  })
})
