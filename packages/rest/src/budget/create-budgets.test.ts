import { createVirtualClock, RateLimitError, sleep, type VirtualClock } from '@aster/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { type Budgets, createBudgets, type Demand, type Ticket } from './create-budgets.ts'

const origin = 'https://exchange.invalid'
const rows = [
  { rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: 100 },
  { rateLimitType: 'ORDERS', interval: 'SECOND', intervalNum: 10, limit: 10 },
  { rateLimitType: 'ORDERS', interval: 'MINUTE', intervalNum: 1, limit: 20 },
  { rateLimitType: 'RAW_REQUEST', interval: 'MINUTE', intervalNum: 5, limit: 1 },
]

const demand = (fields: Partial<Demand> = {}): Demand => ({
  operation: 'test',
  lane: 'read',
  origin,
  account: undefined,
  signer: undefined,
  weight: 1,
  orders: 0,
  maxWaitMs: 0,
  ...fields,
})

function createCase(): { clock: VirtualClock; budgets: Budgets } {
  const clock = createVirtualClock({ startMs: 1_790_000_000_000 })
  const budgets = createBudgets({ clock })
  budgets.applyRateLimits(origin, rows)
  return { clock, budgets }
}

const acquire = async (budgets: Budgets, fields: Partial<Demand> = {}): Promise<Ticket> =>
  await budgets.acquire(demand(fields))

/** The largest sum within any stretch of `intervalMs`. */
function findPeak(events: readonly { atMs: number; amount: number }[], intervalMs: number): number {
  const sums = events.map(({ atMs }) =>
    events
      .filter((other) => other.atMs > atMs - intervalMs && other.atMs <= atMs)
      .reduce((sum, { amount }) => sum + amount, 0),
  )
  return Math.max(0, ...sums)
}

