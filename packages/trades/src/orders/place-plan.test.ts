import { startTestExchange, testKeys } from '@aster/simulator/testing'
import { describe, expect, it } from 'vitest'

import { openJournal } from '../journal/open-journal.ts'
import type { SeenRequest } from '../testing/fault-transport.ts'
import { openScene, type Scene } from '../testing/open-scene.ts'
import type { OrderRequest } from './order-desk.ts'
import type { OrderView } from './order-view.ts'

async function inScene(play: (scene: Scene) => Promise<void>): Promise<void> {
  await using test = await startTestExchange()
  using journal = openJournal({ path: ':memory:', clock: test.clock })
  await using scene = await openScene(test, testKeys, { account: { journal } })
  await play(scene)
}

const quote = (number: number): OrderRequest => ({
  symbol: 'BTCUSDT',
  side: 'BUY',
  type: 'LIMIT',
  timeInForce: 'GTC',
  price: String(95_000 - number),
  quantity: '0.002',
})
const tenQuotes = Array.from({ length: 10 }, (_, number) => quote(number))
const isBatch = ({ method, path }: Omit<SeenRequest, 'count'>) => method === 'POST' && path === '/fapi/v3/batchOrders'
const statesOf = (outcomes: readonly (OrderView | Error)[]) =>
  outcomes.map((outcome) => (outcome instanceof Error ? outcome.name : outcome.state))

describe('a plan of orders', () => {
  it('goes out in batches of five, and is written down before', () =>
    inScene(async ({ account, faults, run, truth }) => {
      const before = faults.seen.length
      const outcomes = await run(account.orders.placePlan(tenQuotes))
      expect(statesOf(outcomes)).toEqual(Array(10).fill('open'))
      expect(outcomes.map((view) => (view as OrderView).terms?.price)).toEqual(tenQuotes.map(({ price }) => price))
      expect(faults.seen.slice(before).filter(({ method }) => method === 'POST')).toHaveLength(2)
      expect(account.journal?.list('sent')).toHaveLength(10)
      expect(account.journal?.listOpenOrders()).toHaveLength(10)
      expect(truth().openOrders).toHaveLength(10)
    }))

  it('says of each order what became of it; one that is refused does not hold up the others', () =>
    inScene(async ({ account, run, truth }) => {
      const outcomes = await run(
        account.orders.placePlan([
          quote(1),
          { ...quote(2), price: '95000.00001' },
          quote(3),
          { ...quote(4), side: 'SELL', reduceOnly: true },
        ]),
      )
      expect(statesOf(outcomes)).toEqual(['open', 'ParameterError', 'open', 'RejectedError'])
      expect(truth().openOrders).toHaveLength(2)
    }))

  it('places alone what a batch does not take', () =>
    inScene(async ({ account, faults, run, truth }) => {
      await run(account.orders.place({ symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.01' }))
      const stop = {
        symbol: 'BTCUSDT',
        side: 'SELL',
        type: 'STOP_MARKET',
        stopPrice: '95000',
        closePosition: true,
      } as const
      const outcomes = await run(account.orders.placePlan([stop, quote(1), quote(2)]))
      expect(statesOf(outcomes)).toEqual(['open', 'open', 'open'])
      expect(faults.seen.filter(isBatch)).toHaveLength(1)
      expect(truth().openOrders.map((line) => line.split(' ')[0])).toContain('STOP_MARKET')
    }))

  it.each(['loseAnswer', 'answer503'] as const)(
    'finds all orders of a batch again after %s, and sends none twice',
    (fault) =>
      inScene(async ({ account, faults, run, truth }) => {
        faults.add({ when: isBatch, fault })
        const outcomes = await run(account.orders.placePlan(tenQuotes))
        expect(statesOf(outcomes)).toEqual(Array(10).fill('open'))
        expect(faults.seen.filter(isBatch)).toHaveLength(2)
        expect(truth().openOrders).toHaveLength(10)
      }),
  )

  it.each(['drop', 'refuse503'] as const)('knows of all orders of a batch that they do not exist after %s', (fault) =>
    inScene(async ({ account, faults, run, truth }) => {
      faults.add({ when: isBatch, fault })
      const outcomes = await run(account.orders.placePlan(tenQuotes))
      expect(statesOf(outcomes).toSorted()).toEqual([...Array(5).fill('OrderNotPlacedError'), ...Array(5).fill('open')])
      expect(truth().openOrders).toHaveLength(5)
    }),
  )
})

describe('while the journal cannot be written', () => {
  it('a plan places nothing that adds risk, and everything that takes it off', async () => {
    await using test = await startTestExchange()
    using journal = openJournal({ path: ':memory:', clock: test.clock, largestBytes: 200_000 })
    await using scene = await openScene(test, testKeys, { account: { journal } })
    const { account, run, truth } = scene
    await run(account.orders.place({ symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.01' }))
    const filler = { type: 'ledger', atMs: 0, key: 'x', body: 'x'.repeat(20_000) } as const
    let isFull = false
    while (!isFull) await account.journal?.append(filler).catch(() => (isFull = true))
    const exit: OrderRequest = { symbol: 'BTCUSDT', side: 'SELL', type: 'MARKET', quantity: '0.01', reduceOnly: true }
    const outcomes = await run(account.orders.placePlan([quote(1), quote(2), exit]))
    expect(statesOf(outcomes)).toEqual([expect.stringMatching(/Error$/), expect.stringMatching(/Error$/), 'filled'])
    expect(truth()).toMatchObject({ openOrders: [], positions: [] })
    expect(account.risk.state).toBe('halted')
  })
})
