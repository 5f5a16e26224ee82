import { RateLimitError, sleep } from '@aster/core'
import { defaultExchangeInfo } from '@aster/simulator'
import { startTestExchange } from '@aster/simulator/testing'
import { describe, expect, it } from 'vitest'

import { noRiskLimits } from '../risk/risk-limits.ts'
import { tradeModes } from '../testing/begin-trade.ts'
import { placing } from '../testing/fault-transport.ts'
import { openTestPool, type TestPool } from '../testing/open-test-pool.ts'
import { allSucceeded, resultsOf } from './account-outcome.ts'
import { createAccountPool } from './create-account-pool.ts'
import { openAccountPool } from './open-account-pool.ts'
import { AccountPausedError, AccountTimeoutError, SizeTooSmallError, UnknownAccountError } from './pool-errors.ts'

async function inPool(
  play: (test: TestPool) => Promise<void>,
  options: Parameters<typeof openTestPool>[2] & { readonly balances?: readonly string[] } = {},
): Promise<void> {
  await using test = await startTestExchange()
  await using pool = await openTestPool(test, options.balances ?? ['10000', '10000', '10000'], options)
  await play(pool)
}

const buy = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.01' } as const
const resting = { ...buy, type: 'LIMIT', timeInForce: 'GTC', price: '95000' } as const
const nothing = { orders: 0, positions: [] }

