import { describe, expect, it } from 'vitest'

import { testKeys } from '../testing/test-keys.ts'
import { openMemoryWorld } from '../testing/world.ts'
import { type FaultScriptInput, parseFaultScript } from './fault-script.ts'

type Rule = NonNullable<FaultScriptInput['streams']>[number]
type Heard = Readonly<Record<string, unknown>>

const depth = 'btcusdt@depth@100ms'

/** Listens to the depth of BTCUSDT while a level changes once per 100 ms; hands out what arrived, quantities as counted. */
async function hearDepth(rules: readonly Rule[], { changes = 6, speedMs = 100 } = {}) {
  const world = await openMemoryWorld()
  const line = await world.connect(`/ws/${depth}`)
  world.exchange.faults.load({ streams: [...rules] })
  const arrivedAt: number[] = []
  const startMs = world.clock.monotonicMs()
  for (let change = 1; change <= changes; change++) {
    world.exchange.engine.setLevel('BTCUSDT', 'BUY', 900_000, change * 1000, world.clock.now())
    for (let ms = 0; ms < speedMs; ms += 20) {
      await world.clock.advance(20)
      while (arrivedAt.length < line.heard.length) arrivedAt.push(world.clock.monotonicMs() - startMs)
    }
  }
  await world.clock.advance(3_000)
  const report = world.exchange.faults.report()
  await world[Symbol.asyncDispose]()
  return { heard: line.heard, order: line.heard.map(countOf), arrivedAt, report }
}

const countOf = (event: Heard): number => Number((event['b'] as [string, string][])[0]?.[1])
const follows = (events: readonly Heard[]): boolean[] =>
  events.slice(1).map((event, index) => event['pu'] === events[index]?.['u'])

/** An account that listens to its orders, under a script. */
async function hearOrders(script: FaultScriptInput) {
  const world = await openMemoryWorld()
  const listenKey = String((await world.call('POST', '/fapi/v3/listenKey')).json['listenKey'])
  const line = await world.connect(`/ws/${listenKey}`)
  world.exchange.faults.load(script)
  const buy = (quantity = '0.01') =>
    world.call('POST', '/fapi/v3/order', { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity })
  const types = () => line.heard.map((event) => event['e'])
  return { world, listenKey, line, buy, types }
}

