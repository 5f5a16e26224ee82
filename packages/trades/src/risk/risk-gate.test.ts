import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { sleep } from '@aster/core'
import { startTestExchange, testKeys } from '@aster/simulator/testing'
import { describe, expect, it } from 'vitest'

import type { AccountEvent } from '../account/account-event.ts'
import { openJournal } from '../journal/open-journal.ts'
import { placeOrder } from '../orders/place-order.ts'
import { beginTrade, expectCleanEnd, tradeModes } from '../testing/begin-trade.ts'
import { placing } from '../testing/fault-transport.ts'
import { openScene, type Scene } from '../testing/open-scene.ts'
import type { RiskOptions } from './create-account-risk.ts'
import { createJournalRiskStore } from './create-journal-risk-store.ts'
import { describeRiskLimits, defaultRiskLimits, parseRiskLimits } from './risk-limits.ts'
import { RiskRefusedError } from './risk-refused-error.ts'
import { createMemoryRiskStore } from './risk-state.ts'

async function inScene(risk: RiskOptions, play: (scene: Scene) => Promise<void>, hedge = false): Promise<void> {
  await using test = await startTestExchange()
  await using scene = await openScene(test, testKeys, { hedge, account: { risk } })
  await play(scene)
}

const resting = {
  symbol: 'BTCUSDT',
  side: 'BUY',
  type: 'LIMIT',
  timeInForce: 'GTC',
  quantity: '0.01',
  price: '95000',
} as const

describe('the risk gate of an account', () => {
  it('refuses an order with rule and number, and sends nothing', () =>
    inScene({ limits: { maxOrderNotional: 500 } }, async (scene) => {
      const refused = scene.run(scene.account.orders.place(resting))
      await expect(refused).rejects.toThrow(RiskRefusedError)
      await expect(refused).rejects.toThrow('950 of notional in one order, at most 500 is allowed (orderNotional)')
      expect(scene.faults.seen.filter(placing())).toEqual([])
    }))

  it('says of an order what it would, without sending it', () =>
    inScene({ limits: { maxOrderNotional: 500 } }, (scene) => {
      const { state, equity, checks } = scene.account.risk.explain(resting)
      expect({ state, equity }).toEqual({ state: 'active', equity: 10_000 })
      expect(checks[0]).toMatchObject({ rule: 'orderNotional', value: 950, limit: 500, ok: false })
      expect(checks.filter(({ ok }) => !ok)).toHaveLength(1)
      return Promise.resolve()
    }))

  it('counts orders that were approved a moment ago, before the exchange has heard of them', () =>
    inScene({ limits: { maxPositionNotional: 2_000 } }, async (scene) => {
      const ends = await scene.run(Promise.allSettled([1, 2, 3].map(() => scene.account.orders.place(resting))))
      expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected'])
    }))

  it('refuses an order that nobody has approved: the types do', () => {
    // @ts-expect-error an order that is not approved cannot be sent
    const send = () => placeOrder(undefined as never, { request: resting, isReducing: false })
    expect(send).toBeTypeOf('function')
  })

  it('reads a mark price anew before it refuses for its age', () =>
    inScene({ limits: { maxMarkAgeMs: 0 } }, async (scene) => {
      await scene.advance(300)
      expect((await scene.run(scene.account.orders.place(resting))).state).toBe('open')
      await scene.advance(300)
      scene.faults.add({ when: ({ path }) => path === '/fapi/v3/premiumIndex', fault: 'drop', times: 100 })
      await expect(scene.run(scene.account.orders.place(resting))).rejects.toThrow('markAge')
    }))

  it('judges a move as it judges an order, and counts the order once', () =>
    inScene({ limits: { maxPositionNotional: 1_000, maxPriceBeyondMarkPercent: 1 } }, async (scene) => {
      const { clientOrderId } = await scene.run(scene.account.orders.place(resting))
      const moved = await scene.run(scene.account.orders.amend(clientOrderId, '95500'))
      expect(moved?.terms?.price).toBe('95500')
      const count = scene.faults.seen.length
      await expect(scene.run(scene.account.orders.amend(clientOrderId, '98000'))).rejects.toThrow('priceBeyondMark')
      expect(scene.faults.seen.slice(count).filter(({ method }) => method === 'PUT')).toEqual([])
    }))

  it('finds a made-up limit, and prints every real one', () => {
    expect(() => parseRiskLimits({ maxOrderNotionl: 5 } as never)).toThrow('maxOrderNotionl is no limit')
    expect(() => parseRiskLimits({ maxLeverage: -1 })).toThrow('maxLeverage must be a number, 0 or more')
    expect(describeRiskLimits(defaultRiskLimits)).toContain('maxLeverage 10')
    expect(describeRiskLimits(defaultRiskLimits)).toHaveLength(Object.keys(defaultRiskLimits).length - 1)
  })
})

