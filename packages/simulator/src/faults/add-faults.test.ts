import { describe, expect, it } from 'vitest'

import { startTestExchange } from '../testing/start-test-exchange.ts'
import { testAccounts } from '../testing/test-accounts.ts'
import type { FaultScriptInput } from './fault-script.ts'

const quiet = { market: 'quiet', symbols: ['BTCUSDT'], accounts: testAccounts } as const

async function open(faults?: FaultScriptInput) {
  const test = await startTestExchange({ ...quiet, faults })
  const { exchange, clock } = test
  const transport = exchange.transport()
  const request = {
    method: 'GET',
    url: `${exchange.restUrl}/fapi/v3/ping`,
    headers: {},
    body: '',
    timeoutMs: 1_000,
  } as const
  return {
    faults: exchange.faults,
    clock,
    ping: async () => (await clock.runUntil(transport.send(request))).status,
    [Symbol.asyncDispose]: () => test[Symbol.asyncDispose](),
  }
}

const once = (status: number) => ({ action: { kind: 'errorBeforeAccept', status }, times: 1 }) as const

describe('a fault script that is added', () => {
  it('is tried before what runs, which keeps its counts', async () => {
    await using world = await open({
      rules: [{ match: { nth: 3 }, action: { kind: 'errorBeforeAccept', status: 599 } }],
    })
    expect(await world.ping()).toBe(200)
    world.faults.add({ rules: [once(598)] })
    expect([await world.ping(), await world.ping(), await world.ping()]).toEqual([598, 200, 599])
    expect(world.faults.report().rules.map(({ fired, isSpent }) => ({ fired, isSpent }))).toEqual([
      { fired: 1, isSpent: true },
      { fired: 1, isSpent: true },
    ])
  })

  it('ends nothing that lasts, and lets no incident happen again', async () => {
    await using world = await open({
      incidents: [
        { at: 0, action: { kind: 'haltSymbol', symbol: 'BTCUSDT' } },
        { at: 0, action: { kind: 'clockStep', byMs: 3_000 } },
        { at: 10_000, action: { kind: 'clockStep', byMs: 100 } },
      ],
    })
    await world.clock.advance(5)
    world.faults.add({ rules: [once(503)], incidents: [{ at: 0, action: { kind: 'clockStep', byMs: 20 } }] })
    await world.clock.advance(5)
    expect(world.faults.report()).toMatchObject({ halted: ['BTCUSDT'], clockStepMs: 3_020 })
    await world.clock.advance(20_000)
    expect(world.faults.report()).toMatchObject({ halted: ['BTCUSDT'], clockStepMs: 3_120 })
    world.faults.clear()
    expect(world.faults.report()).toMatchObject({ rules: [], incidents: [], halted: [], clockStepMs: 0 })
  })

  it('counts its times from when it was added', async () => {
    await using world = await open({ rules: [] })
    await world.clock.advance(60_000)
    world.faults.add({ rules: [{ match: { untilMs: 1_000 }, action: { kind: 'errorBeforeAccept', status: 599 } }] })
    expect(await world.ping()).toBe(599)
    await world.clock.advance(1_000)
    expect(await world.ping()).toBe(200)
    expect(world.faults.report().rules).toMatchObject([{ isSpent: true }])
  })

  it('takes the place of what will never fire again, and is refused beyond 200', async () => {
    await using world = await open()
    for (let count = 0; count < 300; count += 1) {
      world.faults.add({ rules: [once(599)] })
      expect(await world.ping()).toBe(599)
    }
    expect(world.faults.report().rules).toHaveLength(1)
    const streams = Array.from({ length: 200 }, () => ({ action: { kind: 'dropEvent' } }) as const)
    world.faults.add({ streams })
    expect(() => world.faults.add({ rules: [once(599)] })).toThrow('would be more than 200')
    expect(world.faults.report()).toMatchObject({ streams: { length: 200 } })
  })
})
