import { TransportFailure, createVirtualClock } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { carryPlainly } from '../faults/carry.ts'
import { createMemoryTransport } from './memory-transport.ts'
import type { RawRequest } from './raw-request.ts'

function setUp(latencyMs = 5) {
  const clock = createVirtualClock({ startMs: 0 })
  const arrived: { raw: RawRequest; atMs: number }[] = []
  const transport = createMemoryTransport({
    clock,
    latencyMs,
    remoteAddress: '127.0.0.1',
    carry: carryPlainly((raw) => {
      arrived.push({ raw, atMs: clock.now() })
      return { status: 200, headers: {}, body: 'ok' }
    }),
  })
  const send = (over: { timeoutMs?: number; signal?: AbortSignal } = {}) =>
    transport.send({
      method: 'POST',
      url: 'http://paper.invalid/fapi/v3/order?a=%2F',
      headers: { 'Content-Type': 'x' },
      body: 'b=1',
      timeoutMs: 100,
      ...over,
    })
  return { clock, arrived, transport, send }
}

describe('createMemoryTransport', () => {
  it('takes the latency each way and changes nothing on the way', async () => {
    const { clock, arrived, send } = setUp()
    await expect(clock.runUntil(send())).resolves.toMatchObject({ status: 200, body: 'ok' })
    expect(clock.now()).toBe(10)
    expect(arrived[0]).toMatchObject({
      atMs: 5,
      raw: { path: '/fapi/v3/order', query: 'a=%2F', body: 'b=1', headers: { 'content-type': 'x' } },
    })
  })

  it('delivers a request whose sender has stopped waiting', async () => {
    const { clock, arrived, send } = setUp(50)
    const outcome = send({ timeoutMs: 20 }).catch((error: unknown) => error)
    await clock.advance(100)
    expect(await outcome).toMatchObject({ phase: 'sent', reason: 'timeout' })
    expect(arrived).toHaveLength(1)
  })

  it('tells an abort before sending from one after', async () => {
    const { clock, arrived, send } = setUp()
    await expect(send({ signal: AbortSignal.abort() })).rejects.toMatchObject({ phase: 'unsent', reason: 'aborted' })
    const controller = new AbortController()
    const outcome = send({ signal: controller.signal }).catch((error: unknown) => error)
    controller.abort()
    await clock.advance(100)
    expect(await outcome).toBeInstanceOf(TransportFailure)
    expect(arrived).toHaveLength(1)
  })

  it('sends nothing once it is closed', async () => {
    const { transport, send } = setUp()
    await transport.close()
    await expect(send()).rejects.toMatchObject({ phase: 'unsent', reason: 'closed' })
  })
})
