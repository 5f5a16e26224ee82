import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { RestClient } from '@aster/rest'
import { startTestExchange, testKeys } from '@aster/simulator/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { AccountJournal } from '../journal/journal.ts'
import { openJournal } from '../journal/open-journal.ts'
import type { OrderState } from '../orders/evidence.ts'
import { openLife } from '../testing/open-life.ts'
import { createTestMarket } from '../testing/test-market.ts'

let directory = ''
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'aster-start-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

const id = 'test-q.scenario0-1'
const terms = {
  symbol: 'BTCUSDT',
  side: 'BUY',
  positionSide: 'BOTH',
  type: 'LIMIT',
  timeInForce: 'GTC',
  quantity: '0.01',
  price: '95000',
  stopPrice: '0',
  workingType: undefined,
  reduceOnly: false,
  closePosition: false,
} as const
const note = (state: OrderState, filledQuantity = '0') => ({
  orderId: undefined,
  state,
  filledQuantity,
  averagePrice: '0',
  triggered: false,
  refusal: undefined,
  acknowledgedMs: undefined,
  updatedMs: 1,
})

type There = 'nothing' | 'resting' | 'filled' | 'canceled' | 'foreign' | 'stop'
type Written = 'nothing' | 'intent' | 'sent' | 'open' | 'canceled' | 'filled'

/** Each pair of what was written down and what the exchange has. */
const scenarios: readonly {
  readonly written: Written
  readonly there: There
  /** What the start believes of the order afterwards; undefined when it knows of none. */
  readonly state: OrderState | undefined
  /** What is left on the book. */
  readonly left: number
}[] = [
  { written: 'nothing', there: 'nothing', state: undefined, left: 0 },
  { written: 'nothing', there: 'resting', state: 'canceled', left: 0 },
  { written: 'nothing', there: 'foreign', state: undefined, left: 1 },
  { written: 'nothing', there: 'stop', state: 'open', left: 1 },
  { written: 'intent', there: 'nothing', state: 'rejected', left: 0 },
  // somebody else's journal, or a lost entry: what is there outranks what was believed
  { written: 'intent', there: 'resting', state: 'canceled', left: 0 },
  { written: 'sent', there: 'nothing', state: 'presumedAbsent', left: 0 },
  { written: 'sent', there: 'resting', state: 'canceled', left: 0 },
  { written: 'sent', there: 'filled', state: 'filled', left: 0 },
  { written: 'sent', there: 'canceled', state: 'canceled', left: 0 },
  { written: 'open', there: 'resting', state: 'canceled', left: 0 },
  { written: 'open', there: 'filled', state: 'filled', left: 0 },
  { written: 'open', there: 'canceled', state: 'canceled', left: 0 },
  // "not found" proves nothing about an order that was seen
  { written: 'open', there: 'nothing', state: 'open', left: 0 },
  { written: 'canceled', there: 'canceled', state: undefined, left: 0 },
  // it was over by what was written, and is not
  { written: 'canceled', there: 'resting', state: 'canceled', left: 0 },
  { written: 'filled', there: 'filled', state: undefined, left: 0 },
]

function write(scope: AccountJournal, written: Written, atMs: number): void {
  if (written === 'nothing') return
  scope.note({ type: 'intent', atMs, clientOrderId: id, terms })
  if (written === 'intent') return
  scope.note({ type: 'sent', atMs, clientOrderId: id, nonceUs: String(BigInt(atMs) * 1_000n) })
  if (written === 'open') scope.note({ type: 'order', atMs, clientOrderId: id, note: note('open') })
  if (written === 'canceled' || written === 'filled') {
    scope.note({ type: 'orderEnded', atMs, clientOrderId: id, note: note(written) })
  }
}

async function stage({ trading }: RestClient, there: There): Promise<void> {
  const limit = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01' } as const
  const market = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.01' } as const
  if (there === 'nothing') return
  if (there === 'filled') await trading.placeOrder({ ...market, newClientOrderId: id })
  else if (there === 'stop') {
    await trading.placeOrder(market)
    const stop = {
      symbol: 'BTCUSDT',
      side: 'SELL',
      type: 'STOP_MARKET',
      stopPrice: '95000',
      closePosition: true,
    } as const
    await trading.placeOrder({ ...stop, newClientOrderId: id })
  } else {
    const newClientOrderId = there === 'foreign' ? 'somebody-else-1' : id
    await trading.placeOrder({ ...limit, price: '95000', newClientOrderId })
  }
  if (there === 'canceled') await trading.cancelOrder({ symbol: 'BTCUSDT', origClientOrderId: id })
}

describe('a start', () => {
  it.each(scenarios)(
    'that finds $written written down and $there on the exchange',
    { timeout: 20_000 },
    async ({ written, there, state, left }) => {
      await using test = await startTestExchange()
      const { exchange, clock } = test
      createTestMarket(exchange.engine, 'BTCUSDT', () => clock.now()).moveTo('96000')
      const first = await openLife(test, testKeys, join(directory, 'other.db'))
      const diedMs = clock.now()
      await first.run(stage(first.rest, there))
      first.kill()
      const path = join(directory, 'journal.db')
      const journal = openJournal({ path, clock })
      write(journal.scope(testKeys.master.address.toLowerCase()), written, diedMs)
      journal.close()
      await clock.advance(120_000)

      const second = await openLife(test, testKeys, path, { nonceWindowMs: 10_000 })
      await clock.advance(100)
      expect(second.account.orders.get(id)?.state).toBe(state)
      expect(exchange.engine.getOpenOrders(exchange.engine.accountIds()[0] ?? '')).toHaveLength(left)
      const { journal: kept } = second.account
      expect(kept?.list('fill', id)).toHaveLength(state === 'filled' ? 1 : 0)
      // a further start finds nothing left to do
      expect(kept?.listOpenOrders()).toEqual(written === 'open' && there === 'nothing' ? [id] : [])
      second.kill()
    },
  )
})
