import { createVirtualClock } from '@aster/core'
import type { RestClient } from '@aster/rest'
import { startTestExchange, testKeys } from '@aster/simulator/testing'
import { describe, expect, it } from 'vitest'

import { createOrderView } from '../orders/order-view.ts'
import { openLife, type Life } from '../testing/open-life.ts'
import { createTestMarket } from '../testing/test-market.ts'
import { createTrade } from '../trade/create-trade.ts'
import { createDeadManSwitch, type DeadManOptions } from './create-dead-man-switch.ts'
import { planCountdowns } from './plan-countdowns.ts'

const quote = {
  symbol: 'BTCUSDT',
  side: 'BUY',
  type: 'LIMIT',
  timeInForce: 'GTC',
  price: '95000',
  quantity: '0.01',
} as const

async function onStage(
  deadMan: DeadManOptions,
  play: (stage: {
    readonly life: Life
    readonly advance: (ms: number) => Promise<void>
    readonly openTypes: () => readonly string[]
  }) => Promise<void>,
): Promise<void> {
  await using test = await startTestExchange()
  const { exchange, clock } = test
  const accountId = exchange.engine.accountIds()[0] ?? ''
  createTestMarket(exchange.engine, 'BTCUSDT', () => clock.now()).moveTo('96000')
  const life = await openLife(test, testKeys, ':memory:', { deadMan })
  await play({
    life,
    advance: (ms) => clock.advance(ms),
    openTypes: () => exchange.engine.getOpenOrders(accountId).map(({ type }) => type),
  })
}

describe('the dead-man switch', () => {
  it('has the exchange cancel resting quotes when we are gone, and not while we are there', () =>
    onStage({}, async ({ life, advance, openTypes }) => {
      await life.run(life.account.orders.place(quote))
      await advance(1_000)
      expect(life.account.deadManArmed).toEqual(['BTCUSDT'])
      await advance(400_000)
      expect(openTypes()).toEqual(['LIMIT'])
      life.link.kill()
      await advance(121_000)
      expect(openTypes()).toEqual([])
    }))

  it('is off as soon as a position relies on a stop: a dead program leaves the stop', () =>
    onStage({}, async ({ life, advance, openTypes }) => {
      await life.run(life.account.orders.place(quote))
      await advance(1_000)
      expect(life.account.deadManArmed).toEqual(['BTCUSDT'])
      createTrade(life.account, {
        symbol: 'BTCUSDT',
        side: 'BUY',
        quantity: '0.02',
        entry: 'market',
        stop: { percent: 0.5 },
      })
      await advance(1_000)
      expect(life.account.deadManArmed).toEqual([])
      life.link.kill()
      await advance(300_000)
      expect(openTypes()).toContain('STOP_MARKET')
    }))

  it('stays on beside a stop only when told that the position may be left naked', () =>
    onStage({ allowNaked: true }, async ({ life, advance, openTypes }) => {
      await life.run(life.account.orders.place(quote))
      createTrade(life.account, {
        symbol: 'BTCUSDT',
        side: 'BUY',
        quantity: '0.02',
        entry: 'market',
        stop: { percent: 0.5 },
      })
      await advance(2_000)
      expect(life.account.deadManArmed).toEqual(['BTCUSDT'])
      life.link.kill()
      await advance(121_000)
      expect(openTypes()).toEqual([])
    }))

  it('lets go when nothing of ours rests, and when the account closes', () =>
    onStage({}, async ({ life, advance }) => {
      const first = await life.run(life.account.orders.place(quote))
      await advance(1_000)
      await life.run(life.account.orders.cancel(first.clientOrderId))
      await advance(1_000)
      expect(life.account.deadManArmed).toEqual([])
      await life.run(life.account.orders.place(quote))
      await advance(1_000)
      await life.run(life.account.close())
      expect(life.account.deadManArmed).toEqual([])
    }))

  it('goes on giving the sign for the others while one symbol cannot be let go', async () => {
    const clock = createVirtualClock()
    const signsAtMs: number[] = []
    let resting = ['BTCUSDT', 'ETHUSDT']
    const countdownCancelAll = ({ symbol, countdownTime }: { symbol: string; countdownTime: number }) => {
      if (countdownTime === 0) return Promise.reject(new Error('refused'))
      if (symbol === 'ETHUSDT') signsAtMs.push(clock.now())
      return Promise.resolve({})
    }
    const rest = { trading: { countdownCancelAll } } as unknown as RestClient
    const terms = { ...quote, positionSide: 'BOTH', stopPrice: '0', workingType: undefined } as const
    const flags = { reduceOnly: false, closePosition: false }
    const dead = createDeadManSwitch(
      {
        rest,
        clock,
        symbols: ['BTCUSDT', 'ETHUSDT'],
        isWell: () => true,
        listOrders: () => resting.map((symbol) => createOrderView(`own-${symbol}`, { ...terms, ...flags, symbol })),
        owns: () => true,
        positions: () => [],
        ownerOf: () => undefined,
        report: () => undefined,
      },
      {},
    )
    await clock.advance(1_000)
    expect(dead.armed).toEqual(['BTCUSDT', 'ETHUSDT'])
    resting = ['ETHUSDT']
    dead.look()
    await clock.advance(600_000)
    const gaps = signsAtMs.map((atMs, index) => atMs - (signsAtMs[index - 1] ?? atMs))
    expect(Math.max(...gaps, clock.now() - (signsAtMs.at(-1) ?? 0))).toBeLessThan(120_000)
    // by the clock, not at every attempt to let go of the other: each sign costs weight
    expect(signsAtMs.length).toBeLessThan(30)
    await dead.stop()
  })

  it('reports what it has no weight for, and does not arm it', () =>
    onStage({ weightPerMinute: 10 }, async ({ life, advance }) => {
      await life.run(life.account.orders.place(quote))
      await advance(1_000)
      expect(life.account.deadManArmed).toEqual([])
      expect(life.events).toContainEqual(
        expect.objectContaining({ what: 'deadMan', detail: expect.stringContaining('BTCUSDT') }),
      )
    }))
})

describe('planCountdowns', () => {
  const rules = { allowNaked: false, isWell: true, most: 2, renews: true }
  const rests = (symbol: string) => ({ symbol, rests: true, relies: false })

  it('ends a countdown that endangers a stop even while we are not well, and starts none', () => {
    const facts = [{ symbol: 'A', rests: true, relies: true }, rests('B')]
    expect(planCountdowns(facts, new Set(['A']), { ...rules, isWell: false })).toEqual({
      arm: [],
      disarm: ['A'],
      left: [],
    })
  })

  it('keeps those that run before new ones when the weight is short', () => {
    expect(planCountdowns([rests('A'), rests('B'), rests('C')], new Set(['C']), rules)).toEqual({
      arm: ['C', 'A'],
      disarm: [],
      left: ['B'],
    })
  })
})
