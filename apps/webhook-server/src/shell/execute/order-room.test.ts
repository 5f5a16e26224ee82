import { createVirtualClock } from '@aster/core'
import type { BudgetsState } from '@aster/rest'
import { describe, expect, it } from 'vitest'

import { createOrderRoom } from './order-room.ts'

const origin = 'https://exchange.test'

/** Budgets that are set by hand. */
function openRoom(limits: { readonly orders: number; readonly weight?: number; readonly entries?: number }) {
  const clock = createVirtualClock()
  const spent = { orders: 0, weight: 0, blockedForMs: 0, entries: 0 }
  const window = (limit: number, used: number) => ({
    windows: [{ intervalMs: 10_000, limit, used }],
    blockedForMs: spent.blockedForMs,
    banned: false,
  })
  const budgets = (): BudgetsState => ({
    orders: { [`${origin} `]: window(limits.orders, spent.orders) },
    weight: { [origin]: window(limits.weight ?? 2_400, spent.weight) },
    signedInFlight: {},
    waiting: { cancel: 0, close: 0, place: 0, read: 0 },
  })
  const readRates = () => [{ value: spent.entries + 1, limit: limits.entries ?? Infinity }]
  const room = createOrderRoom({ clock, rest: { baseUrl: origin, signer: undefined, budgets }, readRates })
  const log: string[] = []
  const take = (name: string, isExit = false, maxWaitMs = 60_000) => {
    const taken = room.take({ orders: 2, isExit, maxWaitMs })
    void taken.then(({ isHeld }) => log.push(isHeld ? name : `${name} gave up`))
    return taken
  }
  return { clock, spent, take, log }
}

describe('the room for orders', () => {
  it('lets an entry begin only when there is room for its stop too, beside the stops that others are to send', async () => {
    const { clock, take, log, spent } = openRoom({ orders: 5 })
    const first = await take('a')
    void take('b')
    void take('c')
    await clock.advance(1_000)
    expect(log).toEqual(['a', 'b'])
    // its entry has left and its stop has not
    spent.orders = 1
    await clock.advance(1_000)
    expect(log).toEqual(['a', 'b'])
    spent.orders = 2
    first.release()
    await clock.advance(1_000)
    expect(log).toEqual(['a', 'b'])
    spent.orders = 0
    await clock.advance(1_000)
    expect(log).toEqual(['a', 'b', 'c'])
  })

  it('lets exits pass first, in what entries have to leave free', async () => {
    const { clock, take, log, spent } = openRoom({ orders: 20 })
    spent.orders = 17
    void take('entry')
    void take('exit', true)
    await clock.advance(1_000)
    expect(log).toEqual(['exit'])
  })

  it('keeps the order in which entries came', async () => {
    const { clock, take, log, spent } = openRoom({ orders: 20 })
    spent.orders = 20
    for (const name of ['a', 'b', 'c']) void take(name)
    await clock.advance(500)
    spent.orders = 0
    await clock.advance(500)
    expect(log).toEqual(['a', 'b', 'c'])
  })

  it('gives up in time, and lets those behind go on', async () => {
    const { clock, take, log, spent } = openRoom({ orders: 20 })
    spent.orders = 20
    void take('a', false, 1_000)
    void take('b')
    await clock.advance(1_000)
    expect(log).toEqual(['a gave up'])
    spent.orders = 0
    await clock.advance(1_000)
    expect(log).toEqual(['a gave up', 'b'])
  })

  it('lets nobody begin while the exchange says stop, nor an entry without weight for asking about its position', async () => {
    const { clock, take, log, spent } = openRoom({ orders: 20, weight: 100 })
    spent.blockedForMs = 5_000
    void take('entry')
    void take('exit', true)
    await clock.advance(1_000)
    expect(log).toEqual([])
    spent.blockedForMs = 0
    spent.weight = 70
    await clock.advance(1_000)
    expect(log).toEqual(['exit'])
  })

  it('lets an entry wait until the account may open something again, and no exit', async () => {
    const { clock, take, log, spent } = openRoom({ orders: 100, entries: 2 })
    spent.entries = 1
    const first = await take('a')
    void take('b')
    void take('exit', true)
    await clock.advance(1_000)
    expect(log).toEqual(['a', 'exit'])
    spent.entries = 2
    first.release()
    await clock.advance(1_000)
    expect(log).toEqual(['a', 'exit'])
    spent.entries = 0
    await clock.advance(1_000)
    expect(log).toEqual(['a', 'exit', 'b'])
  })

  it('lets one begin alone where the limit is smaller than what it may need', async () => {
    const { clock, take, log } = openRoom({ orders: 1 })
    void take('a', true)
    await clock.advance(1_000)
    expect(log).toEqual(['a'])
  })
})
