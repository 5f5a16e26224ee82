import { endpoints } from '@aster/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { Caller } from '../testing/call-signed.ts'
import { openMemoryWorld } from '../testing/world.ts'

const symbol = 'BTCUSDT'

describe('strategies, chases and guarded cancels over the wire', () => {
  let world: Awaited<ReturnType<typeof openMemoryWorld>>
  let bid = 0
  beforeAll(async () => {
    world = await openMemoryWorld({ limits: false })
    bid = Number((await ask('GET /fapi/v3/ticker/bookTicker', { symbol }, undefined))['bidPrice'])
  })
  afterAll(() => world[Symbol.asyncDispose]())

  const ask = async (target: string, params: Record<string, string> = {}, caller: Caller = 'v3') => {
    const [method = 'GET', path = ''] = target.split(' ')
    return (await world.call(method as 'GET' | 'POST' | 'PUT' | 'DELETE', path, params, caller)).json
  }
  const at = (offset: number) => (Math.round((bid + offset) * 10) / 10).toFixed(1)
  const leg = (id: number, fields: object) => ({
    strategySubId: String(id),
    securityType: 'USDT_FUTURES',
    symbol,
    ...fields,
  })
  const legs = () => [
    leg(1, { side: 'BUY', type: 'MARKET', quantity: 0.01 }),
    leg(2, {
      side: 'SELL',
      type: 'TAKE_PROFIT_MARKET',
      stopPrice: at(900),
      quantity: '0.01',
      reduceOnly: true,
      timeInForce: 'GTE_GTC',
    }),
    leg(3, { side: 'SELL', type: 'STOP_MARKET', stopPrice: at(-900), quantity: '0.01', reduceOnly: 'true' }),
  ]

  it('an OTOCO answers, is listed and told as declared, and its exits protect the position', async () => {
    const line = await world.connect(`/ws/${String((await ask('POST /fapi/v3/listenKey'))['listenKey'])}`)
    const answer = await ask('POST /fapi/v3/placeStrategyOrder', {
      strategyType: 'OTOCO',
      clientStrategyId: 'whole',
      subOrderList: JSON.stringify(legs()),
    })
    expect(endpoints.placeStrategyOrder.result.safeParse(answer)).toMatchObject({ success: true })
    expect(answer).toMatchObject({ clientStrategyId: 'whole', strategyStatus: 'WORKING', failureCode: 0 })
    const told = await line.next((message) => message['e'] === 'STRATEGY_UPDATE')
    expect(told).toMatchObject({ su: { si: answer['strategyId'], st: 'OTOCO', ss: 'WORKING', s: symbol } })

    const reference = { strategyType: 'OTOCO', clientStrategyId: 'whole' }
    const listed = await ask('GET /fapi/v3/strategyOpenOrder', reference)
    expect(endpoints.getOpenStrategy.result.safeParse(listed)).toMatchObject({ success: true })
    expect(listed).toMatchObject({
      subOrders: [
        { strategySubId: 1, status: 'FILLED', avgPrice: expect.stringMatching(/^[1-9]/) },
        {
          status: 'NEW',
          firstDrivenId: 1,
          firstTrigger: 'PLACE_ORDER',
          timeInForce: 'GTE_GTC',
          stopPrice: expect.any(String),
        },
        { status: 'NEW', secondDrivenId: 2, secondTrigger: 'CANCEL_ORDER', reduceOnly: true },
      ],
    })

    const changed = await ask('POST /fapi/v3/updateStrategyOrder', {
      strategyType: 'OTOCO',
      strategyId: String(answer['strategyId']),
      subOrderList: JSON.stringify([leg(3, { side: 'SELL', type: 'STOP_MARKET', stopPrice: at(-800) })]),
    })
    expect(endpoints.updateStrategyOrder.result.safeParse(changed)).toMatchObject({ success: true })
    expect(changed).toMatchObject([{ updatedSubOrder: 3, updateStatus: 'SUCCESS' }])

    await ask('POST /fapi/v3/order', { symbol, side: 'SELL', type: 'MARKET', quantity: '0.01', reduceOnly: 'true' })
    expect(await ask('GET /fapi/v3/openOrders', { symbol })).toEqual([])
    expect(await ask('GET /fapi/v3/strategyOpenOrder', reference)).toMatchObject({ code: -2013 })
    const past = await ask('GET /fapi/v3/strategyHistoryOrder', reference)
    expect(endpoints.getStrategyHistory.result.safeParse(past)).toMatchObject({ success: true })
    expect(past).toMatchObject({
      strategyStatus: 'FILLED',
      subOrders: [{}, { status: 'EXPIRED' }, { status: 'EXPIRED' }],
    })
    line.close()
  })

  it.each([
    ['POST /fapi/v3/placeStrategyOrder', { strategyType: 'OTO', subOrderList: '[]' }, -1130],
    ['POST /fapi/v3/placeStrategyOrder', { strategyType: 'OTO', subOrderList: '[{}, {}]' }, -1102],
    ['POST /fapi/v3/placeStrategyOrder', { strategyType: 'OTO', subOrderList: 'x' }, -1130],
    ['POST /fapi/v3/placeStrategyOrder', { strategyType: 'GRID', subOrderList: '[]' }, -1130],
    ['POST /fapi/v3/placeStrategyOrder', { strategyType: 'OTO' }, -1102],
    ['GET /fapi/v3/strategyOpenOrder', { strategyType: 'OTO' }, -1102],
    ['GET /fapi/v3/strategyOpenOrder', { strategyType: 'OTO', strategyId: '1', clientStrategyId: 'a' }, -1128],
    ['GET /fapi/v3/strategyHistoryOrder', { strategyType: 'OTO', strategyId: '1', startTime: '5' }, -1130],
    ['POST /fapi/v3/chase', { symbol, side: 'BUY', quantity: '1' }, -1102],
  ] as const)('%s %j answers %i', async (target, params, code) => {
    expect(await ask(target, params)).toMatchObject({ code })
  })

  it('each order of a strategy counts against the limits', async () => {
    const limited = await openMemoryWorld()
    const params = { strategyType: 'OTOCO', subOrderList: JSON.stringify(legs()) }
    const { headers } = await limited.call('POST', '/fapi/v3/placeStrategyOrder', params)
    expect(headers['x-mbx-order-count-10s']).toBe('3')
    expect(headers['x-mbx-used-weight-1m']).toBe('50')
    await limited[Symbol.asyncDispose]()
  })

  it('a chase answers with both documented forms and moves by itself', async () => {
    const answer = await ask('POST /fapi/v3/chase', {
      symbol,
      side: 'BUY',
      quantityUnit: 'BASE',
      quantity: '0.01',
      chaseOffset: '0.1',
      maxChaseOffset: '50',
    })
    expect(endpoints.chaseOrder.result.safeParse(answer)).toMatchObject({ success: true })
    expect(answer).toMatchObject({
      strategyType: 'CHASE',
      strategyStatus: 'WORKING',
      timeInForce: 'GTX',
      chaseOffset: '0.1',
    })
    const price = async () =>
      (await ask('GET /fapi/v3/openOrders', { symbol }))[0 as unknown as string] as { price: string }
    expect(Number((await price()).price)).toBeCloseTo(bid - 0.1, 5)
    const quote = { symbol, side: 'BUY', type: 'LIMIT', timeInForce: 'GTX', quantity: '0.01', price: at(0.1) }
    await ask('POST /fapi/v1/order', quote, 'v1')
    await world.clock.advance(2500)
    expect(Number((await price()).price)).toBeCloseTo(bid, 5)
    await ask('DELETE /fapi/v3/allOpenOrders', { symbol })
    await ask('DELETE /fapi/v1/allOpenOrders', { symbol }, 'v1')
  })

  describe('a nonce that an order and its cancel share', () => {
    const order = () => ({ symbol, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01', price: at(-500) })
    let last = 0n
    const nextNonce = () => {
      last = last === 0n ? BigInt(world.clock.now()) * 1000n + 500n : last + 1n
      return String(last)
    }

    it('cancels the order, once', async () => {
      const nonce = nextNonce()
      await ask('POST /fapi/v3/order', { ...order(), newClientOrderId: 'g1', nonce })
      const reference = { symbol, origClientOrderId: 'g1' }
      // a fresh nonce is not that of the order
      expect(await ask('DELETE /fapi/v3/guardedCancelOrder', { ...reference, nonce: nextNonce() })).toMatchObject({
        code: -4225,
      })
      expect(await ask('DELETE /fapi/v3/guardedCancelOrder', { ...reference, nonce })).toMatchObject({
        clientOrderId: 'g1',
        status: 'CANCELED',
      })
      await ask('POST /fapi/v3/order', { ...order(), newClientOrderId: 'g2', nonce: nextNonce() })
      const other = { symbol, origClientOrderId: 'g2' }
      expect(await ask('DELETE /fapi/v3/guardedCancelOrder', { ...other, nonce })).toMatchObject({ code: -4225 })
      expect(await ask('DELETE /fapi/v3/guardedCancelOrder', { ...other, nonce: String(last) })).toMatchObject({
        status: 'CANCELED',
      })
      expect(await ask('DELETE /fapi/v3/guardedCancelOrder', { ...other, nonce: String(last) })).toMatchObject({
        code: -2011,
      })
    })

    it('also long after the nonce has left the window', async () => {
      const nonce = nextNonce()
      await ask('POST /fapi/v3/order', { ...order(), newClientOrderId: 'g3', nonce })
      await world.clock.advance(60_000)
      expect(await ask('DELETE /fapi/v3/order', { symbol, origClientOrderId: 'g3', nonce })).toMatchObject({
        code: -1021,
      })
      const list = { symbol, origClientOrderIdList: '["g3","g0"]', nonce }
      expect(await ask('DELETE /fapi/v3/guardedBatchOrders', list)).toMatchObject([
        { status: 'CANCELED' },
        { code: -4225 },
      ])
      last = 0n
    })

    it('is used up by a cancel or a noop that comes first: the order is refused', async () => {
      for (const [target, params] of [
        ['DELETE /fapi/v3/guardedCancelOrder', { symbol, origClientOrderId: 'g4' }],
        ['POST /fapi/v3/noop', {}],
      ] as const) {
        const nonce = nextNonce()
        const first = await ask(target, { ...params, nonce })
        expect(first['code']).toBe(target.endsWith('noop') ? 200 : -2011)
        expect(await ask('POST /fapi/v3/order', { ...order(), newClientOrderId: 'g4', nonce })).toMatchObject({
          code: -4225,
        })
      }
      const nonce = nextNonce()
      await ask('POST /fapi/v3/order', { ...order(), newClientOrderId: 'g5', nonce })
      expect(await ask('POST /fapi/v3/noop', { nonce })).toMatchObject({ code: -4225 })
      await ask('DELETE /fapi/v3/order', { symbol, origClientOrderId: 'g5' })
    })

    it('has lost after the order, by policy', async () => {
      const strict = await openMemoryWorld({ limits: false, engine: { policy: { guardedCancel: 'loses' } } })
      const nonce = String(BigInt(strict.clock.now()) * 1000n + 7n)
      await strict.call('POST', '/fapi/v3/order', { ...order(), newClientOrderId: 'g6', nonce })
      const { json } = await strict.call('DELETE', '/fapi/v3/guardedCancelOrder', {
        symbol,
        origClientOrderId: 'g6',
        nonce,
      })
      expect(json).toMatchObject({ code: -4225 })
      await strict[Symbol.asyncDispose]()
    })
  })

  it('market-maker protection is set, listed, reset and deleted with the bare value true', async () => {
    const wanted = { symbol, windowTimeInMilliseconds: '1000', frozenTimeInMilliseconds: '60000', qtyLimit: '1' }
    expect(await ask('POST /fapi/v3/mmp', wanted)).toBe(true)
    const listed = await ask('GET /fapi/v3/mmp', { symbol })
    expect(endpoints.getMarketMakerProtection.result.safeParse(listed)).toMatchObject({ success: true })
    expect(listed).toMatchObject([{ symbol, windowTimeInMilliseconds: 1000, qtyLimit: 1, valueLimit: null }])
    const market = { symbol, side: 'BUY', type: 'MARKET', newOrderRespType: 'RESULT' }
    expect(await ask('POST /fapi/v3/order', { ...market, quantity: '1' })).toMatchObject({ executedQty: '1' })
    expect(await ask('POST /fapi/v3/order', { ...market, quantity: '1' })).toMatchObject({ code: -2010 })
    expect(await ask('POST /fapi/v3/mmpReset', { symbol })).toBe(true)
    expect(await ask('DELETE /fapi/v3/mmp', { symbol })).toBe(true)
    expect(await ask('GET /fapi/v3/mmp')).toEqual([])
    await ask('POST /fapi/v3/order', { symbol, side: 'SELL', type: 'MARKET', quantity: '1', reduceOnly: 'true' })
    expect(await ask('POST /fapi/v3/mmp', { ...wanted, qtyLimit: '0' })).toMatchObject({ code: -1130 })
    expect(await ask('POST /fapi/v3/mmp', { symbol })).toMatchObject({ code: -1102 })
    expect(await ask('DELETE /fapi/v3/mmp', { symbol: 'NOPE' })).toMatchObject({ code: -1121 })
  })

  it('ids of a list keep all their digits', async () => {
    const orderIdList = '[9007199254740993]'
    const [answer] = (await ask('DELETE /fapi/v3/batchOrders', { symbol, orderIdList })) as unknown as {
      code: number
    }[]
    expect(answer).toMatchObject({ code: -2011 })
  })

  it('an order tells its peg, and its stpMode when it came with one', async () => {
    const order = { symbol, side: 'BUY', type: 'LIMIT', timeInForce: 'GTX', quantity: '0.01' }
    const pegged = { ...order, pegPriceType: 'QUEUE_1' }
    const answer = await ask('POST /fapi/v3/order', { ...pegged, pegOffset: '-0.5', stpMode: 'EXPIRE_BOTH' })
    expect(answer).toMatchObject({ pegPriceType: 'QUEUE_1', stpMode: 'EXPIRE_BOTH', price: String(Number(at(-0.5))) })
    const plain = await ask('POST /fapi/v3/order', { ...order, price: at(-3) })
    expect(plain).not.toHaveProperty('stpMode')
    const batch = await ask('POST /fapi/v3/batchOrders', { batchOrders: JSON.stringify([pegged]) })
    expect(batch).toMatchObject([{ code: -1106 }])
    await ask('DELETE /fapi/v3/allOpenOrders', { symbol })
  })
})
