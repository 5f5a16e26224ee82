import { ParameterError } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { createTestClient, echoOrder } from '../testing/create-test-client.ts'
import type { CallOptions } from './rest-client.ts'

const market = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '1' } as const

describe('options of a call', () => {
  it.each([
    ['timeoutMs', 'range', Number.NaN],
    ['timeoutMs', 'range', Number.POSITIVE_INFINITY],
    ['timeoutMs', 'range', 0],
    ['timeoutMs', 'range', -1],
    ['timeoutMs', 'range', '5000'],
    ['budgetWaitMs', 'range', Number.NaN],
    ['budgetWaitMs', 'range', -1],
    ['maxAttempts', 'range', 0],
    ['maxAttempts', 'range', 1.5],
    ['lane', 'value', 'fast'],
    ['lane', 'value', '__proto__'],
    ['nonceUs', 'type', 1_790_000_000_000_000],
    ['signal', 'type', {}],
  ])('are refused before anything is sent: %s, %s, %s', async (field, rule, value) => {
    const { client, transport } = createTestClient(echoOrder)
    const placed: unknown = await client.trading
      .placeOrder(market, { [field]: value } as CallOptions)
      .catch((error: unknown) => error)
    expect(placed).toBeInstanceOf(ParameterError)
    expect((placed as ParameterError).violations).toMatchObject([{ field, rule }])
    expect(transport.requests).toHaveLength(0)
    expect(client.budgets().signedInFlight).toEqual({})
  })

  it.each([Number.NaN, 0, Number.POSITIVE_INFINITY])('are refused for a whole client: timeoutMs %s', (timeoutMs) => {
    expect(() => createTestClient(echoOrder, { timeoutMs })).toThrow(ParameterError)
  })
})

describe('the address of the exchange', () => {
  it.each(['https://user:hunter22@host', 'https://user:hunter22@host:bad', 'user:hunter22@host', 'http://a b'])(
    'is refused without being repeated when it is no plain one: %s',
    (baseUrl) => {
      const create = () => createTestClient(echoOrder, { baseUrl })
      expect(create).toThrow(ParameterError)
      expect(create).not.toThrow(/hunter22/)
    },
  )

  it.each(['http://[::1]:8080', 'https://fapi.asterdex.com', 'http://localhost:1/base/'])('may be %s', (baseUrl) => {
    expect(createTestClient(echoOrder, { baseUrl }).client.baseUrl).toBe(baseUrl.replace(/\/$/, ''))
  })
})
