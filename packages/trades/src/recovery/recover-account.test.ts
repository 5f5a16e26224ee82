import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { VirtualClock } from '@aster/core'
import { startTestExchange, testKeys } from '@aster/simulator/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { tradeModes } from '../testing/begin-trade.ts'
import { type Life, openLife } from '../testing/open-life.ts'
import type { StagedExchange } from '../testing/open-scene.ts'
import { createTestMarket, type TestMarket } from '../testing/test-market.ts'
import { createTrade } from '../trade/create-trade.ts'
import type { TradeOptions } from '../trade/trade-options.ts'

let directory = ''
let path = ''
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'aster-recovery-'))
  path = join(directory, 'journal.db')
})
afterEach(() => rmSync(directory, { recursive: true }))

interface Stage {
  readonly exchange: StagedExchange
  readonly clock: VirtualClock
  readonly market: TestMarket
  /** Starts a program with the journal that the one before has left. */
  readonly begin: (options?: Parameters<typeof openLife>[3]) => Promise<Life>
  readonly truth: () => { readonly openOrders: readonly string[]; readonly position: string }
}

async function onStage(hedge: boolean, play: (stage: Stage) => Promise<void>): Promise<void> {
  await using test = await startTestExchange()
  const { exchange, clock } = test
  const accountId = exchange.engine.accountIds()[0] ?? ''
  if (hedge) exchange.engine.setPositionMode(accountId, true, clock.now())
  const market = createTestMarket(exchange.engine, 'BTCUSDT', () => clock.now())
  market.moveTo('96000')
  await play({
    exchange,
    clock,
    market,
    begin: (options) => openLife(test, testKeys, path, options),
    truth: () => ({
      openOrders: exchange.engine.getOpenOrders(accountId).map(({ type }) => type),
      position: exchange.engine
        .getPositions(accountId)
        .map(({ quantity }) => quantity)
        .filter((quantity) => /[1-9]/.test(quantity))
        .join(),
    }),
  })
}

