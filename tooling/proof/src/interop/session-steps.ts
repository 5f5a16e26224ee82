import { type Clock, withDeadline } from '@aster/core'

import type { ForeignTrader, OrderWish, SeenOrder, UserNote } from './foreign-trader.ts'

/** One step of the scripted session; throws when what the client saw is not what must be. */
export interface SessionStep {
  readonly name: string
  run(trader: ForeignTrader, desk: SessionDesk): Promise<void>
}

/** What steps share: the notes of the user stream, and waiting for something to come true. */
export interface SessionDesk {
  readonly notes: UserNote[]
  waitFor(what: string, isTrue: () => boolean): Promise<void>
}

/** A desk whose waiting ends after five seconds. */
export function createSessionDesk(clock: Clock): SessionDesk {
  const pause = (signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      const timer = clock.schedule(10, resolve)
      signal.addEventListener('abort', () => (timer.cancel(), resolve()), { once: true })
    })
  return {
    notes: [],
    async waitFor(what, isTrue) {
      if (isTrue()) return
      try {
        await withDeadline(clock, 5000, async (signal) => {
          while (!isTrue() && !signal.aborted) await pause(signal)
        })
      } catch (cause) {
        throw new Error(`waited 5 s for ${what}`, { cause })
      }
    },
  }
}

/** The quiet market stands at 95,999.9 to 96,000.1. */
const farBelow = '90000'
const limit: OrderWish = { side: 'BUY', type: 'LIMIT', quantity: '0.01', price: farBelow, timeInForce: 'GTC' }
const quantity = '0.01'

function expect(isTrue: boolean, what: string): asserts isTrue {
  if (!isTrue) throw new Error(what)
}

const near = (left: number, right: number): boolean => Math.abs(left - right) < 1e-9

async function expectOrder(trader: ForeignTrader, id: string, status: SeenOrder['status'], filled = 0) {
  const seen = await trader.getOrder(id)
  expect(seen.id === id, `asked for order ${id}, got ${seen.id}`)
  // some clients have one word for all ends without a fill
  const isEnded = status === 'expired' && seen.status === 'canceled'
  expect(seen.status === status || isEnded, `order ${id} is ${seen.status}, not ${status}`)
  expect(near(seen.filled, filled), `order ${id} has ${seen.filled} filled, not ${filled}`)
}

/** Places, sees it wait, cancels, sees it gone. */
const tryWaiting = (name: string, wish: OrderWish): SessionStep => ({
  name,
  async run(trader) {
    const id = await trader.place(wish)
    await expectOrder(trader, id, 'open')
    await trader.cancel(id)
    await expectOrder(trader, id, 'canceled')
  },
})