describe('createBudgets', () => {
  it('keeps a reserve: reads stop first, cancels last', async () => {
    const { budgets } = createCase()
    ;(await acquire(budgets, { weight: 80 })).end(true)
    await expect(acquire(budgets, { lane: 'read' })).rejects.toBeInstanceOf(RateLimitError)
    ;(await acquire(budgets, { lane: 'place', weight: 10 })).end(true)
    await expect(acquire(budgets, { lane: 'place' })).rejects.toBeInstanceOf(RateLimitError)
    ;(await acquire(budgets, { lane: 'close', weight: 5 })).end(true)
    await expect(acquire(budgets, { lane: 'close' })).rejects.toBeInstanceOf(RateLimitError)
    ;(await acquire(budgets, { lane: 'cancel', weight: 5 })).end(true)
    await expect(acquire(budgets, { lane: 'cancel' })).rejects.toBeInstanceOf(RateLimitError)
  })

  it('says how long to wait when it refuses', async () => {
    const { budgets, clock } = createCase()
    ;(await acquire(budgets, { weight: 80 })).end(true)
    await clock.advance(20_000)
    await expect(acquire(budgets)).rejects.toMatchObject({ retryAfterMs: 40_000, banned: false })
  })

  it('lets a waiting cancel pass a placement that waited longer', async () => {
    const { budgets, clock } = createCase()
    ;(await acquire(budgets, { lane: 'cancel', weight: 100 })).end(true)
    const order: string[] = []
    const wait = async (lane: Demand['lane']) => {
      await acquire(budgets, { lane, weight: 60, maxWaitMs: 300_000 })
      order.push(lane)
    }
    const all = Promise.all([wait('place'), wait('cancel')])
    await clock.advance(60_000)
    expect(order).toEqual(['cancel'])
    expect(budgets.state().waiting).toEqual({ cancel: 0, close: 0, place: 1, read: 0 })
    await clock.advance(1)
    expect(order).toEqual(['cancel'])
    void all
  })

  it('refuses whoever waited too long, and forgets whoever gave up', async () => {
    const { budgets, clock } = createCase()
    ;(await acquire(budgets, { lane: 'cancel', weight: 100 })).end(true)
    await clock.advance(30_000)
    const controller = new AbortController()
    const impatient = acquire(budgets, { lane: 'cancel', weight: 100, maxWaitMs: 31_000 })
    const aborted = acquire(budgets, { lane: 'cancel', maxWaitMs: 31_000, signal: controller.signal })
    controller.abort(new Error('stop'))
    await expect(aborted).rejects.toThrow('stop')
    await clock.advance(30_000)
    await expect(impatient).resolves.toBeDefined()
    await expect(acquire(budgets, { lane: 'cancel', maxWaitMs: 10 })).rejects.toBeInstanceOf(RateLimitError)
  })

  it('learns from the reports what others behind the address spend', async () => {
    const { budgets, clock } = createCase()
    const ticket = await acquire(budgets)
    ticket.end(true, [{ kind: 'weight', intervalMs: 60_000, used: 79 }])
    ;(await acquire(budgets)).end(true)
    await expect(acquire(budgets)).rejects.toBeInstanceOf(RateLimitError)
    expect(budgets.state().weight[origin]?.windows).toEqual([{ intervalMs: 60_000, limit: 100, used: 80 }])
    await clock.advance(60_000)
    await expect(acquire(budgets)).resolves.toBeDefined()
  })

  it('does not let an answer that was overtaken lower the count', async () => {
    const { budgets } = createCase()
    const slow = await acquire(budgets)
    const fast = await acquire(budgets)
    fast.end(true, [{ kind: 'weight', intervalMs: 60_000, used: 50 }])
    slow.end(true, [{ kind: 'weight', intervalMs: 60_000, used: 1 }])
    expect(budgets.state().weight[origin]?.windows[0]?.used).toBe(50)
  })

  it('counts orders per account and weight per address', async () => {
    const { budgets } = createCase()
    for (let count = 0; count < 9; count += 1) {
      ;(await acquire(budgets, { lane: 'place', weight: 0, orders: 1, account: 'a' })).end(true)
    }
    await expect(acquire(budgets, { lane: 'place', weight: 0, orders: 1, account: 'a' })).rejects.toBeInstanceOf(
      RateLimitError,
    )
    await expect(acquire(budgets, { lane: 'close', weight: 0, orders: 1, account: 'a' })).resolves.toBeDefined()
    await expect(acquire(budgets, { lane: 'place', weight: 0, orders: 1, account: 'b' })).resolves.toBeDefined()
    await expect(acquire(budgets, { lane: 'place', weight: 1, account: 'a' })).resolves.toBeDefined()
  })

  it('counts one account on two networks apart, each by the limits of its own', async () => {
    const { budgets } = createCase()
    const other = 'https://testnet.invalid'
    const orders = (limit: number) => [{ rateLimitType: 'ORDERS', interval: 'SECOND', intervalNum: 10, limit }]
    const placing = { lane: 'close', weight: 0, orders: 1, account: 'a' } as const
    for (let count = 0; count < 10; count += 1) (await acquire(budgets, placing)).end(true)
    budgets.applyRateLimits(other, orders(1_000))
    await expect(acquire(budgets, placing)).rejects.toBeInstanceOf(RateLimitError)
    for (let count = 0; count < 999; count += 1) (await acquire(budgets, { ...placing, origin: other })).end(true)
    expect(Object.keys(budgets.state().orders)).toEqual([`${origin} a`, `${other} a`])
  })

  it('lets a waiting call go, and holds one back, as soon as the limits change', async () => {
    const { budgets, clock } = createCase()
    const limits = (limit: number) => [{ rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit }]
    ;(await acquire(budgets, { weight: 80 })).end(true)
    const waiting = Promise.resolve(budgets.acquire(demand({ weight: 40, maxWaitMs: 120_000 })))
    budgets.applyRateLimits(origin, limits(200))
    ;(await waiting).end(true)
    expect(clock.monotonicMs()).toBe(0)
    budgets.applyRateLimits(origin, limits(100))
    await expect(acquire(budgets, { lane: 'cancel' })).rejects.toBeInstanceOf(RateLimitError)
  })

  it('keeps its limits when the list holds none that make sense', async () => {
    const { budgets } = createCase()
    const broken = [
      [0, 100],
      [-1, 100],
      [1, 0],
      [1, -5],
    ] as const
    budgets.applyRateLimits(
      origin,
      broken.map(([intervalNum, limit]) => ({
        rateLimitType: 'REQUEST_WEIGHT',
        interval: 'MINUTE',
        intervalNum,
        limit,
      })),
    )
    expect(budgets.state().weight[origin]?.windows ?? []).toEqual([{ intervalMs: 60_000, limit: 100, used: 0 }])
    const ticket = await acquire(budgets)
    expect(ticket.block({ scope: 'weight', banned: false, retryAfterMs: undefined })).toBeGreaterThan(0)
  })

  it('gives back what never left', async () => {
    const { budgets } = createCase()
    ;(await acquire(budgets, { lane: 'cancel', weight: 100 })).end(false)
    await expect(acquire(budgets, { lane: 'cancel', weight: 100 })).resolves.toBeDefined()
  })

  it('stops everything while the address is banned, cancels too', async () => {
    const { budgets, clock } = createCase()
    const ticket = await acquire(budgets)
    ticket.block({ scope: 'weight', banned: true, retryAfterMs: 120_000 })
    ticket.end(true)
    await expect(acquire(budgets, { lane: 'cancel', maxWaitMs: 10_000 })).rejects.toMatchObject({
      banned: true,
      retryAfterMs: 120_000,
    })
    expect(budgets.state().weight[origin]).toMatchObject({ banned: true, blockedForMs: 120_000 })
    await clock.advance(120_000)
    await expect(acquire(budgets, { lane: 'cancel' })).resolves.toBeDefined()
    expect(budgets.state().weight[origin]).toMatchObject({ banned: false, blockedForMs: 0 })
  })

  it('waits for the end of the running interval when 429 names no time', async () => {
    const { budgets, clock } = createCase()
    await clock.advance(60_000 - (clock.now() % 60_000) + 45_000)
    const ticket = await acquire(budgets)
    expect(ticket.block({ scope: 'weight', banned: false, retryAfterMs: undefined })).toBe(15_250)
  })

  it('keeps fewer signed requests in flight than the exchange remembers nonces', async () => {
    const { budgets } = createCase()
    const tickets: Ticket[] = []
    for (let count = 0; count < 50; count += 1) {
      tickets.push(await acquire(budgets, { lane: 'place', weight: 0, signer: 's' }))
    }
    const waiting = acquire(budgets, { lane: 'place', weight: 0, signer: 's', maxWaitMs: 1_000 })
    await expect(acquire(budgets, { lane: 'cancel', weight: 0, signer: 's', maxWaitMs: 1 })).resolves.toBeDefined()
    expect(budgets.state().waiting.place).toBe(1)
    tickets[0]?.end(true)
    tickets[1]?.end(true)
    await expect(waiting).resolves.toBeDefined()
  })

  it(
    'never exceeds a limit in any stretch of time, wherever between sending and answer the exchange counts',
    { timeout: 60_000 },
    async () => {
      const request = fc.record({
        pauseMs: fc.nat({ max: 4_000 }),
        latencyMs: fc.integer({ min: 1, max: 3_000 }),
        arrival: fc.double({ min: 0, max: 1, noNaN: true }),
        lane: fc.constantFrom('cancel', 'close', 'place', 'read'),
        weight: fc.nat({ max: 40 }),
        orders: fc.nat({ max: 3 }),
      })
      await fc.assert(
        fc.asyncProperty(fc.array(request, { maxLength: 60 }), async (requests) => {
          const { budgets, clock } = createCase()
          const weights: { atMs: number; amount: number }[] = []
          const orders: { atMs: number; amount: number }[] = []
          const run = async ({ pauseMs, latencyMs, arrival, ...wanted }: (typeof requests)[number], index: number) => {
            await sleep(clock, pauseMs * (index % 10))
            const ticket = await acquire(budgets, { ...wanted, account: 'a', maxWaitMs: 90_000 }).catch(
              (error: unknown) => {
                if (error instanceof RateLimitError) return undefined
                throw error
              },
            )
            if (ticket === undefined) return
            await sleep(clock, Math.floor(latencyMs * arrival))
            const atMs = clock.monotonicMs()
            weights.push({ atMs, amount: wanted.weight })
            orders.push({ atMs, amount: wanted.orders })
            await sleep(clock, latencyMs - Math.floor(latencyMs * arrival))
            ticket.end(true)
          }
          await clock.runUntil(Promise.all(requests.map(run)))
          expect(findPeak(weights, 60_000)).toBeLessThanOrEqual(100)
          expect(findPeak(orders, 10_000)).toBeLessThanOrEqual(10)
          expect(findPeak(orders, 60_000)).toBeLessThanOrEqual(20)
          expect(budgets.state().waiting).toEqual({ cancel: 0, close: 0, place: 0, read: 0 })
        }),
        { numRuns: 60 },
      )
    },
  )
})
