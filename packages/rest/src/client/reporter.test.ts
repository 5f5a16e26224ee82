import { describe, expect, it } from 'vitest'

import {
  createTestClient,
  orderAnswer,
  testApiKey,
  testApiSecret,
  testPrivateKey,
} from '../testing/create-test-client.ts'
import { answer, refusal } from '../testing/scripted-transport.ts'
import type { DebugEvent, DriftEvent, ResponseEvent } from './hooks.ts'

describe('hooks', () => {
  it('see every request and how it ended', async () => {
    const events: ResponseEvent[] = []
    const script = () => ({ ...refusal(-2019, 'no'), headers: { 'x-mbx-used-weight-1m': '5' } })
    const { client } = createTestClient(script, { hooks: { onResponse: (event) => events.push(event) } })
    await client.trading.cancelOrder({ symbol: 'BTCUSDT', orderId: '1' }).catch(() => undefined)
    expect(events).toEqual([
      {
        endpoint: 'cancelOrder',
        method: 'DELETE',
        path: '/fapi/v3/order',
        lane: 'cancel',
        attempt: 1,
        weight: 1,
        orders: 0,
        outcome: 'rejected',
        status: 400,
        code: -2019,
        durationMs: 0,
        usedWeight: 5,
      },
    ])
  })

  it('never see a signature, a key or a listen key', async () => {
    const seen: DebugEvent[] = []
    const hooks = { onDebug: (event: DebugEvent) => seen.push(event) }
    const listenKey = 'pqia91ma19a5s61cv6a81va65sdf19v8a65a1a5s61cv6a81va65sdf19v8a65a1'
    for (const version of ['v3', 'v1'] as const) {
      const { client, transport } = createTestClient(() => answer({ listenKey }), { version, hooks })
      await client.stream.createListenKey()
      await client.stream.keepAliveListenKey({ listenKey })
      await client.trading.getOpenOrders({ symbol: 'A' }).catch(() => undefined)
      const signatures = transport.requests.flatMap(
        ({ url, body }) => /signature=(\w+)/.exec(`${url} ${body}`)?.[1] ?? [],
      )
      const text = JSON.stringify(seen)
      for (const secret of [listenKey, testPrivateKey.slice(2), testApiKey, testApiSecret, ...signatures]) {
        expect(text).not.toContain(secret)
      }
      expect(signatures.length).toBeGreaterThan(0)
    }
    expect(seen.length).toBeGreaterThan(8)
  })

  it('hear of an unknown field once', async () => {
    const drift: DriftEvent[] = []
    const row = { ...orderAnswer(), newField: 1, another: { deep: 1 } }
    const { client } = createTestClient(() => answer([row, row]), { hooks: { onDrift: (event) => drift.push(event) } })
    await client.trading.getOpenOrders({ symbol: 'BTCUSDT' })
    await client.trading.getOpenOrders({ symbol: 'BTCUSDT' })
    expect(drift.map(({ kind, field }) => [kind, field])).toEqual([
      ['unknown', '[].newField'],
      ['unknown', '[].another'],
    ])
  })

  it('that throw do not disturb a call', async () => {
    const fail = () => {
      throw new Error('metrics are down')
    }
    const hooks = { onRequest: fail, onResponse: fail, onDebug: fail, onDrift: fail }
    const { client } = createTestClient(() => answer({ serverTime: 5, extra: 1 }), { hooks })
    await expect(client.market.getServerTime()).resolves.toEqual({ serverTime: 5 })
  })

  it('are counted per endpoint', async () => {
    const { client } = createTestClient((_request, index) =>
      index === 0 ? answer({ serverTime: 5 }) : refusal(-1121, 'x'),
    )
    await client.market.getServerTime()
    await client.market.getServerTime().catch(() => undefined)
    expect(client.statistics()['getServerTime']).toMatchObject({ count: 2, errors: 1, maxMs: 0 })
  })
})
