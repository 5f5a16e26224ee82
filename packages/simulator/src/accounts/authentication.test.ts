import { endpoints } from '@aster/api'
import { agentSigner, createNonceSource, hmacSigner, type SignedRequest } from '@aster/auth'
import { type Clock, Secret, createVirtualClock } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { ApiRefusal } from '../http/api-refusal.ts'
import { mergePairs, parsePairs } from '../http/parse-pairs.ts'
import { testAccounts } from '../testing/test-accounts.ts'
import { testKeys } from '../testing/test-keys.ts'
import { createAccountRegistry } from './account-registry.ts'
import type { AccessCheck } from './caller.ts'
import { createAuthentication } from './create-authentication.ts'
import { createNonceMemory } from './nonce-memory.ts'

const startMs = Date.UTC(2026, 0, 1, 12)

function setUp({ closed = false } = {}) {
  const clock = createVirtualClock({ startMs })
  const opened: string[] = []
  const registry = createAccountRegistry({ onOpen: (id, usdt) => opened.push(`${id}:${usdt}`) })
  for (const spec of testAccounts) registry.open(spec)
  const authenticate = createAuthentication({
    nonces: createNonceMemory(),
    clock,
    registry,
    nonceWindowMs: 10_000,
    closed,
  })
  return { clock, opened, registry, authenticate }
}

const signerOf = (key: keyof Omit<typeof testKeys, 'v1'>, clock: Clock, user?: string) =>
  agentSigner({
    privateKey: new Secret(testKeys[key].privateKey),
    network: 'mainnet',
    nonces: createNonceSource({ clock }),
    ...(user !== undefined && { user, allowSignerAsUser: true }),
  })

const checkOf = (signed: Pick<SignedRequest, 'query' | 'body'>, over: Partial<AccessCheck> = {}): AccessCheck => ({
  endpoint: endpoints.placeOrder,
  access: 'trade',
  params: mergePairs(parsePairs(signed.query), parsePairs(signed.body)),
  query: signed.query,
  body: signed.body,
  headers: {},
  remoteAddress: '127.0.0.1',
  ...over,
})

const refusalOf = (act: () => unknown): string => {
  try {
    act()
  } catch (error) {
    if (error instanceof ApiRefusal) return `${error.status} ${error.code} ${error.message}`
    throw error
  }
  return 'was let in'
}

const order = {
  method: 'POST',
  params: [
    ['symbol', 'BTCUSDT'],
    ['newClientOrderId', 'a:b/c'],
  ],
} as const

