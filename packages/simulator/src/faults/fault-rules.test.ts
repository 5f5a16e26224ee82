import { ParameterError } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { createWireRequests, type WireRequest } from '../testing/call-signed.ts'
import { startTestExchange } from '../testing/start-test-exchange.ts'
import { testAccounts } from '../testing/test-accounts.ts'
import { testKeys } from '../testing/test-keys.ts'
import { type FaultRuleInput, type FaultScriptInput, parseFaultScript } from './fault-script.ts'

const quiet = { market: 'quiet', symbols: ['BTCUSDT'], accounts: testAccounts } as const
const action = { kind: 'errorBeforeAccept', status: 599 } as const

type Prepare = ReturnType<typeof createWireRequests>
type Calls = (prepare: Prepare) => readonly WireRequest[]

const open = (path: string): WireRequest => ({ method: 'GET', target: path, headers: {}, body: '' })
const twelvePings: Calls = () => Array.from({ length: 12 }, () => open('/fapi/v3/ping'))

/** Makes one call a second, a dozen pings unless told otherwise, and says on which of them (from 1) the script fired. */
async function findFired(script: FaultScriptInput, calls: Calls = twelvePings) {
  await using test = await startTestExchange({ ...quiet, faults: script })
  const { exchange, clock } = test
  const transport = exchange.transport()
  const fired: number[] = []
  for (const [index, { target, ...wire }] of calls(createWireRequests(clock)).entries()) {
    const sent = transport.send({ ...wire, url: exchange.restUrl + target, timeoutMs: 1_000 })
    const { status } = await clock.runUntil(sent)
    if (status === 599) fired.push(index + 1)
    await clock.advance(1_000)
  }
  return { fired, report: exchange.faults.report() }
}

describe('a fault rule', () => {
  it('fires on what it is about', async () => {
    const calls: Calls = (prepare) => [
      open('/fapi/v3/ping'),
      open('/fapi/v1/ping'),
      prepare('GET', '/fapi/v3/openOrders', { symbol: 'BTCUSDT' }),
      prepare('GET', '/fapi/v1/openOrders', { symbol: 'BTCUSDT' }, 'v1'),
      prepare('DELETE', '/fapi/v3/allOpenOrders', { symbol: 'BTCUSDT' }),
      prepare('POST', '/fapi/v3/noop'),
    ]
    const firedOn = async (match: FaultRuleInput['match']) =>
      (await findFired({ rules: [{ match, action }] }, calls)).fired
    expect(await firedOn({})).toEqual([1, 2, 3, 4, 5, 6])
    expect(await firedOn({ method: 'DELETE' })).toEqual([5])
    expect(await firedOn({ path: '/fapi/v1/ping' })).toEqual([2])
    expect(await firedOn({ endpoint: 'ping' })).toEqual([1, 2])
    expect(await firedOn({ endpoint: ['ping', 'noop'] })).toEqual([1, 2, 6])
    expect(await firedOn({ effect: 'idempotent' })).toEqual([5, 6])
    expect(await firedOn({ params: { symbol: 'BTCUSDT' }, method: 'GET' })).toEqual([3, 4])
    expect(await firedOn({ params: { symbol: 'ETHUSDT' } })).toEqual([])
    for (const account of ['1', testKeys.master.address, testKeys.agent.address.toLowerCase()])
      expect(await firedOn({ account })).toEqual([3, 5, 6])
    expect(await firedOn({ account: '2' })).toEqual([4])
  })

  it('counts what fits, and stops after its times', async () => {
    expect((await findFired({ rules: [{ match: { nth: 3 }, action }] })).fired).toEqual([3])
    expect((await findFired({ rules: [{ match: { nth: [2, 5] }, action }] })).fired).toEqual([2, 5])
    const { fired, report } = await findFired({ rules: [{ name: 'thrice', action, times: 3 }] })
    expect(fired).toEqual([1, 2, 3])
    expect(report.rules).toEqual([{ name: 'thrice', kind: 'errorBeforeAccept', matched: 3, fired: 3, isSpent: true }])
  })

  it('keeps to its time', async () => {
    const { fired } = await findFired({ rules: [{ match: { afterMs: 3_000, untilMs: 6_000 }, action }] })
    expect(fired).toEqual([4, 5, 6])
  })

  it('takes its chance from the seed, undisturbed by the rules around it', async () => {
    const rule = { match: { probability: 0.4 }, action }
    const other = { match: { method: 'POST', probability: 0.5 }, action } as const
    const { fired } = await findFired({ seed: 1, rules: [rule] })
    expect(fired.length).toBeGreaterThan(1)
    expect(fired.length).toBeLessThan(11)
    expect((await findFired({ seed: 1, rules: [rule] })).fired).toEqual(fired)
    expect((await findFired({ seed: 1, rules: [rule, other] })).fired).toEqual(fired)
    expect((await findFired({ seed: 2, rules: [rule] })).fired).not.toEqual(fired)
  })

  it('leaves the request to the next rule when it does not fire, or only changes the circumstances', async () => {
    const first = { name: 'first', match: { nth: 1 }, action }
    const step = { name: 'step', action: { kind: 'clockStep', byMs: 5 } as const }
    const { fired, report } = await findFired({ rules: [step, first, { name: 'rest', action, times: 2 }] })
    expect(fired).toEqual([1, 2, 3])
    expect(report.rules.map((rule) => rule.fired)).toEqual([12, 1, 2])
    expect(report.clockStepMs).toBe(60)
  })
})

