import { describe, expect, it } from 'vitest'

import type { RawResponse } from '../http/raw-request.ts'
import type { WireRequest } from '../testing/call-signed.ts'
import { type FaultWorld, openFaultyMemory, openFaultySockets, type Outcome } from '../testing/fault-world.ts'
import { FaultAction } from './fault-action.ts'
import type { FaultRuleInput } from './fault-script.ts'

type ActionInput = FaultRuleInput['action']

const order = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01', price: '50000' }
const id = 'fault-1-1'
const time: WireRequest = { method: 'GET', target: '/fapi/v3/time', headers: {}, body: '' }

const tried = new Set<string>()

/** A world in which one action befalls placements. */
async function suffer(open: typeof openFaultyMemory, action: ActionInput, rule: object = {}) {
  tried.add(action.kind)
  const world = await open({ rules: [{ match: { endpoint: 'placeOrder' }, action, ...rule }] })
  const place = world.prepare('POST', '/fapi/v3/order', { ...order, newClientOrderId: id })
  const query = () => world.prepare('GET', '/fapi/v3/order', { symbol: 'BTCUSDT', origClientOrderId: id })
  const isThere = () => world.exchange.engine.getOrder('1', { symbol: 'BTCUSDT', origClientOrderId: id }).ok
  const send = (wire: WireRequest, timeoutMs?: number) => world.wait(world.send(wire, timeoutMs))
  return { ...world, world, place, query, isThere, send, [Symbol.asyncDispose]: () => world[Symbol.asyncDispose]() }
}

/** Resolves with the exchange's answer to the placement, whoever still waits for it. */
function whenCarriedOut({ exchange }: FaultWorld): Promise<{ status: number; body: string }> {
  const { promise, resolve } = Promise.withResolvers<{ status: number; body: string }>()
  exchange.onEvent((line) => {
    const entry = JSON.parse(line) as { kind: string; path: string; method: string; status: number; body: string }
    if (entry.kind === 'request' && entry.path === '/fapi/v3/order' && entry.method === 'POST') resolve(entry)
  })
  return promise
}

const isAnswer = (outcome: Outcome): outcome is RawResponse => 'status' in outcome
function answered(outcome: Outcome): RawResponse {
  if (!isAnswer(outcome)) throw new Error(`no answer: ${outcome.lost}`)
  return outcome
}

