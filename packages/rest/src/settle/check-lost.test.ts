import { ParameterError } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { createTestClient, testStartMs } from '../testing/create-test-client.ts'
import { answer, refusal } from '../testing/scripted-transport.ts'
import { settleTransfer } from '../wallet/settle-transfer.ts'
import { settleOrder } from './settle-order.ts'

const lost = { symbol: 'BTCUSDT', clientOrderId: 'test-1-1', sentAtMs: testStartMs }
const nonceUs = BigInt(testStartMs) * 1_000n

const createExchange = (version: 'v3' | 'v1') =>
  createTestClient(
    ({ url }) =>
      url.includes('/time') ? answer({ serverTime: testStartMs }) : refusal(-2013, 'Order does not exist.'),
    { version },
  )

describe.each(['v3', 'v1'] as const)('a lost request that is told wrongly, %s', (version) => {
  it.each([
    ['a time in seconds', { sentAtMs: testStartMs / 1_000 }, 'sentAtMs'],
    ['a time in microseconds', { sentAtMs: testStartMs * 1_000 }, 'sentAtMs'],
    ['no time', { sentAtMs: Number.NaN }, 'sentAtMs'],
    ['a nonce in milliseconds', { nonceUs: BigInt(testStartMs) }, 'nonceUs'],
    ['a nonce in nanoseconds', { nonceUs: nonceUs * 1_000n }, 'nonceUs'],
    ['a nonce that is a number', { nonceUs: (testStartMs * 1_000) as never }, 'nonceUs'],
  ])('is refused before anything is asked: %s', async (_name, facts, field) => {
    const { client, transport } = createExchange(version)
    const settled: unknown = await settleOrder(client, { ...lost, ...facts }).catch((error: unknown) => error)
    expect(settled).toBeInstanceOf(ParameterError)
    expect((settled as ParameterError).violations).toMatchObject([{ field, rule: 'unit' }])
    expect(transport.requests).toHaveLength(0)
  })

  it.each(['windowMs', 'clockErrorMs', 'replicationLagMs', 'queryEveryMs', 'timeoutMs'])(
    'is refused with an option that is no time: %s',
    async (name) => {
      for (const value of [Number.NaN, -1, Number.POSITIVE_INFINITY]) {
        const { client } = createExchange(version)
        await expect(settleOrder(client, lost, { [name]: value })).rejects.toThrow(ParameterError)
      }
    },
  )

  it('is refused for a transfer, too', async () => {
    const { client } = createExchange(version)
    const transfer = { asset: 'USDT', amount: '1', kindType: 'FUTURE_SPOT', sentAtMs: testStartMs / 1_000 } as const
    await expect(settleTransfer(client, transfer)).rejects.toThrow(ParameterError)
  })
})
