import { startTestExchange, testKeys } from '@aster/simulator/testing'
import { describe, expect, it } from 'vitest'

import { createTestClient, testStartMs } from '../testing/create-test-client.ts'
import { createSignedClient } from '../testing/describe-client.ts'
import { answer, refusal, type Script } from '../testing/scripted-transport.ts'
import { restChecks } from './rest-checks.ts'

const names = ['reachable', 'clock', 'latency', 'key', 'permissions', 'position mode', 'fees']

/** One check against an exchange that is a script. */
async function runCheck(name: string, script: Script, options: Parameters<typeof restChecks>[1] = {}) {
  const { client, clock } = createTestClient(script)
  const check = restChecks(client, options).find((candidate) => candidate.name === name)
  if (check === undefined) throw new Error(`no check ${name}`)
  return clock.runUntil(check.run())
}

describe('restChecks', () => {
  it.each(['v3', 'v1'] as const)('are all fine on a healthy exchange, %s', async (version) => {
    await using test = await startTestExchange({ limits: false })
    const { exchange, clock } = test
    const world = { keys: testKeys, transport: exchange.transport({ latencyMs: 7 }), clock, baseUrl: exchange.restUrl }
    const results = []
    for (const check of restChecks(createSignedClient(world, version), { positionMode: 'oneWay' })) {
      results.push(await clock.runUntil(check.run()))
    }
    expect(results.map(({ name }) => name)).toEqual(version === 'v3' ? [...names, 'builders'] : names)
    expect(results.filter(({ ok, level }) => !ok || level !== 'fine')).toEqual([])
    expect(results[2]?.detail).toMatch(/takes 7 ms|takes 14 ms/)
    expect(results[6]?.detail).toMatch(/^BTCUSDT: maker [\d.]+ bps, taker [\d.]+ bps$/)
  })

  it('ask only what is public without a key', () => {
    const { client } = createTestClient(() => ({}), { version: 'none' })
    expect(restChecks(client).map(({ name }) => name)).toEqual(['reachable', 'clock', 'latency'])
  })

  it('say what to do when nothing answers', async () => {
    expect(await runCheck('reachable', () => ({ status: 502 }))).toMatchObject({
      ok: false,
      level: 'failed',
      hint: expect.stringContaining('network'),
    })
  })

  it.each([
    [300, 'fine'],
    [-2_000, 'warning'],
    [8_000, 'failed'],
  ] as const)('judge a clock that is %i ms off: %s', async (offMs, level) => {
    const result = await runCheck('clock', () => answer({ serverTime: testStartMs - offMs }))
    expect(result).toMatchObject({ level, detail: expect.stringContaining(`${Math.abs(offMs)} ms`) })
  })

  it('stop when the caller gives up', async () => {
    const { client } = createTestClient(() => ({ status: 502 }))
    const [reachable] = restChecks(client)
    await expect(reachable?.run(AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough')
  })
})

describe('the check of the key', () => {
  const agent = {
    agentAddress: testKeys.agent.address.toLowerCase(),
    agentName: 'maker',
    ipWhitelist: '',
    expired: testStartMs + 30 * 86_400_000,
    canSpotTrade: false,
    canPerpTrade: true,
    canWithdraw: false,
  }
  const check = (fields: Partial<typeof agent>) => runCheck('key', () => answer([{ ...agent, ...fields }]))

  it('is content with an agent that can only trade', async () => {
    expect(await check({})).toMatchObject({ level: 'fine', detail: expect.stringContaining('30 days') })
  })

  it('warns a week ahead of its end, and loudly about withdrawals', async () => {
    expect(await check({ expired: testStartMs + 6 * 86_400_000 })).toMatchObject({ ok: true, level: 'warning' })
    expect(await check({ canWithdraw: true })).toMatchObject({
      level: 'warning',
      detail: expect.stringContaining('THIS KEY CAN WITHDRAW'),
      hint: expect.stringContaining('at once'),
    })
  })

  it('fails for an agent that is not approved, has ended or may not trade', async () => {
    expect(await check({ agentAddress: testKeys.child.address })).toMatchObject({ ok: false, level: 'failed' })
    expect(await check({ expired: testStartMs - 1 })).toMatchObject({
      ok: false,
      detail: expect.stringMatching(/expired/),
    })
    expect(await check({ canPerpTrade: false })).toMatchObject({ ok: false })
    expect(await runCheck('key', () => refusal(-1000, 'No agent found'))).toMatchObject({
      ok: false,
      hint: expect.stringContaining('approve'),
    })
    expect(await runCheck('key', () => refusal(-2015, 'Invalid API-key'))).toMatchObject({
      hint: expect.stringMatching(/V3/),
    })
  })
})

describe('the checks of the account', () => {
  it('fail in the wrong position mode', async () => {
    const hedge = () => answer({ dualSidePosition: true })
    expect(await runCheck('position mode', hedge)).toMatchObject({
      level: 'fine',
      detail: expect.stringMatching(/hedge/),
    })
    expect(await runCheck('position mode', hedge, { positionMode: 'oneWay' })).toMatchObject({ level: 'failed' })
  })

  it('name the builders that may charge', async () => {
    const builder = { builderAddress: testKeys.builder.address, maxFeeRate: '0.001', builderName: 'someone' }
    expect(await runCheck('builders', () => answer([builder]))).toMatchObject({
      ok: true,
      level: 'warning',
      detail: expect.stringContaining('someone'),
    })
  })
})
