import { request } from 'node:http'
import { BlockList } from 'node:net'

import { Secret } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { secret, startServer } from './testing/start-server.ts'

const errorShape = {
  error: expect.any(String),
  detail: expect.any(String),
  code: expect.any(String),
  timestamp: expect.any(Number),
  validation_errors: expect.any(Array),
  request_id: expect.any(String),
}

describe('the routes of the original', () => {
  it('answer with what they always answered with', async () => {
    await using server = await startServer()
    await server.alert({ action: 'open', side: 'BUY', quantity: '0.01' })
    const get = (path: string) => server.call('GET', path)
    expect(await get('/health')).toMatchObject({ status: 200, json: { status: 'healthy', version: 'test' } })
    expect((await get('/docs/json')).json).toMatchObject({ paths: { '/webhook/tradingview': expect.any(Object) } })
    expect((await get('/')).status).toBe(200)
    expect((await get('/positions')).json).toMatchObject({ positions: [{ symbol: 'BTCUSDT', position_amt: '0.01' }] })
    expect((await get('/positions/btcusdt.p')).json).toMatchObject({
      symbol: 'BTCUSDT',
      entry_price: expect.any(String),
    })
    expect((await get('/account/balance')).json).toMatchObject({
      balances: expect.arrayContaining([
        expect.objectContaining({ asset: 'USDT', available_balance: expect.any(String) }),
      ]),
    })
    expect((await get('/account/info')).json).toMatchObject({ total_wallet_balance: expect.any(String) })
    expect((await get('/orders?symbol=BTCUSDT&limit=5&start_time=0')).json).toMatchObject({
      orders: [{ type: 'MARKET' }, { type: 'STOP_MARKET' }],
    })
    expect((await get('/orders/open')).json).toMatchObject({ orders: [{ type: 'STOP_MARKET' }] })
    expect((await get('/livez')).status).toBe(200)
    expect((await get('/readyz')).status).toBe(200)
    expect((await get('/metrics')).text).toContain('aster_')
    await server.alert({ action: 'close' })
    const post = (path: string, body: unknown) => server.call('POST', `/positions/BTCUSDT/${path}`, body)
    expect(await post('leverage', { leverage: 7 })).toMatchObject({ status: 200, json: { success: true, leverage: 7 } })
    expect(await post('leverage', { leverage: 7 })).toMatchObject({ status: 200, json: { success: true } })
    expect(await post('margin-type', { margin_type: 'isolated' })).toMatchObject({
      status: 200,
      json: { success: true, margin_type: 'ISOLATED' },
    })
    expect((await post('margin-type', { margin_type: 'ISOLATED' })).status).toBe(200)
  })
})

describe('the curl examples of the original', () => {
  it('work unchanged on the machine itself, and for nobody else', async () => {
    await using server = await startServer({
      rules: { webhookSecret: new Secret('your-secret'), isOpenToMachine: true },
    })
    const json = { authorization: '', 'Content-Type': 'application/json' }
    const bare = (path: string, headers: Record<string, string> = {}) => plainGet(server.url + path, headers)
    const opened = await server.call(
      'POST',
      '/webhook/tradingview',
      { action: 'open', symbol: 'BTCUSDT', side: 'BUY', quantity: '0.001', order_type: 'MARKET' },
      { ...json, 'X-Webhook-Secret': 'your-secret' },
    )
    expect(opened).toMatchObject({ status: 202, json: { success: true } })
    await server.runner.wait(String(opened.json['signal_id']), 10_000)
    for (const path of [
      '/health',
      '/positions',
      '/positions/BTCUSDT',
      '/account/balance',
      '/account/info',
      '/orders?symbol=BTCUSDT&limit=50',
      '/orders?symbol=BTCUSDT&startTime=1699900000000&endTime=1699999999999',
      '/orders/open',
      '/orders/open?symbol=BTCUSDT',
    ]) {
      expect({ path, status: await bare(path) }).toEqual({ path, status: 200 })
    }
    for (const headers of [
      { 'x-forwarded-for': '1.2.3.4' },
      { host: 'evil.example' },
      { origin: 'http://evil.example' },
    ]) {
      expect(await bare('/positions', headers)).toBe(401)
    }
    expect(await bare('/signals')).toBe(401)
  })
})

/** Without a token, and with any host header. */
const plainGet = (url: string, headers: Readonly<Record<string, string>>) =>
  new Promise<number | undefined>((resolve, reject) => {
    request(url, { headers }, (answer) => resolve(answer.resume().statusCode))
      .on('error', reject)
      .end()
  })