describe('stream faults', () => {
  it('pass everything on in order when no rule fits', async () => {
    const { order, heard } = await hearDepth([{ match: { symbol: 'ETHUSDT' }, action: { kind: 'dropEvent' } }])
    expect(order).toEqual([1, 2, 3, 4, 5, 6])
    expect(follows(heard)).toEqual([true, true, true, true, true])
  })

  it('drop an event, so that the next one names an update that never came', async () => {
    const { order, heard, report } = await hearDepth([
      { name: 'gap', match: { event: 'depthUpdate', nth: 3 }, action: { kind: 'dropEvent' } },
    ])
    expect(order).toEqual([1, 2, 4, 5, 6])
    expect(follows(heard)).toEqual([true, false, true, true])
    expect(report.streams).toEqual([{ name: 'gap', kind: 'dropEvent', matched: 6, fired: 1, isSpent: true }])
  })

  it('break the chain of update ids and lose nothing', async () => {
    const { order, heard } = await hearDepth([
      { match: { stream: depth, nth: [2, 5] }, action: { kind: 'breakChain', by: 7 } },
    ])
    expect(order).toEqual([1, 2, 3, 4, 5, 6])
    expect(follows(heard)).toEqual([false, true, true, false, true])
  })

  it('duplicate at once and later', async () => {
    const once = await hearDepth([{ match: { nth: 2 }, action: { kind: 'duplicateEvent', copies: 2 } }])
    expect(once.order).toEqual([1, 2, 2, 2, 3, 4, 5, 6])
    const late = await hearDepth([{ match: { nth: 2 }, action: { kind: 'duplicateEvent', afterMs: 250 } }])
    expect(late.order).toEqual([1, 2, 3, 4, 2, 5, 6])
  })

  it('delay an event with all that follows, or let the others overtake it', async () => {
    const kept = await hearDepth([{ match: { nth: 2 }, action: { kind: 'delayEvent', ms: 250 } }])
    expect(kept.order).toEqual([1, 2, 3, 4, 5, 6])
    expect(kept.arrivedAt[1]).toBeGreaterThanOrEqual(440)
    const overtaken = await hearDepth([
      { match: { nth: 2 }, action: { kind: 'delayEvent', ms: 250, keepOrder: false } },
    ])
    expect(overtaken.order).toEqual([1, 3, 4, 2, 5, 6])
  })

  it('reorder: an event goes out behind the next few, and in the end when there are none', async () => {
    const { order } = await hearDepth([{ match: { nth: 2 }, action: { kind: 'reorderEvent', behind: 2 } }])
    expect(order).toEqual([1, 3, 4, 2, 5, 6])
    const last = await hearDepth([{ match: { nth: 6 }, action: { kind: 'reorderEvent', withinMs: 500 } }])
    expect(last.order).toEqual([1, 2, 3, 4, 5, 6])
  })

  it('leave a socket open and silent for a while', async () => {
    const { order } = await hearDepth([{ match: { nth: 2 }, action: { kind: 'muteSocket', forMs: 250 } }])
    expect(order).toEqual([1, 5, 6])
  })

  it('choose by chance, the same way for the same seed', async () => {
    const rule: Rule = { match: { probability: 0.5 }, action: { kind: 'dropEvent' } }
    const [first, again] = [await hearDepth([rule], { changes: 20 }), await hearDepth([rule], { changes: 20 })]
    expect(first.order.length).toBeGreaterThan(3)
    expect(first.order.length).toBeLessThan(17)
    expect(again.order).toEqual(first.order)
  })

  it('touch the events of one account, and take one order apart', async () => {
    const { world, buy, types, line } = await hearOrders({
      streams: [
        {
          match: { account: testKeys.master.address, event: 'ORDER_TRADE_UPDATE', nth: 1 },
          action: { kind: 'reorderEvent' },
        },
        { match: { kind: 'user', event: 'ACCOUNT_UPDATE' }, action: { kind: 'dropEvent' } },
      ],
    })
    await buy()
    await world.clock.advance(100)
    expect(types()).toEqual(['ORDER_TRADE_UPDATE', 'ORDER_TRADE_UPDATE'])
    expect(line.heard.map((event) => (event['o'] as Heard)['X'])).toEqual(['FILLED', 'NEW'])
    await world[Symbol.asyncDispose]()
  })

  it('cut the sockets that listen when the event comes', async () => {
    const { world, buy, line } = await hearOrders({
      streams: [{ match: { event: 'ORDER_TRADE_UPDATE', nth: 2 }, action: { kind: 'disconnect' }, times: 1 }],
    })
    await buy()
    expect(await line.closed).toBe(1006)
    await world[Symbol.asyncDispose]()
  })

  it('are logged without the listen key', async () => {
    const { world, buy, listenKey } = await hearOrders({
      streams: [{ name: 'twice', action: { kind: 'duplicateEvent' } }],
    })
    const lines: string[] = []
    world.exchange.onEvent((line) => lines.push(line))
    await buy()
    const fired = lines.filter((line) => line.includes('"kind":"fault"'))
    expect(fired.length).toBeGreaterThan(1)
    expect(JSON.parse(fired[0] ?? '')).toMatchObject({ rule: 'twice', action: 'duplicateEvent', stream: 'account 1' })
    expect(lines.join('')).not.toContain(listenKey)
    await world[Symbol.asyncDispose]()
  })

  it('are refused by name when the script does not fit', () => {
    const broken = { streams: [{ action: { kind: 'dropIt' } }], incidents: [{ action: { kind: 'maintenance' } }] }
    const parse = () => parseFaultScript(broken)
    expect(parse).toThrow(/streams\.0\.action/)
    expect(parse).toThrow(/incidents\.0\.at/)
  })
})
