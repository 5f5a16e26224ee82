import { createSeededRandom } from '@aster/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { parseMoney } from './money.ts'
import { listStrategyIds } from './random-order-features.ts'
import { runRandomSession, type Session } from './random-session.ts'
import type { OrderView, StrategyLegView } from './types.ts'

const seeds = fc.integer({ min: 1, max: 1_000_000 })
const options = { numRuns: 60 } as const

const money = (text: string): bigint => {
  const amount = parseMoney(text)
  if (amount === undefined) throw new Error(`no money: ${text}`)
  return amount
}

/** Runs a session and checks after every step. */
function check(seed: number, look: (session: Session) => void): Session {
  return runRandomSession(createSeededRandom(seed), 250, look)
}

describe('whatever users and the market do', () => {
  it('money is conserved to the last unit', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        check(seed, ({ engine }) => {
          const { wallets, fees, insuranceFund, externalCounterparty, deposits } = engine.getMoney()
          const sum = money(wallets) + money(fees) + money(insuranceFund) + money(externalCounterparty)
          expect(sum).toBe(money(deposits))
          for (const row of engine.getMoney().assets) {
            expect(money(row.accounts) + money(row.externalCounterparty)).toBe(money(row.deposits))
            expect(money(row.accounts)).toBeGreaterThanOrEqual(0n)
          }
        })
      }),
      options,
    )
  })

  it('the book is never crossed and never empty levels are shown', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        check(seed, ({ engine }) => {
          const { bids, asks } = engine.getDepth('BTCUSDT', 1000)
          const bidPrices = bids.map(([price]) => Number(price))
          const askPrices = asks.map(([price]) => Number(price))
          expect(bidPrices).toEqual(bidPrices.toSorted((a, b) => b - a))
          expect(askPrices).toEqual(askPrices.toSorted((a, b) => a - b))
          expect([...bids, ...asks].every(([, quantity]) => Number(quantity) > 0)).toBe(true)
          expect(bidPrices[0] ?? -Infinity).toBeLessThan(askPrices[0] ?? Infinity)
        })
      }),
      options,
    )
  })

  it('level events rebuild the book', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { engine, events } = check(seed, () => undefined)
        let levels = new Map<string, { side: string; ticks: number; lots: number }>()
        let lastId = 0
        for (const event of events) {
          if (event.kind === 'rules') {
            const finer = [...levels.values()].map((level) => ({ ...level, ticks: level.ticks * event.ticksFactor }))
            levels = new Map(finer.map((level) => [`${level.side} ${level.ticks}`, level]))
          }
          if (event.kind !== 'level') continue
          expect(event.updateId).toBeGreaterThan(lastId)
          lastId = event.updateId
          const { side, priceTicks: ticks, lots } = event
          if (lots === 0) levels.delete(`${side} ${ticks}`)
          else levels.set(`${side} ${ticks}`, { side, ticks, lots })
        }
        const book = new Map(
          [...levels.values()].map(({ side, ticks, lots }) => [
            `${side} ${engine.formatPrice('BTCUSDT', ticks)}`,
            lots,
          ]),
        )
        const { bids, asks } = engine.getDepth('BTCUSDT', 1000)
        const shown = [
          ...bids.map(([price, quantity]) => [`BUY ${price}`, engine.toLots('BTCUSDT', quantity)] as const),
          ...asks.map(([price, quantity]) => [`SELL ${price}`, engine.toLots('BTCUSDT', quantity)] as const),
        ]
        expect(new Map(shown)).toEqual(book)
      }),
      options,
    )
  })

  it('a position is the sum of its fills, and an order never fills beyond its quantity', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { engine, accounts, events } = check(seed, () => undefined)
        const filled = new Map<string, number>()
        const positions = new Map<string, number>()
        for (const event of events) {
          if (event.kind !== 'order' || event.fill === undefined) continue
          const { order, fill } = event
          const lots = engine.toLots('BTCUSDT', fill.quantity)
          filled.set(order.orderId, (filled.get(order.orderId) ?? 0) + lots)
          const key = `${event.accountId} ${order.positionSide}`
          positions.set(key, (positions.get(key) ?? 0) + (order.side === 'BUY' ? lots : -lots))
          expect(filled.get(order.orderId)).toBe(engine.toLots('BTCUSDT', order.executedQty))
          expect(Number(order.executedQty)).toBeLessThanOrEqual(Number(order.origQty))
        }
        for (const account of accounts) {
          for (const row of engine.getPositions(account, 'BTCUSDT')) {
            const sum = positions.get(`${account} ${row.positionSide}`) ?? 0
            expect(Number(row.quantity)).toBeCloseTo(sum / 1000, 9)
          }
        }
      }),
      options,
    )
  })

  it('nobody trades with himself', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { events } = check(seed, () => undefined)
        const owners = new Map<string, string>()
        for (const event of events) {
          if (event.kind !== 'order' || event.fill === undefined) continue
          expect(owners.get(event.fill.tradeId)).not.toBe(event.accountId)
          owners.set(event.fill.tradeId, event.accountId)
        }
      }),
      options,
    )
  })

  it('users at one price are filled in their order of arrival', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { events } = check(seed, () => undefined)
        // by side and price: orders resting there, in the order in which they came
        const queues = new Map<string, string[]>()
        const keyOf = new Map<string, string>()
        const quantityOf = new Map<string, number>()
        const join = ({ orderId, side, price, origQty }: OrderView) => {
          const key = `${side} ${price}`
          keyOf.set(orderId, key)
          quantityOf.set(orderId, Number(origQty))
          queues.set(key, [...(queues.get(key) ?? []), orderId])
        }
        const leave = (orderId: string) => {
          const queue = queues.get(keyOf.get(orderId) ?? '')
          if (queue?.includes(orderId) === true) queue.splice(queue.indexOf(orderId), 1)
          keyOf.delete(orderId)
        }
        for (const event of events) {
          if (event.kind !== 'order') continue
          const { order, executionType, fill } = event
          const isVisible = order.type === 'LIMIT' && order.timeInForce !== 'HIDDEN'
          const isSmaller =
            keyOf.get(order.orderId) === `${order.side} ${order.price}` &&
            Number(order.origQty) <= (quantityOf.get(order.orderId) ?? 0)
          if (executionType === 'NEW' && isVisible) join(order)
          if (executionType === 'AMENDMENT' && isVisible && !isSmaller) {
            leave(order.orderId)
            join(order)
          } else if (executionType === 'AMENDMENT') {
            quantityOf.set(order.orderId, Number(order.origQty))
          }
          const isQueued = fill?.maker === true && keyOf.has(order.orderId)
          const first = queues.get(keyOf.get(order.orderId) ?? '')?.[0]
          expect(isQueued ? first : order.orderId).toBe(order.orderId)
          if (order.status !== 'NEW' && order.status !== 'PARTIALLY_FILLED') leave(order.orderId)
        }
      }),
      options,
    )
  })

  it('counts of open orders and bound margin end at nothing once all is cancelled and closed', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { engine, accounts, nowMs } = check(seed, () => undefined)
        for (const account of accounts) {
          engine.cancelAllOrders(account, 'BTCUSDT', nowMs)
          const balance = engine.getBalance(account)
          expect(balance.openOrderInitialMargin).toBe('0')
          expect(engine.getOpenOrders(account)).toEqual([])
        }
        const { bids, asks } = engine.getDepth('BTCUSDT', 1000)
        for (const [side, rows] of [
          ['BUY', bids],
          ['SELL', asks],
        ] as const) {
          for (const [price, quantity] of rows) {
            const ticks = engine.toTicks('BTCUSDT', price)
            expect(engine.getExternalLots('BTCUSDT', side, ticks)).toBe(engine.toLots('BTCUSDT', quantity))
          }
        }
      }),
      options,
    )
  })

  it('the events alone tell the state: open orders, wallets, positions', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { engine, accounts, events } = check(seed, () => undefined)
        const openOrders = new Map<string, OrderView>()
        const wallets = new Map<string, string>()
        const positions = new Map<string, string>()
        for (const event of events) {
          if (event.kind === 'order') {
            const { order } = event
            if (order.status === 'NEW' || order.status === 'PARTIALLY_FILLED') openOrders.set(order.orderId, order)
            else openOrders.delete(order.orderId)
          }
          if (event.kind !== 'account') continue
          for (const { asset, walletBalance } of event.balances)
            wallets.set(`${event.accountId} ${asset}`, walletBalance)
          for (const { positionSide, quantity } of event.positions) {
            positions.set(`${event.accountId} ${positionSide}`, quantity)
          }
        }
        const told = [...openOrders.values()].toSorted((a, b) => Number(a.orderId) - Number(b.orderId))
        const asked = accounts
          .flatMap((account) => engine.getOpenOrders(account))
          .toSorted((a, b) => Number(a.orderId) - Number(b.orderId))
        expect(JSON.stringify(told)).toBe(JSON.stringify(asked))
        for (const account of accounts) {
          for (const { asset, walletBalance } of engine.getBalances(account)) {
            expect(wallets.get(`${account} ${asset}`) ?? walletBalance).toBe(walletBalance)
          }
          for (const { positionSide, quantity } of engine.getPositions(account, 'BTCUSDT')) {
            expect(positions.get(`${account} ${positionSide}`) ?? '0').toBe(quantity)
          }
        }
      }),
      options,
    )
  })

  it('a strategy is open exactly while something of it is, and one exit that has filled leaves no other open', () => {
    let seen = 0
    fc.assert(
      fc.property(seeds, (seed) => {
        const { engine, accounts } = check(seed, () => undefined)
        for (const account of accounts) {
          for (const strategyId of listStrategyIds(engine, account)) {
            const found = engine.getStrategy(account, { strategyId }, false)
            if (!found.ok) continue
            seen++
            const { status, strategyType, legs } = found.value
            const isOpen = (leg: StrategyLegView) => leg.status === 'NEW' || leg.status === 'PARTIALLY_FILLED'
            expect(legs.some(isOpen)).toBe(status === 'WORKING')
            const exits = strategyType === 'OCO' ? legs : strategyType === 'OTOCO' ? legs.slice(1) : []
            const filled = exits.filter(({ order }) => Number(order?.executedQty ?? 0) > 0)
            expect(exits.filter((leg) => isOpen(leg) && !filled.includes(leg)).length).toBe(
              filled.length === 0 ? exits.filter(isOpen).length : 0,
            )
          }
        }
      }),
      options,
    )
    expect(seen).toBeGreaterThan(100)
  })

  it('whoever is frozen by a protection has nothing open that opens', () => {
    let seen = 0
    fc.assert(
      fc.property(seeds, (seed) => {
        check(seed, ({ engine, accounts }) => {
          for (const account of accounts.filter((id) => id !== 'd')) {
            if ((engine.getProtections(account)[0]?.frozenUntilMs ?? 0) === 0) continue
            seen++
            const orders = engine.getOpenOrders(account)
            expect(orders.filter(({ reduceOnly, closePosition }) => !reduceOnly && !closePosition)).toEqual([])
          }
        })
      }),
      options,
    )
    expect(seen).toBeGreaterThan(100)
  })

  it('the same seed gives the same events to the byte, another one does not', () => {
    const write = (seed: number) =>
      check(seed, () => undefined)
        .events.map((event) => JSON.stringify(event))
        .join('\n')
    expect(write(7)).toBe(write(7))
    expect(write(7)).not.toBe(write(8))
  })
})
