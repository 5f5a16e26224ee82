import { createVirtualClock, Secret } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { createWireRequests } from '../../testing/call-signed.ts'
import { testStartMs } from '../../testing/start-test-exchange.ts'
import { testAccounts } from '../../testing/test-accounts.ts'
import { createExchange } from '../create-exchange.ts'
import type { ExchangeOptions } from '../exchange-options.ts'
import type { StateStore } from './state-store.ts'

/** A store in memory that forgets nothing but can break. */
function createMemoryStore() {
  let snapshot: Uint8Array | undefined
  let batches: Uint8Array[] = []
  const store = {
    isBroken: false as boolean,
    load: () => (snapshot === undefined && batches.length === 0 ? undefined : { snapshot, batches: [...batches] }),
    append(batch: Uint8Array) {
      if (store.isBroken) throw new Error('disk full')
      batches.push(batch)
    },
    replace(next: Uint8Array) {
      if (store.isBroken) throw new Error('disk full')
      snapshot = next
      batches = []
    },
  } satisfies StateStore & { isBroken: boolean }
  return store
}

/** One life of an exchange on a store. `die` leaves it as it is, as a killed process does. */
async function live(store: StateStore, startMs: number, options: Partial<ExchangeOptions> = {}) {
  const clock = createVirtualClock({ startMs })
  const failures: unknown[] = []
  const exchange = createExchange({
    clock,
    store,
    symbols: ['BTCUSDT'],
    market: 'synthetic',
    accounts: testAccounts,
    onStoreFailure: (error) => failures.push(error),
    ...options,
  })
  await clock.runUntil(exchange.start())
  const write = createWireRequests(clock)
  const transport = exchange.transport()
  const send = (...wanted: Parameters<typeof write>) => {
    const { target, ...rest } = write(...wanted)
    return transport.send({ ...rest, url: exchange.restUrl + target, timeoutMs: 5_000 })
  }
  const call = async (...wanted: Parameters<typeof write>) => {
    const { body, status } = await clock.runUntil(send(...wanted))
    return { status, json: JSON.parse(body) as Record<string, unknown> }
  }
  const order = (params: Readonly<Record<string, string>>) =>
    call('POST', '/fapi/v3/order', { symbol: 'BTCUSDT', side: 'BUY', ...params })
  return { clock, exchange, write, send, call, order, transport, failures }
}

/** What an account can see of itself. */
async function see({ call }: Awaited<ReturnType<typeof live>>) {
  const ask = async (path: string) => JSON.stringify((await call('GET', path, { symbol: 'BTCUSDT' })).json)
  const paths = ['openOrders', 'allOrders', 'userTrades', 'income', 'leverageBracket']
  const seen: Record<string, string> = {}
  for (const path of paths) seen[path] = await ask(`/fapi/v3/${path}`)
  return seen
}