describe('V3', () => {
  it('lets an approved agent in, with or without naming the user', async () => {
    const { authenticate, clock } = setUp()
    for (const user of [testKeys.master.address, testKeys.master.address.toLowerCase(), undefined]) {
      const signed = signerOf('agent', clock, user).sign(order)
      await clock.advance(1)
      expect(authenticate('v3', checkOf(signed))).toMatchObject({ accountId: '1', signer: testKeys.agent.address })
    }
  })

  it('lets the main wallet sign for itself', () => {
    const { authenticate, clock } = setUp()
    const signed = signerOf('master', clock, testKeys.master.address).sign(order)
    expect(authenticate('v3', checkOf(signed)).accountId).toBe('1')
  })

  it('opens an account with 10,000 USDT for an unknown user with a valid signature', () => {
    const { authenticate, clock, opened, registry } = setUp()
    const signed = signerOf('builder', clock, testKeys.child.address).sign(order)
    expect(authenticate('v3', checkOf(signed)).accountId).toBe('3')
    expect(opened.at(-1)).toBe('3:10000')
    expect(registry.findUser(testKeys.child.address)?.agents.has(testKeys.builder.address.toLowerCase())).toBe(true)
  })

  it('takes the signer for the user when nobody names one', () => {
    const { authenticate, clock, registry } = setUp()
    const signed = signerOf('child', clock).sign(order)
    const { accountId } = authenticate('v3', checkOf(signed))
    expect(registry.get(accountId)?.user).toBe(testKeys.child.address)
  })

  it('opens nothing when it is closed, nor for callers from elsewhere, nor for a wrong signature', () => {
    const { clock } = setUp()
    const signed = signerOf('child', clock).sign(order)
    expect(refusalOf(() => setUp({ closed: true }).authenticate('v3', checkOf(signed)))).toBe(
      '400 -1000 No agent found',
    )
    const far = checkOf(signed, { remoteAddress: '10.0.0.7' })
    expect(refusalOf(() => setUp().authenticate('v3', far))).toBe('400 -1000 No agent found')
    const { authenticate, opened } = setUp()
    const bent = { ...signed, body: signed.body.replace('BTCUSDT', 'ETHUSDT') }
    expect(refusalOf(() => authenticate('v3', checkOf(bent)))).toContain('-1022')
    expect(opened).toHaveLength(2)
  })

  it('refuses an agent that the user has not approved', () => {
    const { authenticate, clock } = setUp()
    const signed = signerOf('builder', clock, testKeys.master.address).sign(order)
    expect(refusalOf(() => authenticate('v3', checkOf(signed)))).toBe('400 -1000 No agent found')
  })

  it('takes each nonce once, and never burns one that came with a wrong signature', () => {
    const { authenticate, clock } = setUp()
    const signed = signerOf('agent', clock).sign(order)
    const bent = { ...signed, body: signed.body.replace('BTCUSDT', 'ETHUSDT') }
    expect(refusalOf(() => authenticate('v3', checkOf(bent)))).toContain('-1022')
    expect(authenticate('v3', checkOf(signed)).accountId).toBe('1')
    expect(refusalOf(() => authenticate('v3', checkOf(signed)))).toBe('400 -4225 Nonce Expired')
  })

  it.each([11_000n, -11_000n])('refuses a nonce %d ms away', (ms) => {
    const { authenticate, clock } = setUp()
    const signed = signerOf('agent', clock).sign({ ...order, nonceUs: clock.nowUs() + ms * 1000n })
    expect(refusalOf(() => authenticate('v3', checkOf(signed)))).toMatch(/^400 -1021 Nonce is outside/)
  })

  it('refuses milliseconds where microseconds are wanted', () => {
    const { authenticate, clock } = setUp()
    const signed = signerOf('agent', clock).sign({ ...order, nonceUs: BigInt(clock.now()) })
    expect(refusalOf(() => authenticate('v3', checkOf(signed)))).toContain('microseconds')
  })

  it('reads the signature in every spelling, and the text in the query as well as in the body', async () => {
    const { authenticate, clock } = setUp()
    const spell = [
      (text: string) => text.replace('signature=0x', 'signature='),
      (text: string) => text.replace(/0x([0-9a-f]{130})$/, (_, hex: string) => `0X${hex.toUpperCase()}`),
      (text: string) => text.replace(/1b$/, '00').replace(/1c$/, '01'),
    ]
    for (const change of spell) {
      await clock.advance(1)
      const signed = signerOf('agent', clock).sign(order)
      const text = change(signed.body)
      expect(authenticate('v3', checkOf({ query: '', body: text })).accountId).toBe('1')
      await clock.advance(1)
      const again = change(signerOf('agent', clock).sign(order).body)
      expect(authenticate('v3', checkOf({ query: again, body: '' })).accountId).toBe('1')
    }
  })

  it.each(['nonce', 'signer', 'signature'])('asks for %s', (name) => {
    const { authenticate, clock } = setUp()
    const signed = signerOf('agent', clock).sign(order)
    const body = signed.body
      .split('&')
      .filter((pair) => !pair.startsWith(`${name}=`))
      .join('&')
    expect(refusalOf(() => authenticate('v3', checkOf({ query: '', body })))).toContain(
      `-1102 Mandatory parameter '${name}'`,
    )
  })
})

describe('V1', () => {
  const signerV1 = (clock: Clock, apiSecret: string = testKeys.v1.apiSecret) =>
    hmacSigner({ apiKey: new Secret(testKeys.v1.apiKey), apiSecret: new Secret(apiSecret), now: () => clock.now() })
  const keyHeader = { 'x-mbx-apikey': testKeys.v1.apiKey }

  it('lets a known key with a valid signature in', () => {
    const { authenticate, clock } = setUp()
    const signed = signerV1(clock).sign(order)
    expect(authenticate('v1', checkOf(signed, { headers: keyHeader })).accountId).toBe('2')
  })

  it('wants only the key for user streams', () => {
    const { authenticate } = setUp()
    const check = checkOf({ query: '', body: '' }, { access: 'userStream', headers: keyHeader })
    expect(authenticate('v1', check).accountId).toBe('2')
  })

  it('refuses no key, an unknown key, a wrong secret', () => {
    const { authenticate, clock } = setUp()
    const signed = signerV1(clock, 'x'.repeat(64)).sign(order)
    expect(refusalOf(() => authenticate('v1', checkOf(signed)))).toMatch(/^401 -2014/)
    expect(refusalOf(() => authenticate('v1', checkOf(signed, { headers: { 'x-mbx-apikey': 'unknown' } })))).toMatch(
      /^401 -2015/,
    )
    expect(refusalOf(() => authenticate('v1', checkOf(signed, { headers: keyHeader })))).toMatch(/^400 -1022/)
  })

  it.each([
    [6000, '-1021 Timestamp for this request is outside of the recvWindow'],
    [-1500, "-1021 Timestamp for this request was 1000ms ahead of the server's time."],
  ])('refuses a timestamp %i ms old', (ageMs, words) => {
    const { authenticate, clock } = setUp()
    const late = createVirtualClock({ startMs: clock.now() - ageMs })
    const signed = signerV1(late).sign(order)
    expect(refusalOf(() => authenticate('v1', checkOf(signed, { headers: keyHeader })))).toContain(words)
  })
})
