import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { World } from './world.ts'

const order = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.010' }

/** What an exchange does, however it is reached: the suite for memory and for sockets. */
export function describeExchange(name: string, open: () => Promise<World>): void {
  describe(`an exchange ${name}`, () => {
    let world: World
    let bid = 0
    beforeAll(async () => {
      world = await open()
      bid = Number((await ticker()).bidPrice)
    })
    afterAll(() => world[Symbol.asyncDispose]())

    const ticker = async () =>
      (await world.call('GET', '/fapi/v3/ticker/bookTicker', { symbol: 'BTCUSDT' }, undefined)).json as unknown as {
        bidPrice: string
        askPrice: string
        bidQty: string
      }
    const listen = async () => {
      const { json } = await world.call('POST', '/fapi/v3/listenKey')
      return world.connect(`/ws/${String(json['listenKey'])}`)
    }
    const at = (offset: number) => String(Math.round((bid + offset) * 10) / 10)

    it('tells its time and its rules', async () => {
      const { json } = await world.call('GET', '/fapi/v3/time', {}, undefined)
      expect(json['serverTime']).toBeTypeOf('number')
      const info = await world.call('GET', '/fapi/v1/exchangeInfo', {}, undefined)
      expect(info.json).toMatchObject({ timezone: 'UTC', symbols: [{ symbol: 'BTCUSDT', status: 'TRADING' }] })
      expect(info.headers['x-mbx-used-weight-1m']).toMatch(/^\d+$/)
    })

    it('takes an order, shows it in the book and in every list, and cancels it', async () => {
      const price = at(0.1)
      const placed = await world.call('POST', '/fapi/v3/order', { ...order, price, newClientOrderId: 'case:1' })
      expect(placed).toMatchObject({
        status: 200,
        json: { status: 'NEW', clientOrderId: 'case:1', origQty: '0.01', executedQty: '0' },
      })
      expect(placed.headers['x-mbx-order-count-10s']).toMatch(/^[1-9]/)
      expect(await ticker()).toMatchObject({ bidPrice: price, bidQty: '0.01' })

      const reference = { symbol: 'BTCUSDT', origClientOrderId: 'case:1' }
      const found = await world.call('GET', '/fapi/v3/order', reference)
      expect(found.json).toMatchObject({ orderId: placed.json['orderId'], status: 'NEW', time: expect.any(Number) })
      const listed = await world.call('GET', '/fapi/v3/openOrders', { symbol: 'BTCUSDT' })
      expect(listed.json).toMatchObject([{ clientOrderId: 'case:1' }])

      expect((await world.call('DELETE', '/fapi/v3/order', reference)).json).toMatchObject({ status: 'CANCELED' })
      expect(await world.call('DELETE', '/fapi/v3/order', reference)).toMatchObject({
        status: 400,
        json: { code: -2011 },
      })
      expect((await ticker()).bidPrice).not.toBe(price)
    })

    it('fills a market order, tells the user stream, and moves position and balance', async () => {
      const line = await listen()
      const market = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.010', newOrderRespType: 'RESULT' }
      const filled = await world.call('POST', '/fapi/v3/order', { ...market, newClientOrderId: 'case:2' })
      expect(filled.json).toMatchObject({ status: 'FILLED', executedQty: '0.01' })

      const trade = await line.next((message) => (message['o'] as { x?: string } | undefined)?.x === 'TRADE')
      expect(trade).toMatchObject({
        e: 'ORDER_TRADE_UPDATE',
        o: { c: 'case:2', X: 'FILLED', l: '0.01', N: 'USDT', n: expect.any(String), m: false },
      })
      const update = await line.next((message) => message['e'] === 'ACCOUNT_UPDATE')
      expect(update).toMatchObject({ a: { m: 'ORDER', P: [{ s: 'BTCUSDT', pa: '0.01' }] } })

      const risk = await world.call('GET', '/fapi/v3/positionRisk', { symbol: 'BTCUSDT' })
      expect(risk.json).toMatchObject([{ positionAmt: '0.01', positionSide: 'BOTH', marginType: 'cross' }])
      const trades = await world.call('GET', '/fapi/v3/userTrades', { symbol: 'BTCUSDT' })
      expect(trades.json).toMatchObject([{ qty: '0.01', maker: false, commission: expect.stringMatching(/^-0\.\d+$/) }])
      const close = { ...market, side: 'SELL', reduceOnly: 'true' }
      expect((await world.call('POST', '/fapi/v3/order', close)).json).toMatchObject({ status: 'FILLED' })
      line.close()
    })

    it('answers a V1 key on its own account', async () => {
      const balance = await world.call('GET', '/fapi/v2/balance', {}, 'v1')
      expect(balance.json).toMatchObject([
        { asset: 'USDT', balance: expect.stringMatching(/^10000/) },
        {},
        {},
        {},
        {},
        {},
      ])
      const orders = await world.call('GET', '/fapi/v1/openOrders', {}, 'v1')
      expect(orders).toMatchObject({ status: 200, json: [] })
    })

    it('answers a mixed batch in its order, each element by itself', async () => {
      const batch = [
        { ...order, price: at(-100), newClientOrderId: 'case:3' },
        { ...order, price: '0' },
        { ...order, price: at(-200), newClientOrderId: 'case:4' },
      ]
      const answer = await world.call('POST', '/fapi/v3/batchOrders', { batchOrders: JSON.stringify(batch) })
      expect(answer.json).toMatchObject([
        { clientOrderId: 'case:3' },
        { code: expect.any(Number) },
        { clientOrderId: 'case:4' },
      ])
      const all = await world.call('DELETE', '/fapi/v3/allOpenOrders', { symbol: 'BTCUSDT' })
      expect(all.json).toMatchObject({ code: 200 })
      expect((await world.call('GET', '/fapi/v3/openOrders', { symbol: 'BTCUSDT' })).json).toEqual([])
    })

    it('streams best prices and depth, raw and combined', async () => {
      const raw = await world.connect('/ws/btcusdt@bookTicker')
      const combined = await world.connect('/stream?streams=btcusdt@depth@100ms/btcusdt@depth5@100ms')
      expect(await raw.next(() => true)).toMatchObject({ e: 'bookTicker', s: 'BTCUSDT', b: at(0) })

      const price = at(0.1)
      await world.call('POST', '/fapi/v3/order', { ...order, price, newClientOrderId: 'case:5' })
      await raw.next((message) => message['b'] === price)
      const diff = await combined.next((message) => message['stream'] === 'btcusdt@depth@100ms')
      expect(diff).toMatchObject({ data: { e: 'depthUpdate', b: [[price, '0.01']] } })
      const { U, u, pu } = diff['data'] as { U: number; u: number; pu: number }
      expect(pu < U && U <= u).toBe(true)
      const top = await combined.next((message) => message['stream'] === 'btcusdt@depth5@100ms')
      expect((top['data'] as { b: unknown[] }).b).toHaveLength(5)
      await world.call('DELETE', '/fapi/v3/order', { symbol: 'BTCUSDT', origClientOrderId: 'case:5' })
      raw.close()
      combined.close()
    })

    it('answers control frames, right and wrong', async () => {
      const line = await world.connect('/ws')
      line.send({ method: 'SUBSCRIBE', params: ['btcusdt@markPrice@1s'], id: 1 })
      expect(await line.next((message) => message['id'] === 1)).toEqual({ result: null, id: 1 })
      line.send('nonsense')
      expect(await line.next((message) => message['code'] === 3)).toMatchObject({
        msg: expect.stringContaining('Invalid JSON'),
      })
      expect(await line.next((message) => message['e'] === 'markPriceUpdate')).toMatchObject({ s: 'BTCUSDT' })
      line.close()
      expect(await line.closed).toBe(1000)
    })

    it('shows its state without keys', async () => {
      const { json } = await world.call('GET', '/simulator/state', {}, undefined)
      expect(json).toMatchObject({ market: 'quiet', symbols: [{ symbol: 'BTCUSDT' }], faults: [] })
    })
  })
}