/** The scripted session, in its order. It begins and ends flat. */
export const sessionSteps: readonly SessionStep[] = [
  {
    name: 'server time',
    async run(trader) {
      expect((await trader.getServerTimeMs()) > 1.7e12, 'the time is not in milliseconds')
    },
  },
  {
    name: 'markets',
    async run(trader) {
      const symbols = await trader.listSymbols()
      expect(symbols.includes('BTCUSDT') && symbols.includes('ETHUSDT'), `read ${symbols.join(', ')}`)
    },
  },
  {
    name: 'order book',
    async run(trader) {
      const { bid, ask } = await trader.getBook()
      expect(bid === 95_999.9 && ask === 96_000.1, `read ${bid} / ${ask}`)
    },
  },
  {
    name: 'last price',
    async run(trader) {
      const price = await trader.getLastPrice()
      expect(near(price, 96_000), `read ${price}`)
    },
  },
  {
    name: 'balance',
    async run(trader) {
      const balance = await trader.getBalance()
      expect(balance === 10_000, `read ${balance}`)
    },
  },
  { name: 'leverage', run: (trader) => trader.setLeverage(10) },
  {
    name: 'margin type',
    async run(trader) {
      await trader.setMarginType('ISOLATED')
      await trader.setMarginType('CROSSED')
    },
  },
  {
    name: 'position mode',
    async run(trader) {
      expect(!(await trader.isHedgeMode()), 'hedge mode at the start')
      await trader.setHedgeMode(true)
      expect(await trader.isHedgeMode(), 'still one-way after the change')
      await trader.setHedgeMode(false)
      expect(!(await trader.isHedgeMode()), 'still hedged after the change back')
    },
  },
  tryWaiting('limit, cancel', limit),
  tryWaiting('post-only', { ...limit, timeInForce: 'GTX' }),
  {
    name: 'immediate or cancel',
    async run(trader) {
      await expectOrder(trader, await trader.place({ ...limit, timeInForce: 'IOC' }), 'expired')
    },
  },
  {
    name: 'fill or kill',
    async run(trader) {
      await expectOrder(trader, await trader.place({ ...limit, timeInForce: 'FOK' }), 'expired')
    },
  },
  {
    name: 'open orders',
    async run(trader) {
      const id = await trader.place(limit)
      const open = await trader.listOpenOrders()
      expect(open.length === 1 && open[0]?.id === id, `placed ${id}, sees ${open.map((order) => order.id).join(', ')}`)
      await trader.cancelAll()
      expect((await trader.listOpenOrders()).length === 0, 'orders are left after cancel all')
    },
  },
  {
    name: 'user stream: order',
    async run(trader, desk) {
      await trader.watchUser((note) => desk.notes.push(note))
      const heard = (id: string, status: SeenOrder['status']) => () =>
        desk.notes.some((note) => note.kind === 'order' && note.id === id && note.status === status)
      const id = await trader.place(limit)
      await desk.waitFor('the event of the new order', heard(id, 'open'))
      await trader.cancel(id)
      await desk.waitFor('the event of its cancel', heard(id, 'canceled'))
    },
  },
  {
    name: 'market',
    async run(trader) {
      const id = await trader.place({ side: 'BUY', type: 'MARKET', quantity: '0.02' })
      await expectOrder(trader, id, 'filled', 0.02)
    },
  },
  {
    name: 'user stream: fill',
    async run(_trader, desk) {
      await desk.waitFor('the event of the fill', () =>
        desk.notes.some((note) => note.kind === 'order' && note.status === 'filled'),
      )
      await desk.waitFor('the event of the account', () => desk.notes.some((note) => note.kind === 'account'))
    },
  },
  {
    name: 'position',
    async run(trader) {
      const held = await trader.getPosition()
      expect(near(held, 0.02), `sees ${held}`)
    },
  },
  {
    name: 'own trades',
    async run(trader) {
      const total = (await trader.listTrades()).reduce((sum, trade) => sum + trade.quantity, 0)
      expect(near(total, 0.02), `trades add up to ${total}`)
    },
  },
  tryWaiting('stop market', { side: 'SELL', type: 'STOP_MARKET', quantity, stopPrice: farBelow }),
  tryWaiting('stop limit', { side: 'SELL', type: 'STOP', quantity, stopPrice: '95000', price: '94990' }),
  tryWaiting('take profit market', { side: 'SELL', type: 'TAKE_PROFIT_MARKET', quantity, stopPrice: '97000' }),
  tryWaiting('take profit limit', { side: 'SELL', type: 'TAKE_PROFIT', quantity, stopPrice: '97000', price: '97000' }),
  tryWaiting('trailing stop', {
    side: 'SELL',
    type: 'TRAILING_STOP_MARKET',
    quantity,
    callbackRate: '1',
    activationPrice: '97000',
  }),
  tryWaiting('close position', { side: 'SELL', type: 'STOP_MARKET', stopPrice: farBelow, closePosition: true }),
  {
    name: 'batch',
    async run(trader) {
      const ids = await trader.placeBatch([limit, { ...limit, price: '89000' }])
      expect(ids.length === 2, `${ids.length} answers to two orders`)
      for (const id of ids) await expectOrder(trader, id, 'open')
    },
  },
  {
    name: 'batch cancel',
    async run(trader) {
      const ids = (await trader.listOpenOrders()).map((order) => order.id)
      expect(ids.length === 2, `${ids.length} open orders, not two`)
      await trader.cancelBatch(ids)
      for (const id of ids) await expectOrder(trader, id, 'canceled')
    },
  },
  {
    name: 'reduce only',
    async run(trader) {
      const id = await trader.place({ side: 'SELL', type: 'MARKET', quantity: '0.02', reduceOnly: true })
      await expectOrder(trader, id, 'filled', 0.02)
      expect((await trader.getPosition()) === 0, 'the position is still there')
    },
  },
  {
    name: 'income',
    async run(trader) {
      const rows = await trader.listIncome()
      const fees = rows.filter(({ type }) => /commission|fee/i.test(type))
      expect(fees.length === 2 && fees.every(({ amount }) => amount !== 0), `fees of two trades: ${fees.length} rows`)
    },
  },
  {
    name: 'market stream',
    async run(trader, desk) {
      const bests: { readonly bid: number }[] = []
      await trader.watchBook((best) => bests.push(best))
      const id = await trader.place({ ...limit, price: '96000', timeInForce: 'GTX' })
      await desk.waitFor('the best bid of our own order', () => bests.some(({ bid }) => bid === 96_000))
      await trader.cancel(id)
    },
  },
  { name: 'listen key kept', run: (trader) => trader.keepUserStream() },
  { name: 'listen key closed', run: (trader) => trader.closeUserStream() },
]
