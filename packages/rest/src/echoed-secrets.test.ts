import { inspect } from 'node:util'

import { describe, expect, it } from 'vitest'

import type { DebugEvent } from './client/hooks.ts'
import { createTestClient, testApiKey, testApiSecret, testPrivateKey } from './testing/create-test-client.ts'
import { readParams, refusal, type Script } from './testing/scripted-transport.ts'

const market = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '1' } as const
const hosts = ['code', 'page', 'header'] as const

/** An exchange, or something on the way to it, that says back whatever it was told: headers, URL and body. */
const echo =
  (host: (typeof hosts)[number]): Script =>
  (request) => {
    const { url, headers, body = '' } = request
    const { signature = '' } = readParams(request)
    const told = `bad request ${url} ${JSON.stringify({ ...headers })} ${body} sig ${signature}`
    if (host === 'code') return refusal(-1022, told)
    if (host === 'header') return { status: 400, headers: { 'x-echo': told }, body: '{"code":-1022,"msg":"no"}' }
    return { status: 502, body: `<html>${told}</html>` }
  }

describe.each(hosts)('secrets that an answer repeats in its %s', (host) => {
  it.each(['v3', 'v1'] as const)('reach no error and no hook, %s', async (version) => {
    const shown: unknown[] = []
    const bodies: string[] = []
    const hooks = {
      onDebug: (event: DebugEvent) => shown.push(event),
      onResponse: (event: object) => shown.push(event),
    }
    const { client, transport, clock } = createTestClient(echo(host), { version, hooks })
    for (const call of [
      () => client.trading.placeOrder(market),
      () => client.account.getBalance({}, { maxAttempts: 1 }),
    ]) {
      shown.push(await clock.runUntil(call().catch((error: unknown) => error)))
    }
    for (const request of transport.requests) bodies.push(readParams(request)['signature'] ?? 'unsigned')
    const text = shown.map((thing) => `${String(thing)} ${inspect(thing, { depth: 9, showHidden: true })}`).join('\n')
    expect(bodies).toHaveLength(2)
    expect(text.length).toBeGreaterThan(1_000)
    for (const secret of [testApiKey, testApiSecret, testPrivateKey.slice(2), ...bodies]) {
      expect(text.includes(secret)).toBe(false)
      expect(text.includes(secret.slice(4, 30))).toBe(false)
    }
  })
})
