import { endpoints } from '@aster/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { Caller } from '../testing/call-signed.ts'
import { openMemoryWorld } from '../testing/world.ts'

const symbol = 'BTCUSDT'
type Rows = readonly Readonly<Record<string, unknown>>[]

describe('the handlers', () => {
  let world: Awaited<ReturnType<typeof openMemoryWorld>>
  beforeAll(async () => {
    world = await openMemoryWorld({ limits: false })
  })
  afterAll(() => world[Symbol.asyncDispose]())

  const ask = async (target: string, params: Record<string, string> = {}, caller: Caller = 'v3') => {
    const [method = 'GET', path = ''] = target.split(' ')
    return (await world.call(method as 'GET' | 'POST' | 'PUT' | 'DELETE', path, params, caller)).json
  }
  const open = (target: string, params: Record<string, string> = {}) => ask(target, params, undefined)
  const order = { symbol, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01', price: '95000' }

  it.each([
    ['GET /fapi/v3/depth', {}, -1102],
    ['GET /fapi/v3/depth', { symbol: 'NOPE' }, -1121],
    ['GET /fapi/v3/depth', { symbol, limit: '7' }, -4021],
    ['GET /fapi/v3/klines', { symbol, interval: '7m' }, -1120],
    ['GET /fapi/v3/klines', { symbol, interval: '1m', startTime: '5', endTime: '4' }, -1023],
    ['GET /fapi/v3/trades', { symbol, limit: '0' }, -1130],
    ['GET /fapi/v3/trades', { symbol, limit: 'ten' }, -1100],
    ['GET /fapi/v3/order', { symbol }, -1102],
    ['GET /fapi/v3/order', { symbol, orderId: '12' }, -2013],
    ['GET /fapi/v3/order', { symbol, orderId: '1e3' }, -1100],
    ['DELETE /fapi/v3/order', { symbol, orderId: '12' }, -2011],
    ['GET /fapi/v3/userTrades', { symbol, fromId: '1', startTime: '1' }, -1128],
    ['GET /fapi/v3/allOrders', { symbol, startTime: '0', endTime: '900000000' }, -1127],
    ['POST /fapi/v3/order', { ...order, side: 'LONG' }, -1117],
    ['POST /fapi/v3/order', { ...order, type: 'WISH' }, -1116],
    ['POST /fapi/v3/order', { ...order, timeInForce: 'GTD' }, -1115],
    ['POST /fapi/v3/order', { ...order, price: '95000.05' }, -1111],
    ['POST /fapi/v3/order', { ...order, quantity: '0' }, -4003],
    ['POST /fapi/v3/order', { ...order, newOrderRespType: 'FULL' }, -1136],
    ['POST /fapi/v3/order', { ...order, builder: '0x1', feeRate: '0.001' }, -5053],
    ['POST /fapi/v3/order/test', { ...order, price: '95000.05' }, -1111],
    ['POST /fapi/v3/order/test', { ...order, newOrderRespType: 'FULL' }, -1136],
    ['POST /fapi/v3/order/test', { ...order, positionSide: 'LONG' }, -4061],
    ['POST /fapi/v3/order/test', { ...order, reduceOnly: 'true' }, -2022],
    ['POST /fapi/v3/order/test', { ...order, price: '1' }, -4164],
    ['POST /fapi/v3/order/test', { ...order, pegPriceType: 'FAR' }, -1130],
    ['POST /fapi/v3/batchOrders', { batchOrders: '[]' }, -4082],
    ['POST /fapi/v3/batchOrders', { batchOrders: '[1]' }, -1130],
    ['POST /fapi/v3/batchOrders', { batchOrders: 'nonsense' }, -1130],
    ['DELETE /fapi/v3/batchOrders', { symbol }, -1102],
    ['DELETE /fapi/v3/batchOrders', { symbol, orderIdList: '[1,2,3,4,5,6,7,8,9,10,11]' }, -4032],
    ['POST /fapi/v3/marginType', { symbol, marginType: 'CROSSED' }, -4046],
    ['POST /fapi/v3/positionSide/dual', { dualSidePosition: 'false' }, -4059],
    ['POST /fapi/v3/multiAssetsMargin', { multiAssetsMargin: 'false' }, -4052],
    ['POST /fapi/v3/leverage', { symbol, leverage: '500' }, -4028],
    ['POST /fapi/v3/countdownCancelAll', { symbol, countdownTime: '-1' }, -1130],
    ['POST /fapi/v3/assetExchange', {}, -4212],
  ] as const)('answer %s %j with %i', async (target, params, code) => {
    expect(await ask(target, params)).toMatchObject({ code })
  })

  it('answer one object for a symbol and a list without', async () => {
    for (const path of ['premiumIndex', 'ticker/24hr', 'ticker/price', 'ticker/bookTicker']) {
      expect(await open(`GET /fapi/v3/${path}`, { symbol })).toMatchObject({ symbol })
      expect(await open(`GET /fapi/v3/${path}`)).toMatchObject([{ symbol }])
    }
  })

  it('read batches as the documentation prints them, with single quotes and Python words', async () => {
    const batchOrders = `[{'symbol':'${symbol}','side':'BUY','type':'LIMIT','timeInForce':'GTC','quantity':0.01,'price':'95000','reduceOnly':False,'newClientOrderId':'py-1'}]`
    expect(await ask('POST /fapi/v3/batchOrders', { batchOrders })).toMatchObject([
      { clientOrderId: 'py-1', status: 'NEW' },
    ])
    const lists = { symbol, origClientOrderIdList: '["py-1","py-2"]' }
    expect(await ask('DELETE /fapi/v3/batchOrders', lists)).toMatchObject([{ status: 'CANCELED' }, { code: -2011 }])
  })

  it('change an order in place', async () => {
    const placed = await ask('POST /fapi/v3/order', order)
    const reference = { symbol, orderId: String(placed['orderId']) }
    const changed = await ask('PUT /fapi/v3/order', { ...reference, quantity: '0.02', price: '95001' })
    expect(changed).toMatchObject({ orderId: placed['orderId'], price: '95001', origQty: '0.02' })
    expect(await ask('PUT /fapi/v3/order', { ...reference, quantity: '0.02', price: '1' })).toHaveProperty('code')
    expect(await ask('GET /fapi/v3/openOrder', reference)).toMatchObject({ price: '95001', status: 'NEW' })
    await ask('DELETE /fapi/v3/order', reference)
  })

  it('check a test order and place nothing', async () => {
    const answer = await ask('POST /fapi/v3/order/test', order)
    expect(endpoints.testOrder.result.safeParse(answer)).toMatchObject({ success: true })
    expect(answer).toMatchObject({ orderId: 0, symbol })
    expect(await ask('GET /fapi/v3/openOrders', { symbol })).toEqual([])
  })

  it('tell what may still be opened: the caller by V1, the cap that is none by V3', async () => {
    const at = (leverage: string) => ({ symbol, leverage })
    const target = (version: string) => `GET /fapi/${version}/remainingOpenableNotionalValue`
    expect(await open(target('v3'), at('20'))).toEqual({ remainingOpenableNotionalValue: '-1' })
    expect(await open(target('v3'), at('500'))).toMatchObject({ code: -4028 })
    const left = async () => (await ask(target('v1'), at('20'), 'v1'))['remainingOpenableNotionalValue'] as number
    const before = await left()
    expect(before).toBe(10_000_000)
    await ask('POST /fapi/v1/order', { ...order, quantity: '1' }, 'v1')
    expect(await left()).toBe(before - 95_000)
    await ask('DELETE /fapi/v1/allOpenOrders', { symbol }, 'v1')
    expect(await left()).toBe(before)
  })

  it('give brackets as JSON numbers and fees as texts', async () => {
    const [row] = (await ask('GET /fapi/v3/leverageBrackets', { symbol })) as unknown as { brackets: Rows }[]
    expect(row?.brackets[0]).toMatchObject({
      bracket: 1,
      maintMarginRatio: expect.any(Number),
      cum: expect.any(Number),
    })
    expect(await ask('GET /fapi/v3/commissionRate', { symbol })).toEqual({
      symbol,
      makerCommissionRate: '0.0001',
      takerCommissionRate: '0.00035',
    })
  })

  it('bring money to the spot wallet and back, and no more than went there', async () => {
    const move = (kindType: string, amount: string, clientTranId: string) =>
      ask('POST /fapi/v3/asset/wallet/transfer', { asset: 'USDT', kindType, amount, clientTranId })
    expect(await move('SPOT_FUTURE', '1', 'a')).toMatchObject({ code: -2018 })
    expect(await move('FUTURE_SPOT', '100', 'b')).toMatchObject({ status: 'SUCCESS' })
    expect(await move('FUTURE_SPOT', '100', 'b')).toMatchObject({ code: -4115 })
    expect(await move('SPOT_FUTURE', '60.5', 'c')).toMatchObject({ status: 'SUCCESS' })
    const [usdt] = (await ask('GET /fapi/v3/balance')) as unknown as Rows
    expect(usdt?.['balance']).toMatch(/^9960\.5/)
    const income = (await ask('GET /fapi/v3/income', { incomeType: 'TRANSFER' })) as unknown as Rows
    expect(income.map((row) => Number(row['income']))).toEqual([-100, 60.5])
    await move('SPOT_FUTURE', '39.5', 'd')
  })

  it('move margin of an isolated position once per client id, and remember it', async () => {
    await ask('POST /fapi/v3/marginType', { symbol, marginType: 'ISOLATED' })
    await ask('POST /fapi/v3/order', { symbol, side: 'BUY', type: 'MARKET', quantity: '0.01' })
    const add = { symbol, amount: '5', type: '1', clientTranId: 'x' }
    const answer = { amount: 5, code: 200, msg: 'Successfully modify position margin.', type: 1 }
    expect(await ask('POST /fapi/v3/positionMargin', add)).toEqual(answer)
    expect(await ask('POST /fapi/v3/positionMargin', add)).toEqual(answer)
    expect(await ask('GET /fapi/v3/positionMargin/history', { symbol })).toMatchObject([{ amount: '5', type: 1 }])
    expect(await ask('GET /fapi/v3/adlQuantile')).toMatchObject([{ symbol, adlQuantile: { BOTH: 0 } }])
    await ask('POST /fapi/v3/order', { symbol, side: 'SELL', type: 'MARKET', quantity: '0.01', reduceOnly: 'true' })
    await ask('POST /fapi/v3/marginType', { symbol, marginType: 'CROSSED' })
  })

  it('keep the stp mode of the account', async () => {
    await ask('POST /fapi/v3/stpMode', { stpMode: 'EXPIRE_BOTH' })
    expect(await ask('GET /fapi/v3/stpMode')).toEqual({ stpMode: 'EXPIRE_BOTH' })
    await ask('POST /fapi/v3/stpMode', { stpMode: 'EXPIRE_TAKER' })
  })

  it('give bars of trades, mark and index over the same past', async () => {
    const query = { interval: '1h', limit: '3' }
    const paths = { klines: 'symbol', markPriceKlines: 'symbol', indexPriceKlines: 'pair' }
    const closes: unknown[] = []
    for (const [path, name] of Object.entries(paths)) {
      const rows = (await open(`GET /fapi/v3/${path}`, { ...query, [name]: symbol })) as unknown as unknown[][]
      expect(rows.map((row) => row.length)).toEqual([12, 12, 12])
      closes.push(Math.round(Number(rows[0]?.[4]) / 100))
    }
    expect(new Set(closes).size).toBe(1)
  })

  it('remember the fundings that took place', async () => {
    expect(await open('GET /fapi/v3/fundingRate', { symbol })).toEqual([])
    await world.clock.advance(9 * 3_600_000)
    const [row] = (await open('GET /fapi/v3/fundingRate', { symbol })) as unknown as Rows
    expect(row).toMatchObject({ symbol, fundingRate: expect.any(String), fundingTime: Date.UTC(2026, 0, 1, 16) })
    expect(await open('GET /fapi/v3/fundingInfo', { symbol })).toMatchObject([{ symbol, fundingIntervalHours: 8 }])
  })

  it('list agents as the exchange does', async () => {
    expect(await ask('GET /fapi/v3/agent')).toMatchObject([{ canPerpTrade: true, canWithdraw: false }])
  })
})