describe('an account pool', () => {
  it('needs at least one account, and ids that differ', () =>
    inPool(({ pool, run }) => {
      const account = pool.get('a')
      const { clock } = account
      expect(pool.ids).toEqual(['a', 'b', 'c'])
      expect(() => pool.get('x')).toThrow(UnknownAccountError)
      expect(() => createAccountPool([], { clock })).toThrow(/at least one/)
      const twins = [
        { id: 'a', account },
        { id: 'a', account },
      ]
      expect(() => createAccountPool(twins, { clock })).toThrow(/ids of their own/)
      return run(Promise.resolve())
    }))

  it('reads every account at the same time', () =>
    inPool(async ({ pool, run }) => {
      await run(pool.place(buy, { ids: ['b'] }))
      await run(pool.place(resting, { ids: ['c'] }))
      const positions = await run(pool.readPositions())
      expect(resultsOf(positions).map((list) => list.length)).toEqual([0, 1, 0])
      const orders = await run(pool.readOpenOrders('BTCUSDT'))
      expect(resultsOf(orders).map((list) => list.length)).toEqual([0, 0, 1])
      const balances = await run(pool.readBalances())
      expect(resultsOf(balances).map((list) => list.find(({ asset }) => asset === 'USDT')?.walletBalance)).toEqual([
        '10000',
        expect.stringMatching(/^9999\./),
        '10000',
      ])
    }))

  it('keeps one account’s failure to itself', () =>
    inPool(async ({ pool, run, faults }) => {
      faults
        .get('b')
        ?.add({ when: placing(), fault: { answer: { status: 400, code: -2019, msg: 'Margin is insufficient.' } } })
      const { outcomes, stands } = await run(pool.place(buy))
      expect(outcomes.map(({ id, success }) => [id, success])).toEqual([
        ['a', true],
        ['b', false],
        ['c', true],
      ])
      expect(stands).toBe(true)
      const own = await run(
        pool.run(({ id }) => {
          if (id === 'a') throw new Error('on its own')
          return Promise.resolve(id)
        }),
      )
      expect(own).toMatchObject([
        { success: false, error: { message: 'on its own' } },
        { result: 'b' },
        { result: 'c' },
      ])
    }))

  it('does not wait for one that hangs', () =>
    inPool(async ({ pool, run }) => {
      const outcomes = await run(
        pool.run(({ id }) => (id === 'b' ? new Promise<string>(() => undefined) : Promise.resolve(id)), {
          timeoutMs: 500,
        }),
      )
      expect(outcomes[1]).toMatchObject({ id: 'b', success: false, tookMs: 500 })
      expect(outcomes[1]?.success === false && outcomes[1].error).toBeInstanceOf(AccountTimeoutError)
    }))

  it('places the same order, or each account’s own, with the skew told', () =>
    inPool(async ({ pool, run, truth }) => {
      const own = await run(pool.place(({ id }) => ({ ...buy, quantity: id === 'a' ? '0.01' : '0.02' })))
      expect(own.skewMs).toBeLessThan(50)
      expect(truth().map(({ positions }) => positions)).toEqual([['BOTH 0.01'], ['BOTH 0.02'], ['BOTH 0.02']])
    }))

  it('works the best price, cancels lists, cancels all, closes and flattens', () =>
    inPool(async ({ pool, run, truth, market }) => {
      const resting = await run(pool.placeBbo({ symbol: 'BTCUSDT', side: 'BUY', quantity: '0.01' }))
      const ids = new Map(
        resting.flatMap((outcome) => (outcome.success ? [[outcome.id, outcome.result.clientOrderId]] : [])),
      )
      expect(ids.size).toBe(3)
      expect(allSucceeded(await run(pool.cancel(({ id }) => [ids.get(id) ?? '']))) && truth()).toEqual([
        nothing,
        nothing,
        nothing,
      ])
      await run(pool.placeBbo({ symbol: 'BTCUSDT', side: 'BUY', quantity: '0.01' }))
      expect(allSucceeded(await run(pool.cancelAll())) && truth()).toEqual([nothing, nothing, nothing])
      const chasing = pool.placeBboWithRetry({ symbol: 'BTCUSDT', side: 'BUY', quantity: '0.01' })
      await run(pool.run(({ account }) => sleep(account.clock, 300)))
      market.take('SELL', 5_000 + 30)
      const chased = await run(chasing)
      expect(resultsOf(chased).map(({ filledQuantity }) => filledQuantity)).toEqual(['0.01', '0.01', '0.01'])
      expect(allSucceeded(await run(pool.closePosition({ symbol: 'BTCUSDT', passive: false }, { ids: ['a'] })))).toBe(
        true,
      )
      expect(truth().map(({ positions }) => positions.length)).toEqual([0, 1, 1])
      expect(allSucceeded(await run(pool.flatten())) && truth()).toEqual([nothing, nothing, nothing])
    }))

  it('pauses one account: no new risk, exits all the same', () =>
    inPool(async ({ pool, run, truth }) => {
      await run(pool.place(buy))
      pool.pause('b', 'lunch')
      const { outcomes } = await run(pool.place(buy))
      const [refused] = outcomes.filter(({ success }) => !success)
      expect(refused?.success === false && refused.error).toBeInstanceOf(AccountPausedError)
      expect(allSucceeded(await run(pool.flatten())) && truth()).toEqual([nothing, nothing, nothing])
      pool.resume('b')
      expect((await run(pool.place(resting))).outcomes.every(({ success }) => success)).toBe(true)
    }))

  it('halts accounts by their gates', () =>
    inPool(async ({ pool, run }) => {
      await run(pool.halt('enough', { ids: ['a', 'c'] }))
      const { outcomes } = await run(pool.place(resting))
      expect(outcomes.map(({ success }) => success)).toEqual([false, true, false])
    }))

  it('closes every account, however often it is asked', () =>
    inPool(async ({ pool, run }) => {
      const [first, second] = await run(Promise.all([pool.close(), pool.close()]))
      expect(first).toBe(second)
      expect(first).toMatchObject([{ success: true }, { success: true }, { success: true }])
    }))

  it('shares what the exchange allows per IP among all accounts, and is never refused for it', async () => {
    const weight = { rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: 400 }
    const rateLimits = [weight, ...defaultExchangeInfo.rateLimits.filter((row) => row.rateLimitType === 'ORDERS')]
    await using test = await startTestExchange({ exchangeInfo: { ...defaultExchangeInfo, rateLimits } })
    const statuses: number[] = []
    test.exchange.onEvent((line) => {
      if (line.startsWith('{"kind":"request"')) statuses.push((JSON.parse(line) as { status: number }).status)
    })
    const account = { risk: { limits: noRiskLimits } }
    await using opened = await openTestPool(test, ['10000', '10000', '10000'], { isShared: true, account })
    const errors: Error[] = []
    // 60 readings of weight 11 do not fit into a minute of 400: some are told to wait, by our own budgets
    for (let count = 0; count < 20; count += 1) {
      for (const outcome of await opened.run(opened.pool.readBalances()))
        if (!outcome.success) errors.push(outcome.error)
    }
    expect(errors.length).toBeGreaterThan(0)
    expect(errors.every((error) => error instanceof RateLimitError)).toBe(true)
    expect(statuses.filter((status) => status === 429 || status === 418)).toEqual([])
  })

  it('goes on without those that do not open', () =>
    inPool(async ({ pool, run }) => {
      const { clock } = pool.get('a')
      const opened = await run(
        openAccountPool(
          [
            { id: 'good', open: () => Promise.resolve(pool.get('a')) },
            { id: 'bad', open: () => Promise.reject(new Error('key refused')) },
          ],
          { clock },
        ),
      )
      expect(opened.pool.ids).toEqual(['good'])
      expect(opened.failed).toMatchObject([{ id: 'bad', error: { message: 'key refused' } }])
      await expect(
        openAccountPool([{ id: 'bad', open: () => Promise.reject(new Error('no')) }], { clock }),
      ).rejects.toThrow(AggregateError)
    }))
})