describe('a run with faults', () => {
  const script: FaultScriptInput = {
    rules: [
      { match: { probability: 0.2 }, action: { kind: 'deliverLate', afterMs: [100, 900] } },
      { match: { probability: 0.3 }, action: { kind: 'delay', ms: [10, 400] } },
      { match: { probability: 0.3 }, action: { kind: 'dropBeforeAccept' } },
    ],
  }
  const run = async (seed: number) => {
    await using test = await startTestExchange({ ...quiet, seed, faults: script })
    const { exchange, clock } = test
    const lines: string[] = []
    exchange.onEvent((line) => lines.push(line))
    const transport = exchange.transport({ latencyMs: 3 })
    const url = `${exchange.restUrl}/fapi/v3/ping`
    for (let count = 0; count < 40; count++) {
      const request = { method: 'GET', url, headers: {}, timeoutMs: 500 } as const
      await clock.runUntil(transport.send(request).catch(() => undefined))
    }
    await clock.advance(2_000)
    return lines.join('\n')
  }

  it('is the same to the byte for one seed, and another for the next', async () => {
    const first = await run(1)
    expect(first).toContain('"kind":"fault"')
    expect(await run(1)).toBe(first)
    expect(await run(2)).not.toBe(first)
  })

  it('leaves nothing scheduled when it stops', async () => {
    const test = await startTestExchange({ ...quiet, faults: { rules: [{ action: { kind: 'delay', ms: 50_000 } }] } })
    const url = `${test.exchange.restUrl}/fapi/v3/ping`
    const sent = test.exchange.transport().send({ method: 'GET', url, headers: {}, timeoutMs: 10 })
    await test.clock.runUntil(sent.catch(() => undefined))
    expect(test.exchange.faults.report().pending).toBe(1)
    await test[Symbol.asyncDispose]()
    expect(test.exchange.faults.report().pending).toBe(0)
  })
})

describe('a fault script', () => {
  it('fills in what may be left out', () => {
    expect(parseFaultScript({ rules: [{ action: { kind: 'deliverLate' } }] })).toEqual({
      streams: [],
      incidents: [],
      rules: [{ match: {}, action: { kind: 'deliverLate', afterMs: [1_000, 55_000], ending: 'silence' } }],
    })
  })

  it.each([
    [null, 'script'],
    [{}, 'rules'],
    [{ rules: [{}] }, 'rules.0.action'],
    [{ rules: [{ action: { kind: 'lose' } }] }, 'rules.0.action.kind'],
    [{ rules: [{ action: { kind: 'delay' } }] }, 'rules.0.action.ms'],
    [{ rules: [{ action: { kind: 'delay', ms: [5, 1] } }] }, 'rules.0.action.ms'],
    [{ rules: [{ action: { kind: 'html', pages: 2 } }] }, 'rules.0.action'],
    [{ rules: [{ action: { kind: 'html' }, match: { probability: 2 } }] }, 'rules.0.match.probability'],
    [{ rules: [{ action: { kind: 'html' }, match: { nth: 0 } }] }, 'rules.0.match.nth'],
    [{ rules: [{ action: { kind: 'html' }, match: { endpoint: 'placeOrders' } }] }, 'rules.0.match.endpoint'],
  ])('is refused with the place of the mistake: %j', (script, field) => {
    let thrown: unknown
    try {
      parseFaultScript(script)
    } catch (error) {
      thrown = error
    }
    expect(thrown).toBeInstanceOf(ParameterError)
    expect((thrown as ParameterError).violations.map((violation) => violation.field)).toContain(field)
  })

  it('does not disturb the one that runs when it is refused', async () => {
    await using test = await startTestExchange({ ...quiet, faults: { rules: [{ action }] } })
    expect(() => test.exchange.faults.load({ rules: [{ action: { kind: 'clockStep', byMs: 0.5 } }] })).toThrow('byMs')
    expect(test.exchange.faults.report().rules).toHaveLength(1)
  })

  it('is taken over the wire from callers of this machine only', async () => {
    await using test = await startTestExchange(quiet)
    const request = { method: 'POST', headers: {}, body: '{"rules":[]}', timeoutMs: 1_000 } as const
    const url = `${test.exchange.restUrl}/simulator/faults`
    const send = (remoteAddress: string) =>
      test.clock.runUntil(test.exchange.transport({ remoteAddress }).send({ ...request, url }))
    expect(await send('203.0.113.9')).toMatchObject({ status: 403 })
    expect(await send('::1')).toMatchObject({ status: 200 })
  })
})
