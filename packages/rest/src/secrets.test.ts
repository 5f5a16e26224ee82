import { formatWithOptions, inspect } from 'node:util'

import { createNonceSource } from '@aster/auth'
import { localWallet } from '@aster/auth/wallet'
import { AsterError, RejectedError, Secret } from '@aster/core'
import { startTestExchange, testKeys } from '@aster/simulator/testing'
import { describe, expect, it } from 'vitest'

import { approveAgent } from './agents/approve-agent.ts'
import { restChecks } from './checks/rest-checks.ts'
import type { DebugEvent, RestHooks } from './client/hooks.ts'
import { settleOrder } from './settle/settle-order.ts'
import { createSignedClient } from './testing/describe-client.ts'
import { createWalletClient } from './wallet/create-wallet-client.ts'

const symbol = 'BTCUSDT'
const order = { symbol, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01', price: '50000' } as const

/** Every way in which the bytes of a key may be written. */
function spell(key: string): readonly string[] {
  const text = key.replace(/^0x/, '')
  const bytes = Buffer.from(text, 'hex')
  const spellings = [
    text,
    text.toUpperCase(),
    bytes.toString('base64'),
    bytes.toString('base64url'),
    bytes.toString('latin1'),
  ]
  return [
    ...spellings,
    Buffer.from(text).toString('base64'),
    JSON.stringify([...bytes]).slice(1, -1),
    [...bytes].join(', '),
  ]
}

const usedKeys = [testKeys.agent.privateKey, testKeys.master.privateKey, testKeys.v1.apiKey, testKeys.v1.apiSecret]

/** Writes down what a program might log: text, JSON and inspection with everything that is hidden shown. */
function createLog() {
  const lines: string[] = []
  const write = (value: unknown) => {
    lines.push(String(value), inspect(value, { depth: 12, showHidden: true, getters: true }))
    lines.push(
      formatWithOptions({ depth: 12 }, '%o %O %j', value, value, typeof value === 'bigint' ? '' : toJson(value)),
    )
    if (value instanceof Error) lines.push(value.stack ?? '', inspect(value.cause, { depth: 12, showHidden: true }))
  }
  return { lines, write }
}

/** JSON where it can be had. */
function toJson(value: unknown): string {
  try {
    return JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner)) ?? ''
  } catch {
    return ''
  }
}

async function runSession(version: 'v3' | 'v1') {
  await using test = await startTestExchange({ limits: false, nonceWindowMs: 10_000 })
  const { exchange, clock } = test
  const { lines, write } = createLog()
  const debug: DebugEvent[] = []
  const hooks: RestHooks = {
    onRequest: write,
    onResponse: write,
    onDrift: write,
    onDebug: (event) => {
      debug.push(event)
      write(event)
    },
  }
  const world = { keys: testKeys, transport: exchange.transport({ latencyMs: 5 }), clock, baseUrl: exchange.restUrl }
  const client = createSignedClient(world, version, { hooks, timeoutMs: 2_000 })
  const errors: unknown[] = []
  const attempt = async (work: () => Promise<unknown>) => {
    try {
      write(await clock.runUntil(Promise.resolve().then(work)))
    } catch (error) {
      errors.push(error)
      write(error)
    }
  }
  exchange.onEvent(write)

  await attempt(() => client.trading.placeOrder(order))
  await attempt(() => client.trading.placeOrder({ ...order, quantity: '1000000' }))
  await attempt(() => client.trading.placeOrder({ ...order, quantity: testKeys.agent.privateKey }))
  await attempt(() => client.trading.placeOrder({ ...order, signature: testKeys.v1.apiSecret } as never))
  await attempt(() => client.account.getBalance())
  await attempt(() => client.stream.createListenKey())
  for (const kind of [
    'acceptThenError',
    'acceptThenDrop',
    'dropBeforeAccept',
    'html',
    'truncatedJson',
    'emptyBody',
  ] as const) {
    exchange.faults.load({ rules: [{ match: { endpoint: 'placeOrder' }, action: { kind }, times: 1 }] })
    const sentAtMs = clock.now()
    await attempt(() => client.trading.placeOrder({ ...order, newClientOrderId: `s-${kind}` }))
    await attempt(() => settleOrder(client, { symbol, clientOrderId: `s-${kind}`, sentAtMs }, { windowMs: 10_000 }))
  }
  exchange.faults.load({
    rules: [{ match: { effect: 'read' }, action: { kind: 'tooManyRequests', forMs: 1 }, times: 1 }],
  })
  await attempt(() => client.account.getAccount())
  for (const check of restChecks(client)) await attempt(() => check.run())

  const authority = {
    wallet: localWallet({ privateKey: new Secret(testKeys.master.privateKey) }),
    nonces: createNonceSource({ clock }),
    network: 'mainnet' as const,
  }
  const wallet = createWalletClient({ client, authority, enable: 'this moves money', addresses: [] })
  const agentAddress = testKeys.child.address
  await attempt(() => approveAgent(client, authority, { agentName: 'a', agentAddress, expiresMs: clock.now() + 1e9 }))
  await attempt(() => wallet.transferWallets({ asset: 'USDT', amount: '1', kindType: 'FUTURE_SPOT' }))
  for (const thing of [
    client,
    client.signer,
    client.budgets(),
    client.statistics(),
    authority,
    wallet,
    exchange.state(),
  ]) {
    write(thing)
  }
  return { text: lines.join('\n'), debug, errors }
}

describe.each(['v3', 'v1'] as const)('a whole session, %s', (version) => {
  it('writes no byte of a key anywhere, and no signature and no listen key', async () => {
    const { text, debug, errors } = await runSession(version)
    expect(text.length).toBeGreaterThan(100_000)
    expect(errors.length).toBeGreaterThan(6)
    expect(errors.every((error) => error instanceof AsterError)).toBe(true)
    expect(errors.some((error) => error instanceof RejectedError)).toBe(true)
    for (const key of usedKeys) {
      for (const spelling of spell(key)) expect(text.includes(spelling)).toBe(false)
      // no half of it either
      const digits = key.replace(/^0x/, '').toLowerCase()
      expect(text.toLowerCase().includes(digits.slice(0, 16))).toBe(false)
      expect(text.toLowerCase().includes(digits.slice(-16))).toBe(false)
    }
    expect(text).not.toMatch(/signature=(?!\[hidden\])[0-9a-f]/i)
    expect(debug.length).toBeGreaterThan(20)
    expect(JSON.stringify(debug)).not.toMatch(/"listenKey\\?"\s*:\s*\\?"(?!\[hidden\])/)
  })
})