describe.each(tradeModes)('policies, $name', ({ side, hedge }) => {
  const order = {
    ...buy,
    side,
    ...(hedge ? { positionSide: side === 'BUY' ? ('LONG' as const) : ('SHORT' as const) } : {}),
  }
  const refuse = { answer: { status: 400, code: -2019, msg: 'Margin is insufficient.' } }

  it('all or unwind: what filled on others is closed again', () =>
    inPool(
      async ({ pool, run, faults, truth }) => {
        faults.get('c')?.add({ when: placing({ type: 'MARKET' }), fault: refuse })
        const { stands, unwound } = await run(pool.place(order, { policy: 'allOrUnwind' }))
        expect(stands).toBe(false)
        expect(unwound).toMatchObject([
          { id: 'a', result: '0.01' },
          { id: 'b', result: '0.01' },
          { id: 'c', result: '0' },
        ])
        expect(truth()).toEqual([nothing, nothing, nothing])
      },
      { hedge },
    ))

  it('all or unwind: an order whose answer was lost, and that was carried out, is taken back as well', () =>
    inPool(
      async ({ pool, run, faults, truth }) => {
        faults.get('a')?.add({ when: placing({ type: 'MARKET' }), fault: 'loseAnswer' })
        faults.get('c')?.add({ when: placing({ type: 'MARKET' }), fault: refuse })
        const { stands } = await run(pool.place(order, { policy: 'allOrUnwind' }))
        expect(stands).toBe(false)
        expect(truth()).toEqual([nothing, nothing, nothing])
      },
      { hedge },
    ))

  it('all or unwind: an account that does not answer holds the others up no longer than told', () =>
    inPool(
      async ({ pool, run, faults, truth }) => {
        faults.get('c')?.add({ when: () => true, fault: 'drop', times: 1_000 })
        const started = pool.get('a').clock.monotonicMs()
        const { stands, outcomes } = await run(pool.place(order, { policy: 'allOrUnwind', timeoutMs: 3_000 }))
        expect(pool.get('a').clock.monotonicMs() - started).toBeLessThan(10_000)
        expect(stands).toBe(false)
        expect(outcomes.find(({ id }) => id === 'c')?.success).toBe(false)
        expect(truth()).toEqual([nothing, nothing, nothing])
      },
      { hedge },
    ))

  it('all or unwind: a refusal of the way back does not end it', () =>
    inPool(
      async ({ pool, run, faults, truth }) => {
        faults.get('c')?.add({ when: placing({ type: 'MARKET' }), fault: refuse })
        const busy = { answer: { status: 400, code: -1008, msg: 'Server is busy.' } }
        const isBack = placing({ side: side === 'BUY' ? 'SELL' : 'BUY' })
        faults.get('a')?.add({ when: isBack, fault: busy, times: 3 })
        const { unwound } = await run(pool.place(order, { policy: 'allOrUnwind' }))
        expect(unwound[0]).toMatchObject({ id: 'a', success: true, result: '0.01' })
        expect(truth()).toEqual([nothing, nothing, nothing])
      },
      { hedge },
    ))

  it('all or unwind: what the exchange lets expire has not succeeded', () =>
    inPool(
      async ({ pool, run, truth, market }) => {
        const price = (id: string) => {
          const isTaking = (side === 'BUY') === (id !== 'c')
          return isTaking ? market.ask : market.bid
        }
        const ioc = { ...order, type: 'LIMIT', timeInForce: 'IOC' } as const
        const { stands } = await run(pool.place(({ id }) => ({ ...ioc, price: price(id) }), { policy: 'allOrUnwind' }))
        expect(stands).toBe(false)
        expect(truth()).toEqual([nothing, nothing, nothing])
      },
      { hedge },
    ))

  it('quorum: stands with enough, is taken back with fewer', () =>
    inPool(
      async ({ pool, run, faults, truth }) => {
        faults.get('c')?.add({ when: placing({ type: 'MARKET' }), fault: refuse, times: 2 })
        const enough = await run(pool.place(order, { policy: { policy: 'quorum', atLeast: 2 } }))
        expect(enough).toMatchObject({ stands: true, unwound: [] })
        expect(truth().map(({ positions }) => positions.length)).toEqual([1, 1, 0])
        await run(pool.flatten())
        const few = await run(pool.place(order, { policy: { policy: 'quorum', atLeast: 3 } }))
        expect(few.stands).toBe(false)
        expect(truth()).toEqual([nothing, nothing, nothing])
      },
      { hedge },
    ))

  it('sends nothing at all when a gate would refuse', () =>
    inPool(
      async ({ pool, run, faults }) => {
        await run(pool.halt('no', { ids: ['b'] }))
        const { stands, outcomes } = await run(pool.place(order, { policy: 'allOrUnwind' }))
        expect({ stands, refused: outcomes.map(({ id }) => id) }).toEqual({ stands: false, refused: ['b'] })
        expect([...faults.values()].flatMap(({ seen }) => seen.filter(placing()))).toEqual([])
      },
      { hedge },
    ))

  it('begins a trade on each account, with its share, and ends them', () =>
    inPool(
      async ({ pool, run, truth }) => {
        const outcomes = await run(
          pool.createTrades(
            { symbol: 'BTCUSDT', side, entry: 'market', stop: { percent: 1 }, takeProfits: 2 },
            { size: { equityPercent: 10 } },
          ),
        )
        const [a, b, c] = outcomes
        expect(a?.success === true && a.result.plan.quantity).toBe('0.01')
        expect(b?.success === true && b.result.plan.quantity).toBe('0.02')
        expect(c?.success === false && c.error).toBeInstanceOf(SizeTooSmallError)
        await run(pool.run(({ account }) => sleep(account.clock, 500)))
        const results = await run(Promise.all(resultsOf(outcomes).map((trade) => trade.close())))
        expect(results.map(({ state }) => state)).not.toContain('failed')
        expect(truth()).toEqual([nothing, nothing, nothing])
      },
      { hedge, balances: ['10000', '20000', '10'] },
    ))
})

describe('shares', () => {
  it('are each account’s own, times its multiplier, with what rounding left out', () =>
    inPool(
      async ({ pool, run }) => {
        const outcomes = await run(pool.size({ symbol: 'BTCUSDT', side: 'BUY', size: { equityPercent: 10 } }))
        expect(resultsOf(outcomes)).toMatchObject([
          { id: 'a', quantity: '0.01', skipped: undefined },
          { id: 'b', quantity: '0.02', skipped: undefined },
          { id: 'c', quantity: '0', leftOutPercent: '100', skipped: expect.stringContaining('left out') },
        ])
        const byRisk = await run(
          pool.size({ symbol: 'BTCUSDT', side: 'BUY', size: { riskPercent: 1 }, stop: { percent: 1 } }),
        )
        // 100 of risk at 960 a coin; twice as much for b
        expect(resultsOf(byRisk).map(({ quantity }) => quantity)).toEqual(['0.104', '0.208', '0'])
      },
      { balances: ['10000', '10000', '10'], multipliers: [undefined, '2', undefined] },
    ))
})