describe.each([
  ['in memory', openFaultyMemory],
  ['over sockets', openFaultySockets],
])('the fault layer %s', (_name, open) => {
  it('passes everything on without a script', async () => {
    await using world = await open()
    const wire = world.prepare('POST', '/fapi/v3/order', { ...order, newClientOrderId: id })
    expect(answered(await world.wait(world.send(wire))).status).toBe(200)
    expect(world.exchange.faults.report()).toMatchObject({ rules: [], pending: 0, clockStepMs: 0, outage: false })
  })

  it('gives one and the same error to an order that was taken and to one that was not', async () => {
    await using taken = await suffer(open, { kind: 'acceptThenError', code: -1007 })
    await using lost = await suffer(open, { kind: 'errorBeforeAccept', code: -1007 })
    const answers = [answered(await taken.send(taken.place)), answered(await lost.send(lost.place))]
    expect(answers.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
      expect.objectContaining({ code: -1007 }),
      expect.objectContaining({ code: -1007 }),
    ])
    expect(answers[0]?.status).toBe(answers[1]?.status)
    expect([taken.isThere(), lost.isThere()]).toEqual([true, false])
  })

  it('answers 503 in plain text when no code is wanted', async () => {
    await using world = await suffer(open, { kind: 'acceptThenError' })
    expect(await world.send(world.place)).toMatchObject({ status: 503, body: 'Service Unavailable' })
    expect(world.isThere()).toBe(true)
  })

  it('cuts the connection after an order was taken, or before', async () => {
    await using taken = await suffer(open, { kind: 'acceptThenDrop' })
    await using lost = await suffer(open, { kind: 'dropBeforeAccept' })
    expect(await taken.send(taken.place)).toEqual({ lost: 'sent reset' })
    expect(await lost.send(lost.place)).toEqual({ lost: 'sent reset' })
    expect([taken.isThere(), lost.isThere()]).toEqual([true, false])
  })

  it('holds up the answer, but not the order', async () => {
    await using world = await suffer(open, { kind: 'delay', ms: [3_000, 4_000] })
    const startMs = world.elapsedMs()
    const carriedOut = whenCarriedOut(world.world)
    const outcome = world.world.send(world.place)
    await world.wait(carriedOut)
    expect(world.isThere()).toBe(true)
    expect(world.exchange.faults.report().pending).toBe(1)
    expect(answered(await world.wait(outcome)).status).toBe(200)
    expect(world.elapsedMs() - startMs).toBeGreaterThanOrEqual(3_000)
  })

  it('holds up the order itself', async () => {
    await using world = await suffer(open, { kind: 'delay', ms: 3_000, where: 'request' })
    const startMs = world.elapsedMs()
    expect(answered(await world.send(world.place)).status).toBe(200)
    expect(world.elapsedMs() - startMs).toBeGreaterThanOrEqual(3_000)
  })

  it.each([
    ['silence', { lost: 'sent timeout' }],
    ['drop', { lost: 'sent reset' }],
    ['error', { status: 503 }],
  ] as const)('delivers an order late whose sender met %s', async (ending, outcome) => {
    await using world = await suffer(open, { kind: 'deliverLate', afterMs: 20_000, ending })
    const carriedOut = whenCarriedOut(world.world)
    const startMs = world.elapsedMs()
    expect(await world.send(world.place, 2_000)).toMatchObject(outcome)
    expect(world.isThere()).toBe(false)
    expect(await world.wait(carriedOut)).toMatchObject({ status: 200 })
    expect(world.isThere()).toBe(true)
    expect(world.elapsedMs() - startMs).toBeGreaterThanOrEqual(20_000)
  })

  it('delivers an order too late for its nonce', async () => {
    await using world = await suffer(open, { kind: 'deliverLate', afterMs: 60_500, ending: 'drop' })
    const carriedOut = whenCarriedOut(world.world)
    await world.send(world.place)
    expect(await world.wait(carriedOut)).toMatchObject({ status: 400, body: expect.stringContaining('-1021') })
    expect(world.isThere()).toBe(false)
  })

  it('answers a page of HTML in every status, taken or not', async () => {
    for (const status of [200, 403, 500]) {
      for (const accepted of [true, false]) {
        await using world = await suffer(open, { kind: 'html', status, accepted })
        const answer = answered(await world.send(world.place))
        expect(answer).toMatchObject({ status, body: expect.stringContaining('<html>') })
        expect(answer.headers['content-type']).toContain('text/html')
        expect(world.isThere()).toBe(accepted)
      }
    }
  })

  it('cuts JSON off', async () => {
    for (const keep of [0, 0.4, 1]) {
      await using world = await suffer(open, { kind: 'truncatedJson', keep })
      const answer = answered(await world.send(world.place))
      expect(answer.status).toBe(200)
      expect(() => JSON.parse(answer.body) as unknown).toThrow(SyntaxError)
      expect(world.isThere()).toBe(true)
    }
  })

  it('answers nothing with status 200', async () => {
    await using world = await suffer(open, { kind: 'emptyBody' })
    expect(await world.send(world.place)).toMatchObject({ status: 200, body: '' })
    expect(world.isThere()).toBe(true)
  })

  it('labels a good answer wrongly', async () => {
    await using world = await suffer(open, { kind: 'wrongContentType' })
    const answer = answered(await world.send(world.place))
    expect(answer.headers['content-type']).toContain('text/plain')
    expect(JSON.parse(answer.body)).toMatchObject({ clientOrderId: id })
  })

  it('says 429 once, without saying how long', async () => {
    await using world = await suffer(open, { kind: 'tooManyRequests', code: -1015 }, { times: 1 })
    const answer = answered(await world.send(world.place))
    expect(answer).toMatchObject({ status: 429, body: expect.stringContaining('-1015') })
    expect(answer.headers['retry-after']).toBeUndefined()
    expect(world.isThere()).toBe(false)
    expect(answered(await world.send(world.query())).status).toBe(400)
  })

  it('says 429 to the whole address for a while, and how long', async () => {
    await using world = await suffer(
      open,
      { kind: 'tooManyRequests', retryAfterSeconds: 10, forMs: 10_000 },
      { times: 1 },
    )
    expect(answered(await world.send(world.place)).headers['retry-after']).toBe('10')
    expect(answered(await world.send(world.query())).status).toBe(429)
    await world.pause(10_000)
    expect(answered(await world.send(world.query())).status).toBe(400)
    expect(world.exchange.faults.report().holds).toMatchObject([
      { kind: 'tooManyRequests', hitsAtMs: [expect.any(Number)] },
    ])
  })

  it('bans the address until a time that it names', async () => {
    await using world = await suffer(open, { kind: 'ban', forMs: 10_000 }, { times: 1 })
    const answer = answered(await world.send(world.place))
    expect(answer.status).toBe(418)
    expect(answer.headers['retry-after']).toBeUndefined()
    const untilMs = Number(/banned until (\d+)/.exec(answer.body)?.[1])
    expect(untilMs - world.nowMs()).toBeLessThanOrEqual(10_000)
    expect(untilMs - world.nowMs()).toBeGreaterThan(0)
    expect(answered(await world.send(time)).status).toBe(418)
    await world.pause(10_000)
    expect(answered(await world.send(world.query())).status).toBe(400)
    expect(world.isThere()).toBe(false)
  })

  it('steps the clock: within the window all goes on, beyond it nonces are refused', async () => {
    for (const [byMs, status] of [
      [-3_000, 200],
      [3_000, 200],
      [-70_000, 400],
      [70_000, 400],
    ] as const) {
      await using world = await suffer(open, { kind: 'clockStep', byMs }, { times: 1 })
      expect(answered(await world.send(world.place)).status).toBe(status)
      const { serverTime } = JSON.parse(answered(await world.send(time)).body) as { serverTime: number }
      expect(Math.abs(serverTime - world.nowMs() - byMs)).toBeLessThan(2_900)
      expect(world.exchange.faults.report().clockStepMs).toBe(byMs)
      world.exchange.faults.clear()
      expect(world.exchange.faults.report().clockStepMs).toBe(0)
    }
  })

  it('lets queries lag behind placements', async () => {
    const endpoint = ['getOrder', 'getOpenOrder', 'getOpenOrders', 'getAllOrders']
    await using world = await suffer(open, { kind: 'lagReads', lagMs: 12_000 }, { match: { endpoint } })
    const queries = () => [
      world.query(),
      world.prepare('GET', '/fapi/v3/openOrder', { symbol: 'BTCUSDT', origClientOrderId: id }),
      world.prepare('GET', '/fapi/v3/openOrders', { symbol: 'BTCUSDT' }),
      world.prepare('GET', '/fapi/v3/allOrders', { symbol: 'BTCUSDT' }),
    ]
    const ask = async () => {
      const bodies: unknown[] = []
      for (const query of queries()) bodies.push(JSON.parse(answered(await world.send(query)).body))
      return bodies
    }
    expect(answered(await world.send(world.place)).status).toBe(200)
    const absent = expect.objectContaining({ code: -2013 })
    expect(await ask()).toEqual([absent, absent, [], []])
    await world.pause(12_000)
    const found = expect.objectContaining({ clientOrderId: id })
    expect(await ask()).toEqual([found, found, [found], [found]])
  })

  it('refuses connections for a while', async () => {
    await using world = await suffer(open, { kind: 'refuseConnections', forMs: 10_000 }, { times: 1 })
    expect(await world.send(world.place)).toEqual({ lost: 'sent reset' })
    expect(await world.send(world.query())).toEqual({ lost: 'unsent refused' })
    expect(world.isThere()).toBe(false)
    await world.pause(12_000)
    expect(answered(await world.send(world.query())).status).toBe(400)
    expect(world.exchange.faults.report().outage).toBe(false)
  })

  it('is steered by its admin routes', async () => {
    await using world = await open()
    const admin = async (method: WireRequest['method'], script?: unknown) => {
      const wire = {
        method,
        target: '/simulator/faults',
        headers: {},
        body: script === undefined ? '' : JSON.stringify(script),
      }
      const { status, body } = answered(await world.wait(world.send(wire)))
      return { status, json: JSON.parse(body) as unknown }
    }
    const askTime = () => world.wait(world.send(time))

    const script = { rules: [{ name: 'no time', match: { path: '/fapi/v3/time', nth: 2 }, action: { kind: 'html' } }] }
    expect(await admin('POST', script)).toMatchObject({ status: 200, json: { rules: [{ matched: 0, fired: 0 }] } })
    expect(answered(await askTime()).status).toBe(200)
    expect(answered(await askTime()).status).toBe(500)
    expect(await admin('GET')).toMatchObject({
      json: { rules: [{ name: 'no time', kind: 'html', matched: 2, fired: 1 }] },
    })

    const wrong = {
      rules: [{ action: { kind: 'gremlin' } }, { match: { endpoint: 'buyLow' }, action: { kind: 'html' } }],
    }
    const fields = [{ field: 'rules.0.action.kind' }, { field: 'rules.1.match.endpoint' }]
    expect(await admin('POST', wrong)).toMatchObject({ status: 400, json: { violations: fields } })
    expect(await admin('GET')).toMatchObject({ json: { rules: [{ name: 'no time', fired: 1 }] } })
    expect(await admin('PUT')).toMatchObject({ status: 405 })

    expect(await admin('DELETE')).toMatchObject({ status: 200, json: { rules: [] } })
    expect(answered(await askTime()).status).toBe(200)
  })
})

it('is tried with every kind of fault', () => {
  expect([...tried].sort()).toEqual(FaultAction.options.map(({ shape }) => shape.kind.value).sort())
})