describe.each(tradeModes)('the kill switch, $name', ({ side, hedge }) => {
  const positionSide = hedge ? ({ positionSide: side === 'BUY' ? 'LONG' : 'SHORT' } as const) : {}

  it.each(['halt', 'reduce'] as const)('%s: entries go, exits and stops stay, nothing new is begun', (how) =>
    inScene(
      {},
      async (scene) => {
        const { trade } = beginTrade(scene, { side, takeProfits: [1, 2] })
        await scene.advance(500)
        const price = side === 'BUY' ? '95000' : '97000'
        const entry = await scene.run(scene.account.orders.place({ ...resting, side, price, ...positionSide }))
        await scene.run(scene.account.risk[how]('test'))
        await scene.advance(500)
        expect(scene.account.orders.get(entry.clientOrderId)?.state).toBe('canceled')
        expect(scene.truth().openOrders).toHaveLength(3)
        const again = scene.run(scene.account.orders.place({ ...resting, side, price, ...positionSide }))
        await expect(again).rejects.toThrow(/test \(state\)/)
        expectCleanEnd(scene, await scene.run(trade.close()))
      },
      hedge,
    ),
  )

  it('ends the entry of a trade that is under way', () =>
    inScene(
      {},
      async (scene) => {
        const { trade } = beginTrade(scene, { side, entry: { type: 'bbo', fillTimeoutMs: 60_000 } })
        await scene.advance(500)
        await scene.run(scene.account.risk.halt('enough'))
        const result = await scene.run(trade.done)
        expect(result).toMatchObject({ entry: { quantity: '0' } })
        expectCleanEnd(scene, result)
      },
      hedge,
    ))
})

describe('between approval and sending', () => {
  const market = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.01' } as const

  it.each(['place', 'placePlan'] as const)('%s: a halt stops what has not left yet', async (how) => {
    await using test = await startTestExchange()
    let isSlow = false
    // as a slow disk: the intent is on it before the order is sent
    const onEvent = async ({ type }: { readonly type: string }) => {
      if (isSlow && type === 'intent') await sleep(test.clock, 1_000)
    }
    await using scene = await openScene(test, testKeys, { account: { onEvent } })
    isSlow = true
    const { orders } = scene.account
    const placing = Promise.allSettled([how === 'place' ? orders.place(market) : orders.placePlan([market, market])])
    await scene.advance(500)
    await scene.run(scene.account.risk.halt('enough'))
    const [end] = await scene.run(placing)
    const answers = end?.status === 'fulfilled' ? [end.value].flat() : [end?.reason]
    for (const answer of answers) expect(answer).toBeInstanceOf(RiskRefusedError)
    await scene.advance(1_000)
    expect(scene.truth()).toMatchObject({ positions: [], openOrders: [] })
  })
})