describe.each(tradeModes)('a program that is killed, $name', ({ side, hedge }) => {
  const forUs = side === 'BUY' ? 1 : -1
  const signed = (quantity: string) => (side === 'BUY' ? quantity : `-${quantity}`)
  const begin = (life: Life, options: Partial<TradeOptions> = {}) =>
    createTrade(life.account, {
      symbol: 'BTCUSDT',
      side,
      quantity: '0.02',
      entry: 'market',
      stop: { percent: 0.5 },
      takeProfits: 1,
      ...options,
    })
  const resting = { type: 'limit', price: side === 'BUY' ? '95500' : '96500', timeoutMs: 60_000 } as const

  it('in a protected position leaves the stop, and the next one goes on with the trade', () =>
    onStage(hedge, async ({ begin: start, clock, market, truth }) => {
      const first = await start()
      begin(first)
      await clock.advance(1_000)
      path = first.kill()
      await clock.advance(600_000)
      expect(truth()).toEqual({ openOrders: ['STOP_MARKET', 'LIMIT'], position: signed('0.02') })
      const second = await start()
      const [trade] = second.account.recovery?.trades ?? []
      await clock.advance(500)
      expect(trade?.state).toBe('protected')
      expect(trade?.orders.filter(({ role }) => role === 'stop')).toHaveLength(1)
      expect(truth().openOrders).toEqual(['STOP_MARKET', 'LIMIT'])
      market.moveBy(1.2 * forUs)
      const result = await second.run(trade?.done ?? Promise.reject(new Error('no trade')))
      expect(result).toMatchObject({ state: 'completed', exitReason: 'takeProfit', fillsComplete: true })
      expect(truth()).toEqual({ openOrders: [], position: '' })
      await second.end()
    }))

  it('whose stop fills while nobody is there: the next one finds the fills and clears the rest', () =>
    onStage(hedge, async ({ begin: start, clock, market, truth }) => {
      const first = await start()
      begin(first)
      await clock.advance(1_000)
      path = first.kill()
      market.moveBy(-1 * forUs)
      await clock.advance(30_000)
      expect(truth().position).toBe('')
      const second = await start()
      const [trade] = second.account.recovery?.trades ?? []
      const result = await second.run(trade?.done ?? Promise.reject(new Error('no trade')))
      expect(result).toMatchObject({ state: 'completed', exitReason: 'stop', fillsComplete: true })
      expect(second.account.recovery?.missedFills).toBeGreaterThan(0)
      expect(truth()).toEqual({ openOrders: [], position: '' })
      await second.end()
      const third = await start()
      expect(third.account.recovery).toMatchObject({ trades: [], swept: [], settled: [], inDoubt: [] })
      await third.end()
    }))

  it('between fill and stop: the position is closed, for nobody was there to protect it in time', () =>
    onStage(hedge, async ({ begin: start, clock, truth }) => {
      const first = await start()
      // its last act is to send the entry
      first.link.onPoint = (point) => {
        if (point === 'sent POST /fapi/v3/order') path = first.kill()
      }
      begin(first)
      await clock.advance(30_000)
      expect(truth()).toEqual({ openOrders: [], position: signed('0.02') })
      const second = await start()
      const [trade] = second.account.recovery?.trades ?? []
      const result = await second.run(trade?.done ?? Promise.reject(new Error('no trade')))
      expect(result).toMatchObject({ state: 'completed', exitReason: 'unprotected', entry: { quantity: '0.02' } })
      expect(truth()).toEqual({ openOrders: [], position: '' })
      await second.end()
    }))

  it('with a resting entry: the next one cancels it and ends the trade', () =>
    onStage(hedge, async ({ begin: start, clock, truth }) => {
      const first = await start()
      begin(first, { entry: resting })
      await clock.advance(1_000)
      path = first.kill()
      expect(truth().openOrders).toEqual(['LIMIT'])
      const second = await start()
      const [trade] = second.account.recovery?.trades ?? []
      const result = await second.run(trade?.done ?? Promise.reject(new Error('no trade')))
      expect(result).toMatchObject({ state: 'cancelled', exitReason: 'notFilled' })
      expect(truth()).toEqual({ openOrders: [], position: '' })
      await second.end()
    }))

  const trigger = { type: 'stop', stopPrice: side === 'BUY' ? '96480' : '95520', timeoutMs: 60_000 } as const

  it.each([
    ['a limit', { ...resting, afterRestart: 'keep' }, 'LIMIT'],
    ['a stop', { ...trigger, afterRestart: 'keep' }, 'STOP_MARKET'],
  ] as const)('with %s entry that is to go on: the next one protects it when it fills', (_, entry, type) =>
    onStage(hedge, async ({ begin: start, clock, market, truth }) => {
      const first = await start()
      begin(first, { entry })
      await clock.advance(1_000)
      path = first.kill()
      await clock.advance(10_000)
      const second = await start()
      const [trade] = second.account.recovery?.trades ?? []
      await clock.advance(2_000)
      expect(truth()).toEqual({ openOrders: [type], position: '' })
      expect(trade?.state).toBe('entering')
      market.moveBy((type === 'LIMIT' ? -0.6 : 0.6) * forUs)
      await clock.advance(500)
      expect(truth()).toEqual({ openOrders: ['STOP_MARKET', 'LIMIT'], position: signed('0.02') })
      const result = await second.run(trade?.close() ?? Promise.reject(new Error('no trade')))
      expect(result).toMatchObject({ state: 'completed', entry: { quantity: '0.02' } })
      expect(result.unprotectedMs).toBeLessThan(50)
      expect(truth()).toEqual({ openOrders: [], position: '' })
      await second.end()
    }),
  )

  it('with an entry that is to go on: its time counts from its beginning, and it ends with its program in order', () =>
    onStage(hedge, async ({ begin: start, clock, truth }) => {
      const first = await start()
      begin(first, { entry: { ...trigger, afterRestart: 'keep' } })
      await clock.advance(1_000)
      path = first.kill()
      await clock.advance(58_000)
      const second = await start()
      const [trade] = second.account.recovery?.trades ?? []
      await clock.advance(500)
      expect(truth().openOrders).toEqual(['STOP_MARKET'])
      await clock.advance(1_000)
      expect(truth().openOrders).toEqual([])
      expect(await trade?.done).toMatchObject({ state: 'cancelled', exitReason: 'notFilled' })
      begin(second, { entry: { ...trigger, afterRestart: 'keep' } })
      await clock.advance(1_000)
      expect(truth().openOrders).toEqual(['STOP_MARKET'])
      await second.run(second.account.close({ policy: 'leaveProtected' }))
      expect(truth().openOrders).toEqual([])
      second.journal.close()
    }))

  it('while its entry fired unseen: the position is closed, for nobody was there to protect it in time', () =>
    onStage(hedge, async ({ begin: start, clock, market, truth }) => {
      const first = await start()
      begin(first, { entry: { ...trigger, afterRestart: 'keep' } })
      await clock.advance(1_000)
      path = first.kill()
      market.moveBy(0.6 * forUs)
      await clock.advance(10_000)
      expect(truth()).toEqual({ openOrders: [], position: signed('0.02') })
      const second = await start()
      const [trade] = second.account.recovery?.trades ?? []
      const result = await second.run(trade?.done ?? Promise.reject(new Error('no trade')))
      expect(result).toMatchObject({ state: 'completed', exitReason: 'unprotected', entry: { quantity: '0.02' } })
      expect(truth()).toEqual({ openOrders: [], position: '' })
      await second.end()
    }))

  it('right before its order leaves: the next one finds out that it never did', () =>
    onStage(hedge, async ({ begin: start, clock, truth }) => {
      const first = await start()
      begin(first)
      await clock.advance(1_000)
      const { account } = first
      first.link.onPoint = (point) => {
        if (point === 'before POST /fapi/v3/order') path = first.kill()
      }
      void account.orders.place({
        symbol: 'BTCUSDT',
        side,
        ...(hedge ? { positionSide: side === 'BUY' ? 'LONG' : 'SHORT' } : {}),
        type: 'LIMIT',
        timeInForce: 'GTC',
        price: resting.price,
        quantity: '0.01',
      })
      await clock.advance(1_000)
      const second = await start()
      // it was signed, so it might have left: the exchange is asked
      expect(second.account.recovery?.settled).toHaveLength(1)
      expect(truth().openOrders).toEqual(['STOP_MARKET', 'LIMIT'])
      await second.run(second.account.close())
      second.journal.close()
    }))

  it('with an order of its own resting beside a trade: it is cancelled, or kept if so asked', () =>
    onStage(hedge, async ({ begin: start, clock, truth }) => {
      const first = await start()
      await first.run(
        first.account.orders.place({
          symbol: 'BTCUSDT',
          side,
          ...(hedge ? { positionSide: side === 'BUY' ? 'LONG' : 'SHORT' } : {}),
          type: 'LIMIT',
          timeInForce: 'GTC',
          price: resting.price,
          quantity: '0.01',
        }),
      )
      path = first.kill()
      const second = await start({ loneOrders: 'keep' })
      expect(second.account.recovery?.kept).toHaveLength(1)
      expect(truth().openOrders).toEqual(['LIMIT'])
      path = second.kill()
      const third = await start()
      expect(third.account.recovery?.swept).toHaveLength(1)
      expect(truth().openOrders).toEqual([])
      await clock.advance(10)
      await third.end()
    }))

  it('and whose journal is lost: a stop that protects an open position is left, and named', () =>
    onStage(hedge, async ({ begin: start, clock, truth }) => {
      const first = await start()
      begin(first)
      await clock.advance(1_000)
      first.kill()
      path = join(directory, 'another.db')
      const second = await start()
      expect(truth()).toEqual({ openOrders: ['STOP_MARKET'], position: signed('0.02') })
      expect(second.account.recovery).toMatchObject({
        trades: [],
        kept: [expect.any(String)],
        swept: [expect.any(String)],
      })
      await second.run(second.account.close({ policy: 'leaveProtected' }))
      second.journal.close()
    }))

  it('after closing the account with its stop left: the next one takes the trade up again', () =>
    onStage(hedge, async ({ begin: start, clock, truth }) => {
      const first = await start()
      begin(first)
      await clock.advance(1_000)
      const report = await first.run(first.account.close({ policy: 'leaveProtected' }))
      expect(report.keptTrades).toHaveLength(1)
      first.journal.close()
      const second = await start()
      const [trade] = second.account.recovery?.trades ?? []
      expect(trade?.id).toBe(report.keptTrades[0])
      await second.run(trade?.close() ?? Promise.reject(new Error('no trade')))
      expect(truth()).toEqual({ openOrders: [], position: '' })
      await second.end()
    }))
})