describe('an exchange with a store', () => {
  it('comes back after a sudden death with everything that it had acknowledged', async () => {
    const store = createMemoryStore()
    const first = await live(store, testStartMs)
    await first.call('POST', '/fapi/v3/leverage', { symbol: 'BTCUSDT', leverage: '7' })
    await first.order({ type: 'MARKET', quantity: '0.02', newClientOrderId: 'taken' })
    await first.order({
      type: 'LIMIT',
      timeInForce: 'GTC',
      price: '60000',
      quantity: '0.01',
      newClientOrderId: 'rests',
    })
    await first.clock.advance(30_000)
    await first.order({ side: 'SELL', type: 'STOP_MARKET', stopPrice: '70000', closePosition: 'true' })
    const before = await see(first)
    const balance = first.exchange.engine.getBalance('1').walletBalance

    const second = await live(store, first.clock.now() + 60_000)
    expect(await see(second)).toEqual(before)
    expect(second.exchange.engine.getBalance('1').walletBalance).toBe(balance)
    expect(second.exchange.engine.getLeverage('1', 'BTCUSDT')).toBe(7)
    expect(second.exchange.engine.accountIds()).toEqual(first.exchange.engine.accountIds())
    const again = await second.order({
      type: 'LIMIT',
      timeInForce: 'GTC',
      price: '60000',
      quantity: '0.01',
      newClientOrderId: 'rests',
    })
    expect(again.json['code']).toBe(-4116)
    const next = await second.order({ type: 'LIMIT', timeInForce: 'GTC', price: '60000', quantity: '0.01' })
    expect(before['allOrders']).not.toContain(String(next.json['orderId']))
    expect(Number(next.json['orderId'])).toBeGreaterThan(20_000_000_000)
  })

  it('goes on where the market stood', async () => {
    const store = createMemoryStore()
    const first = await live(store, testStartMs)
    await first.clock.advance(20_000)
    const { bidTicks } = first.exchange.engine.getTop('BTCUSDT')
    const depth = first.exchange.engine.getDepth('BTCUSDT', 50)
    await first.exchange.stop()
    const second = await live(store, first.clock.now())
    expect(second.exchange.engine.getDepth('BTCUSDT', 50).bids.slice(1, 20)).toEqual(depth.bids.slice(1, 20))
    await second.clock.advance(2_000)
    expect(Math.abs(second.exchange.engine.getTop('BTCUSDT').bidTicks / bidTicks - 1)).toBeLessThan(0.005)
    await second.exchange.stop()
  })

  it('does not carry out a request again that was sent before the restart', async () => {
    const store = createMemoryStore()
    const first = await live(store, testStartMs)
    const { target, ...rest } = first.write('POST', '/fapi/v3/order', {
      symbol: 'BTCUSDT',
      side: 'BUY',
      type: 'MARKET',
      quantity: '0.01',
    })
    const request = { ...rest, url: first.exchange.restUrl + target, timeoutMs: 1_000 }
    expect((await first.clock.runUntil(first.transport.send(request))).status).toBe(200)
    const second = await live(store, first.clock.now())
    const answer = await second.clock.runUntil(second.transport.send(request))
    expect(answer.body).toContain('-4225')
    expect(second.exchange.engine.getFills('1', 'BTCUSDT', {}).length).toBe(1)
  })

  it('keeps accounts that opened themselves, and gives no second deposit to those that are given again', async () => {
    const store = createMemoryStore()
    const accounts = [{ usdt: '500', v1: { apiKey: new Secret('some-key'), apiSecret: new Secret('some-secret') } }]
    const first = await live(store, testStartMs, { accounts })
    await first.call('GET', '/fapi/v3/balance')
    expect(first.exchange.engine.accountIds()).toEqual(['1', '2'])
    const renewed = [{ usdt: '900', v1: { apiKey: new Secret('some-key'), apiSecret: new Secret('new-secret') } }]
    const second = await live(store, first.clock.now() + 1, { accounts: renewed })
    expect(second.exchange.engine.accountIds()).toEqual(['1', '2'])
    expect(Number(second.exchange.engine.getBalance('1').walletBalance)).toBe(500)
    expect((await second.call('GET', '/fapi/v3/balance')).status).toBe(200)
    expect(second.exchange.engine.accountIds()).toEqual(['1', '2'])
  })

  it('refuses the same account twice at one start, kept or not', async () => {
    const store = createMemoryStore()
    const one = { usdt: '500', v1: { apiKey: new Secret('some-key'), apiSecret: new Secret('some-secret') } }
    await expect(live(store, testStartMs, { accounts: [one, one] })).rejects.toThrow(/two accounts/)
    await live(createMemoryStore(), testStartMs, { accounts: [one] })
    await expect(live(store, testStartMs, { accounts: [one, one] })).rejects.toThrow(/two accounts/)
  })

  it('knows what was moved before: no transfer happens twice, no margin is added twice', async () => {
    const store = createMemoryStore()
    const first = await live(store, testStartMs)
    const transfer = { asset: 'USDT', amount: '100', kindType: 'FUTURE_SPOT', clientTranId: 'once' }
    expect((await first.call('POST', '/fapi/v3/asset/wallet/transfer', transfer)).status).toBe(200)
    const before = first.exchange.engine.getBalance('1').walletBalance
    const second = await live(store, first.clock.now() + 1)
    const again = await second.call('POST', '/fapi/v3/asset/wallet/transfer', transfer)
    expect(again.json).toMatchObject({ code: -4115 })
    expect(second.exchange.engine.getBalance('1').walletBalance).toBe(before)
    const back = { ...transfer, kindType: 'SPOT_FUTURE', clientTranId: 'back' }
    expect((await second.call('POST', '/fapi/v3/asset/wallet/transfer', back)).status).toBe(200)
  })

  it('writes no secret down', async () => {
    const written: Uint8Array[] = []
    const store = createMemoryStore()
    const accounts = [
      { usdt: '500', v1: { apiKey: new Secret('keyOfTheTest'), apiSecret: new Secret('secretOfTheTest') } },
    ]
    const { exchange } = await live(
      {
        ...store,
        append: (batch) => void written.push(batch),
        replace: (snapshot) => void written.push(snapshot),
      },
      testStartMs,
      { accounts },
    )
    await exchange.stop()
    const bytes = Buffer.concat(written).toString('latin1')
    expect(bytes.length).toBeGreaterThan(1_000)
    expect(bytes).not.toMatch(/keyOfTheTest|secretOfTheTest/)
  })

  it('acknowledges nothing any more once it cannot be kept', async () => {
    const store = createMemoryStore()
    const { clock, send, exchange, failures } = await live(store, testStartMs)
    store.isBroken = true
    const answer = send('POST', '/fapi/v3/order', { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.01' })
    await expect(clock.runUntil(answer)).rejects.toThrow('no answer')
    expect(failures.length).toBe(1)
    expect(JSON.stringify(exchange.state())).toContain('disk full')
    await clock.runUntil(exchange.stop())
  })

  it('refuses to lose a symbol in which there are orders', async () => {
    const store = createMemoryStore()
    const { exchange } = await live(store, testStartMs, { symbols: ['BTCUSDT', 'ETHUSDT'] })
    await exchange.stop()
    await expect(live(store, testStartMs, { symbols: ['BTCUSDT'] })).rejects.toThrow(/ETHUSDT/)
  })
})