describe('the latch', () => {
  it('holds over a restart, and until it is taken off by a call', async () => {
    const store = createMemoryRiskStore()
    await inScene({ store }, (scene) => scene.run(scene.account.risk.halt('loss')))
    await inScene({ store }, async (scene) => {
      expect(scene.account.risk).toMatchObject({ state: 'halted', reason: 'loss' })
      await expect(scene.run(scene.account.orders.place(resting))).rejects.toThrow('the account is halted: loss')
      await scene.run(scene.account.risk.resume('looked at it'))
      expect((await scene.run(scene.account.orders.place(resting))).state).toBe('open')
    })
  })

  it('is kept in the journal, with the marks that losses are counted from', async () => {
    await using test = await startTestExchange()
    using journal = openJournal({ path: ':memory:', clock: test.clock })
    const limits = { maxDailyLossPercent: 1 }
    await using first = await openScene(test, testKeys, { account: { journal, accountId: 'one', risk: { limits } } })
    await first.advance(2_000)
    await first.run(first.account.risk.reduce('careful'))
    const store = createJournalRiskStore(journal.scope('one'), () => 0)
    expect(store.readLatch()).toMatchObject({ state: 'reducing', reason: 'careful' })
    expect(store.readEquityMarks()).toMatchObject({ dayStartEquity: 10_000, peakEquity: 10_000 })
  })

  it('of a journal that cannot write any more is told, and takes resting entries off the book', async () => {
    await using test = await startTestExchange()
    using journal = openJournal({ path: ':memory:', clock: test.clock, largestBytes: 200_000 })
    const told: string[] = []
    const onEvent = (event: AccountEvent) => {
      if (event.type === 'risk') told.push(`${event.state}: ${event.reason}`)
    }
    await using scene = await openScene(test, testKeys, { account: { journal, onEvent } })
    const { account, run, truth } = scene
    await run(account.orders.place(resting))
    const filler = { type: 'ledger', atMs: 0, key: 'x', body: 'x'.repeat(20_000) } as const
    let isFull = false
    while (!isFull) await account.journal?.append(filler).catch(() => (isFull = true))
    await scene.advance(5_000)
    expect(told).toEqual([expect.stringMatching(/^halted: The journal .* could not be written/)])
    expect(truth().openOrders).toEqual([])
  })

  it('is not weakened from halted to reducing', () =>
    inScene({}, async (scene) => {
      await scene.run(scene.account.risk.halt('first'))
      await scene.run(scene.account.risk.reduce('second'))
      expect(scene.account.risk).toMatchObject({ state: 'halted', reason: 'first' })
    }))

  it.each([
    ['', 'halted', 'no reason given'],
    ['reduce over the weekend', 'reducing', 'over the weekend'],
    ['stop it', 'halted', 'stop it'],
  ])('is set by a file that says "%s"', async (text, state, reason) => {
    const directory = mkdtempSync(join(tmpdir(), 'aster-halt-'))
    const haltFile = join(directory, 'halt')
    try {
      await inScene({ haltFile }, async (scene) => {
        await scene.advance(2_000)
        expect(scene.account.risk.state).toBe('active')
        writeFileSync(haltFile, text)
        await scene.advance(1_100)
        expect(scene.account.risk.state).toBe(state)
        expect(scene.account.risk.reason).toContain(reason)
        expect(scene.events.filter(({ type }) => type === 'risk')).toHaveLength(1)
      })
    } finally {
      rmSync(directory, { recursive: true })
    }
  })

  it.each([
    [{ maxDailyLossPercent: 1, maxDrawdownPercent: 50 }, 'reducing', /% lost since 00:00 UTC/],
    [{ maxDailyLossPercent: 50, maxDrawdownPercent: 1 }, 'halted', /% below the highest equity/],
  ])('is set by losses beyond %j', (limits, state, reason) =>
    inScene({ limits }, async (scene) => {
      const { trade } = beginTrade(scene, { quantity: '0.2', stop: { percent: 5 } })
      await scene.advance(2_000)
      expect(scene.account.risk.state).toBe('active')
      scene.market.moveBy(-0.8)
      await scene.advance(3_000)
      expect(scene.account.risk.state).toBe(state)
      expect(scene.account.risk.reason).toMatch(reason)
      expectCleanEnd(scene, await scene.run(trade.close()))
    }),
  )
})
