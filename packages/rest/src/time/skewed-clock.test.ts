import { agentSigner, createNonceSource, hmacSigner } from '@aster/auth'
import { type Clock, RejectedError, Secret } from '@aster/core'
import { startTestExchange, testKeys } from '@aster/simulator/testing'
import { describe, expect, it } from 'vitest'

import { createRestClient } from '../client/create-rest-client.ts'
import { createTimeSync } from './create-time-sync.ts'

const order = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.001' } as const

/** Places an order from a machine whose clock is wrong, with or without measuring the exchange's time first. */
async function place(version: 'v3' | 'v1', skewMs: number, measures: boolean): Promise<string> {
  await using test = await startTestExchange({ nonceWindowMs: 10_000 })
  const { exchange, clock: exact } = test
  const clock: Clock = {
    ...exact,
    now: () => exact.now() + skewMs,
    nowUs: () => exact.nowUs() + BigInt(skewMs) * 1_000n,
  }
  const base = { transport: exchange.transport({ latencyMs: 20 }), clock, baseUrl: exchange.restUrl }
  const time = createTimeSync(createRestClient(base), { clock })
  if (measures) await exact.runUntil(time.sync())
  const clockUncertaintyMs = measures ? time.uncertaintyMs : undefined
  const offsetUs = measures ? time.offsetUs : undefined
  const signer =
    version === 'v3'
      ? agentSigner({
          privateKey: new Secret(testKeys.agent.privateKey),
          user: testKeys.master.address,
          nonces: createNonceSource({ clock, offsetUs }),
          clockUncertaintyMs,
        })
      : hmacSigner({
          apiKey: new Secret(testKeys.v1.apiKey),
          apiSecret: new Secret(testKeys.v1.apiSecret),
          now: measures ? time.now : () => clock.now(),
          clockUncertaintyMs,
        })
  const placed = createRestClient({ ...base, signer }).trading.placeOrder(order)
  const outcome: unknown = await exact.runUntil(placed.catch((error: unknown) => error))
  return outcome instanceof RejectedError
    ? `refused ${outcome.code}`
    : outcome instanceof Error
      ? outcome.name
      : 'placed'
}

describe('a local clock that is wrong', () => {
  it.each([
    ['v3', 3_000],
    ['v3', -3_000],
    ['v3', 3_600_000],
    ['v1', 3_000],
    ['v1', -3_600_000],
  ] as const)('does no harm once the time was measured: %s, %i ms', async (version, skewMs) => {
    await expect(place(version, skewMs, true)).resolves.toBe('placed')
  })

  it.each([
    ['v3', 3_000, 'placed'],
    ['v3', -3_000, 'placed'],
    ['v1', 3_000, 'refused -1021'],
    ['v1', -3_000, 'placed'],
    ['v1', -6_000, 'refused -1021'],
    ['v3', 15_000, 'refused -1021'],
    ['v3', -15_000, 'refused -1021'],
  ] as const)(
    'is refused with the reason, or within the window, when it was not: %s, %i ms',
    async (version, skewMs, outcome) => {
      await expect(place(version, skewMs, false)).resolves.toBe(outcome)
    },
  )
})
