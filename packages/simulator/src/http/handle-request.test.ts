import { endpoints } from '@aster/api'
import { createVirtualClock } from '@aster/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { createRateLimits } from '../limits/rate-limits.ts'
import { refuse } from './api-refusal.ts'
import { type RequestRecord, createRequestHandler } from './handle-request.ts'
import type { Handlers } from './handler.ts'
import type { RawRequest } from './raw-request.ts'
import { createRoutes } from './routes.ts'

const caller = { accountId: '1', version: 'v3', nonceUs: undefined, signer: undefined } as const

function setUp(handlers: Handlers, limits: Partial<Parameters<typeof createRateLimits>[0]> = {}) {
  const records: RequestRecord[] = []
  const faults: unknown[] = []
  const handle = createRequestHandler({
    routes: createRoutes(),
    handlers,
    limits: createRateLimits({
      clock: createVirtualClock({ startMs: 0 }),
      enforced: true,
      weightPerMinute: 2400,
      ordersPerMinute: 1200,
      ordersPer10s: 300,
      ...limits,
    }),
    authenticate: () => caller,
    pages: { 'GET /simulator/state': () => ({ fine: true }) },
    neighbourPages: { 'GET /api/v3/exchangeInfo': () => ({ symbols: [] }) },
    onRequest: (record) => records.push(record),
    onFault: (error) => faults.push(error),
  })
  const ask = (request: Partial<RawRequest>) => {
    const answer = handle({
      method: 'GET',
      path: '/',
      query: '',
      body: '',
      headers: {},
      remoteAddress: 'a',
      ...request,
    })
    return { ...answer, json: JSON.parse(answer.body) as unknown }
  }
  return { ask, records, faults }
}