describe('what goes wrong has a status, a code and the original’s shape', () => {
  it('400, 404, 409, 413, 422', async () => {
    await using server = await startServer()
    const alert = async (body: Record<string, unknown>) => {
      const { status, json } = await server.alert(body)
      expect(json).toMatchObject(errorShape)
      return `${status} ${String(json['code'])}`
    }
    expect(await alert({ action: 'open', quantity: '1' })).toBe('400 VALIDATION_ERROR')
    expect(await alert({ action: 'close' })).toBe('404 NO_POSITION')
    expect(await alert({ action: 'increase', quantity: '0.01' })).toBe('404 NO_POSITION')
    expect(await alert({ action: 'open', symbol: 'NOSUCHUSDT', side: 'BUY', quantity: '1' })).toBe(
      '422 SYMBOL_NOT_ALLOWED',
    )
    expect(await alert({ action: 'open', side: 'BUY', quantity: '0.0000001' })).toBe('422 ORDER_RULE')
    expect(await alert({ action: 'open', side: 'BUY', quantity: '90' })).toBe('422 RISK_LIMIT')
    expect(await alert({ action: 'buy', quantity: '0.01', time: Date.UTC(2026, 0, 1) })).toBe('422 STALE_SIGNAL')
    expect((await server.alert({ action: 'open', side: 'BUY', quantity: '0.01' })).status).toBe(200)
    expect(await alert({ action: 'open', side: 'BUY', quantity: '0.01' })).toBe('409 DUPLICATE_SIGNAL')
    expect(await alert({ action: 'open', side: 'BUY', quantity: '0.02' })).toBe('409 POSITION_EXISTS')
    expect(await alert({ action: 'open', side: 'SELL', quantity: '0.02' })).toBe('409 POSITION_EXISTS')
    expect(await alert({ action: 'increase', side: 'SELL', quantity: '0.01' })).toBe('409 WRONG_SIDE')
    expect(await alert({ action: 'decrease', quantity: '5' })).toBe('400 QUANTITY_ABOVE_POSITION')
    expect(await server.marketOrders()).toBe(1)
    const big = await server.call('POST', '/webhook/tradingview', `{"a":"${'x'.repeat(1_000_000)}"}`)
    expect(big).toMatchObject({ status: 413, json: errorShape })
    for (const [method, path, body, status] of [
      ['GET', '/nowhere', undefined, 404],
      ['GET', '/positions/ETHUSDT', undefined, 400],
      ['GET', '/orders', undefined, 400],
      ['GET', '/orders?symbol=BTCUSDT&limit=0', undefined, 400],
      ['POST', '/positions/BTCUSDT/leverage', { leverage: 500 }, 400],
      ['POST', '/positions/BTCUSDT/margin-type', { margin_type: 'SOME' }, 400],
      ['GET', '/signals/not-an-id', undefined, 400],
      ['GET', '/signals/00000000-0000-4000-8000-000000000000', undefined, 404],
      ['POST', '/webhook/tradingview', 'not json', 400],
    ] as const) {
      expect({ path, ...(await server.call(method, path, body)) }).toMatchObject({ path, status, json: errorShape })
    }
    const done = server.store.list({ limit: 500 }).find(({ status }) => status === 'done')
    expect((await server.call('POST', `/signals/${done?.id}/redrive`)).status).toBe(409)
  })

  it('401 on every route that tells or does something', async () => {
    await using server = await startServer()
    const wrong = { authorization: `Bearer ${'x'.repeat(secret.length)}` }
    for (const [method, path] of [
      ['GET', '/positions'],
      ['GET', '/positions/BTCUSDT'],
      ['POST', '/positions/BTCUSDT/leverage'],
      ['POST', '/positions/BTCUSDT/margin-type'],
      ['GET', '/account/balance'],
      ['GET', '/account/info'],
      ['GET', '/orders?symbol=BTCUSDT'],
      ['GET', '/orders/open'],
      ['GET', '/signals'],
      ['POST', '/signals/00000000-0000-4000-8000-000000000000/redrive'],
      ['GET', '/risk'],
      ['POST', '/risk/halt'],
      ['POST', '/risk/resume'],
      ['GET', '/metrics'],
      ['POST', '/webhook/tradingview'],
      ['POST', '/webhook/tradingview-strategy'],
      ['POST', '/webhook/tradingview/t/guessed-token'],
    ] as const) {
      const body = method === 'POST' ? { action: 'open', symbol: 'BTCUSDT', side: 'BUY', quantity: 1 } : undefined
      const answer = await server.call(method, path, body, wrong)
      expect({ path, ...answer }).toMatchObject({ path, status: 401, json: { ...errorShape, code: 'UNAUTHORIZED' } })
      expect(answer.text).not.toContain(secret)
    }
    expect(server.store.list({ limit: 10 })).toEqual([])
  })

  it('429, 502, 503, 504', async () => {
    await using server = await startServer({ parts: { maxAlertsPerMinute: 4 } })
    const { faults } = server.exchange.exchange
    faults.load({ rules: [{ match: { endpoint: 'getAccount' }, action: { kind: 'html' } }] })
    expect(await server.call('GET', '/account/info')).toMatchObject({ status: 502, json: { code: 'EXCHANGE_ERROR' } })
    faults.load({ rules: [{ match: { endpoint: 'getAccount' }, action: { kind: 'dropBeforeAccept' } }] })
    expect(await server.call('GET', '/account/info')).toMatchObject({ status: 504, json: { code: 'EXCHANGE_TIMEOUT' } })
    faults.clear()
    expect((await server.call('POST', '/risk/halt', { reason: 'lunch' })).json).toMatchObject({ state: 'halted' })
    expect(await server.alert({ action: 'open', side: 'BUY', quantity: '0.01' })).toMatchObject({
      status: 503,
      json: { code: 'HALTED' },
    })
    expect((await server.call('POST', '/risk/resume', {})).json).toMatchObject({ state: 'active' })
    server.health.drain()
    expect((await server.call('GET', '/health')).status).toBe(503)
    expect((await server.call('GET', '/readyz')).status).toBe(503)
    await server.alert({ action: 'close' })
    expect(await server.alert({ action: 'close' })).toMatchObject({ status: 429, json: { code: 'RATE_LIMIT' } })
  })
})