describe('createRequestHandler', () => {
  it('finds both versions of an endpoint and hands on decoded parameters', () => {
    const { ask } = setUp({ getDepth: ({ version, params }) => ({ version, symbol: params['symbol'] }) })
    const query = 'symbol=BTC%55SDT&limit=5'
    expect(ask({ path: '/fapi/v3/depth', query }).json).toEqual({ version: 'v3', symbol: 'BTCUSDT' })
    expect(ask({ path: '/fapi/v1/depth', query }).json).toEqual({ version: 'v1', symbol: 'BTCUSDT' })
  })

  it('reports the weight used, by the parameters', () => {
    const { ask } = setUp({ getDepth: () => ({}) })
    expect(ask({ path: '/fapi/v3/depth', query: 'limit=1000' }).headers['x-mbx-used-weight-1m']).toBe('20')
    expect(ask({ path: '/fapi/v3/depth', query: 'limit=5' }).headers['x-mbx-used-weight-1m']).toBe('22')
  })

  it('turns refusals into code and text, with the weight header', () => {
    const { ask } = setUp({
      getDepth: () => {
        throw refuse(-1121)
      },
    })
    const answer = ask({ path: '/fapi/v3/depth' })
    expect(answer).toMatchObject({ status: 400, json: { code: -1121, msg: 'Invalid symbol.' } })
    expect(answer.headers).toHaveProperty('x-mbx-used-weight-1m')
  })

  it('answers what a client asks of the spot host, and counts it', () => {
    const { ask } = setUp({})
    expect(ask({ path: '/api/v3/exchangeInfo' })).toMatchObject({ status: 200, json: { symbols: [] } })
    expect(ask({ path: '/api/v3/exchangeInfo' }).headers['x-mbx-used-weight-1m']).toBe('2')
    expect(ask({ path: '/api/v3/account' })).toMatchObject({ status: 404, json: { code: -5000 } })
  })

  it('answers an unknown path with 404 and an endpoint without handler with -4084', () => {
    const { ask } = setUp({})
    expect(ask({ path: '/fapi/v3/nothing' })).toMatchObject({ status: 404, json: { code: -5000 } })
    expect(ask({ path: '/fapi/v3/depth' })).toMatchObject({ status: 400, json: { code: -4084 } })
  })

  it('counts accepted orders only, each element of a batch by itself', () => {
    const { ask } = setUp({ placeBatchOrders: () => [{ orderId: 1 }, { code: -2019, msg: '' }, { orderId: 2 }] })
    const batch = {
      method: 'POST',
      path: '/fapi/v3/batchOrders',
      body: `batchOrders=${encodeURIComponent('[{},{},{}]')}`,
    }
    expect(ask(batch).headers).toMatchObject({ 'x-mbx-order-count-10s': '2', 'x-mbx-order-count-1m': '2' })
  })

  it('sends no order count with a refused order', () => {
    const { ask } = setUp({
      placeOrder: () => {
        throw refuse(-2019)
      },
    })
    expect(ask({ method: 'POST', path: '/fapi/v3/order' }).headers).not.toHaveProperty('x-mbx-order-count-10s')
  })

  it('stops an account at its order limit with -1015', () => {
    const { ask } = setUp({ placeOrder: () => ({ orderId: 1 }) }, { ordersPer10s: 1 })
    const order = { method: 'POST', path: '/fapi/v3/order' }
    expect(ask(order).status).toBe(200)
    expect(ask(order)).toMatchObject({ status: 429, json: { code: -1015 }, headers: { 'retry-after': '10' } })
  })

  it('answers a fault of its own with 500 and tells about it', () => {
    const { ask, faults } = setUp({
      ping: () => {
        throw new TypeError('a bug')
      },
    })
    expect(ask({ path: '/fapi/v3/ping' })).toMatchObject({ status: 500, json: { code: -1000 } })
    expect(faults).toHaveLength(1)
  })

  it('records what was asked without signature and listen key', () => {
    const { ask, records } = setUp({ keepAliveListenKey: () => ({}) })
    ask({ method: 'PUT', path: '/fapi/v3/listenKey', body: 'listenKey=abc&signature=0x1&nonce=5' })
    expect(records[0]).toMatchObject({ accountId: '1', params: { nonce: '5' } })
    expect(JSON.stringify(records)).not.toContain('abc')
  })

  it('ignores a JSON body, as an empty one', () => {
    const { ask } = setUp({ placeOrder: ({ params }) => ({ ...params }) })
    const answer = ask({ method: 'POST', path: '/fapi/v1/order', query: 'a=1', body: '{}' })
    expect(answer.json).toEqual({ a: '1' })
  })

  it('serves pages of its own, to callers on this machine only', () => {
    const { ask } = setUp({})
    for (const remoteAddress of ['127.0.0.1', '127.9.9.9', '::1']) {
      expect(ask({ path: '/simulator/state', remoteAddress }).json).toEqual({ fine: true })
    }
    for (const remoteAddress of ['10.0.0.1', '12.7.0.0', 'unknown']) {
      expect(ask({ path: '/simulator/state', remoteAddress }).status).toBe(403)
    }
  })

  it('answers anything, whatever comes', () => {
    const { ask, faults } = setUp({ getDepth: () => ({}) }, { enforced: false })
    const text = fc.oneof(fc.string(), fc.constantFrom('a=%', 'batchOrders=[', '&&=', '%00=%ff', 'limit=__proto__'))
    const path = fc.oneof(
      fc.string(),
      fc.constantFrom(...createRoutes().keys()).map((key) => key.split(' ')[1] ?? ''),
    )
    fc.assert(
      fc.property(
        fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'BREW'),
        path,
        text,
        text,
        (method, where, query, body) => {
          expect(ask({ method, path: where, query, body }).status).toBeLessThan(500)
        },
      ),
    )
    expect(faults).toEqual([])
  })
})

describe('createRoutes', () => {
  it('has every path of every declared endpoint', () => {
    const routes = createRoutes()
    for (const endpoint of Object.values(endpoints)) {
      for (const path of Object.values<string>(endpoint.path)) {
        expect(routes.get(`${endpoint.method} ${path}`)?.endpoint.name).toBe(endpoint.name)
      }
    }
  })
})