describe('a stranger', () => {
  const rules = {
    strategyTokens: [{ strategy: 'breakout', token: new Secret('token-of-the-breakout') }],
    hmacSecret: undefined,
  }

  it('is heard with the secret in body or header or path, the body before the header', async () => {
    await using server = await startServer({ rules })
    const send = (path: string, body: object, headers: Record<string, string> = {}) =>
      server.call(
        'POST',
        path,
        { action: 'close', symbol: 'BTCUSDT', note: Math.PI, ...body },
        { authorization: '', ...headers },
      )
    const url = '/webhook/tradingview'
    expect((await send(url, { webhook_secret: secret, id: 1 })).status).toBe(202)
    expect((await send(url, { id: 2 }, { 'x-webhook-secret': secret })).status).toBe(202)
    expect((await send(url, { webhook_secret: 'no', id: 3 }, { 'x-webhook-secret': secret })).status).toBe(401)
    expect((await send(`${url}/t/token-of-the-breakout`, { id: 4 })).status).toBe(202)
    expect(server.store.list({ limit: 1 })[0]?.signal.strategy).toBe('breakout')
    expect(JSON.stringify(server.store.list({ limit: 9 })) + server.lines.join('')).not.toMatch(
      new RegExp(`${secret}|token-of-the-breakout`),
    )
  })

  it('cannot pretend to come from an address that is on the list', async () => {
    const allowedSources = new BlockList()
    allowedSources.addAddress('52.89.214.238')
    await using closed = await startServer({ rules: { allowedSources } })
    const spoofed = { 'x-forwarded-for': '52.89.214.238' }
    const body = { action: 'close', symbol: 'BTCUSDT', webhook_secret: secret }
    expect((await closed.call('POST', '/webhook/tradingview', body, spoofed)).json).toMatchObject({
      code: 'SOURCE_NOT_ALLOWED',
    })
    await using proxied = await startServer({
      rules: { allowedSources },
      parts: { trustedProxies: ['127.0.0.1'] },
    })
    expect((await proxied.call('POST', '/webhook/tradingview', body, spoofed)).status).toBe(202)
    const further = { 'x-forwarded-for': '52.89.214.238, 6.6.6.6' }
    expect((await proxied.call('POST', '/webhook/tradingview', { ...body, id: 2 }, further)).status).toBe(401)
  })

  it('needs a signature of the very bytes where one is asked for', async () => {
    const { createHmac } = await import('node:crypto')
    await using server = await startServer({ rules: { hmacSecret: new Secret('hmac-key') } })
    const text = JSON.stringify({ action: 'close', symbol: 'BTCUSDT', webhook_secret: secret })
    const signature = createHmac('sha256', 'hmac-key').update(text).digest('hex')
    const send = (body: string, value: string) =>
      server.call('POST', '/webhook/tradingview', body, { 'x-signature': `sha256=${value}` })
    expect((await send(`${text} `, signature)).status).toBe(401)
    expect((await send(text, signature)).status).toBe(202)
  })

  it('gets nothing by a body that never ends or is compressed', async () => {
    await using server = await startServer()
    const gzip = await server.call('POST', '/webhook/tradingview', '{}', { 'content-encoding': 'gzip' })
    expect(gzip.status).toBe(400)
    const port = Number(new URL(server.url).port)
    const slow = request({ port, method: 'POST', path: '/webhook/tradingview', headers: { 'content-length': '1000' } })
    slow.on('error', () => {})
    slow.write('{')
    // others are served meanwhile
    expect((await server.alert({ action: 'close' })).status).toBe(404)
    slow.destroy()
  })
})
