import { BlockList } from 'node:net'
import { gzipSync } from 'node:zlib'

import { describe, expect, it } from 'vitest'

import { secret, startServer } from './testing/start-server.ts'

type Server = Awaited<ReturnType<typeof startServer>>

const url = '/webhook/tradingview'

/** Raw bytes, as some sender writes them. */
async function post(
  server: Server,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>> = {},
): Promise<string> {
  const answer = await fetch(`${server.url}${url}`, {
    method: 'POST',
    body,
    headers: { authorization: '', ...headers },
  })
  const { code, detail = '' } = (await answer.json()) as { code?: string; detail?: string }
  return `${answer.status} ${code === undefined ? 'accepted' : detail}`
}

const withSecret = (fields: string) => `{"symbol":"BTCUSDT","webhook_secret":"${secret}",${fields}}`

describe('payloads that are broken, and payloads of strangers', () => {
  it('(d) broken ones are refused with the field and the rule, and leave nothing behind', async () => {
    await using server = await startServer()
    const buy = (quantity: string) => withSecret(`"action":"buy","quantity":${quantity}`)
    for (const [body, reason] of [
      [buy('{{plot_0}}'), '400 quantity is a placeholder that was not replaced'],
      [buy('"{{plot_0}}"'), '400 quantity is a placeholder that was not replaced'],
      [buy('NaN'), '400 quantity is NaN, which is no number'],
      [buy('"NaN"'), '400 quantity must be a number'],
      [buy('-Infinity'), '400 quantity is -Infinity, which is no number'],
      [buy('0,01'), '400 quantity must have a point, not a comma'],
      [buy('"0,01"'), '400 quantity must have a point, not a comma'],
      [buy('-0'), '400 quantity must be above zero'],
      [buy('"٠٫١"'), '400 quantity must be a number'],
      [buy('0.01,"quantity":0.02'), '400 quantity is there twice'],
      [buy('0.01,"ticker":"ETHUSDT"'), '400 symbol and ticker mean the same and say different things'],
      [buy('0.01,"stop_los":1'), '400 stop_los is no field of this server, and it may guard the position'],
      [buy('0.01').replaceAll('"', "'"), '400 body uses single quotes; JSON wants double quotes'],
      [`${buy('0.01')}${buy('0.01')}`, '400 body holds more than one JSON object'],
      [`{"a":${'['.repeat(20_000)}`, '400 a[0][0]'],
      ['', '400 body is empty'],
      ['buy BTCUSDT', '400 body is no valid JSON'],
      [withSecret(`"action":"buy","note":"${'x'.repeat(1_000_000)}"`), '413 the body is larger than 65536 bytes'],
    ] as const) {
      const told = await post(server, body)
      expect({ body: body.slice(0, 200), told: told.slice(0, reason.length) }).toEqual({
        body: body.slice(0, 200),
        told: reason,
      })
      expect(told).not.toContain(secret)
    }
    const packed = new Uint8Array(gzipSync(buy('0.01')))
    expect(await post(server, packed, { 'content-encoding': 'gzip' })).toBe('400 body is compressed; send plain text')
    expect(await post(server, packed)).toBe('400 body is compressed; send plain text')
    expect(server.store.list({ limit: 9 })).toEqual([])
    expect(await server.marketOrders()).toBe(0)
    expect(server.lines.join('')).not.toContain(secret)
  })

  it('(d) what only looks broken is taken: plain text, a byte order mark, trailing commas, small numbers, odd keys', async () => {
    await using server = await startServer()
    const plain = { 'content-type': 'text/plain; charset=utf-8' }
    const own = '"__proto__":{"quantity":9},"constructor":1'
    const first = await post(server, `\uFEFF \n${withSecret(`"action":"buy","quantity":"1e-2",${own},`)}\r\n`, plain)
    expect(first).toBe('202 accepted')
    const [stored] = server.store.list({ limit: 1 })
    expect(stored?.signal).toMatchObject({
      command: { kind: 'enter', size: { value: '0.01' } },
      ignoredFields: ['__proto__', 'constructor'],
    })
    await server.runner.wait(stored?.id ?? '', 10_000)
    const told = await server.call('GET', `/signals/${stored?.id}`)
    expect(told.json).toMatchObject({ status: 'done', ignored_fields: ['__proto__', 'constructor'] })
    expect(await server.positions()).toEqual(['BTCUSDT 0.01'])
    // 0.00001 is understood, and less than the symbol takes
    const small = await server.alert({ action: 'increase', quantity: '1e-05' })
    expect(small.json).toMatchObject({ code: 'ORDER_RULE', detail: expect.stringContaining('LOT_SIZE.minQty') })
  })

  it('(h) a wrong secret is refused wherever it stands, however long it is, and the one in the body goes first', async () => {
    await using server = await startServer()
    const wrong = `${secret.slice(0, -1)}x`
    const close = (given?: string) =>
      JSON.stringify({ symbol: 'BTCUSDT', action: 'close', ...(given === undefined ? {} : { webhook_secret: given }) })
    const unknown = '401 the secret is missing or wrong'
    expect(await post(server, close(wrong))).toBe(unknown)
    expect(await post(server, close(`x${secret.slice(1)}`))).toBe(unknown)
    expect(await post(server, close(`${secret}x`))).toBe(unknown)
    expect(await post(server, close())).toBe(unknown)
    expect(await post(server, close(), { 'x-webhook-secret': wrong })).toBe(unknown)
    expect(await post(server, close(wrong), { 'x-webhook-secret': secret })).toBe(unknown)
    expect(server.store.list({ limit: 9 })).toEqual([])
    expect(await post(server, close(secret), { 'x-webhook-secret': wrong })).toBe('202 accepted')
    const other = JSON.stringify({ symbol: 'BTCUSDT', action: 'close', id: 2 })
    expect(await post(server, other, { 'x-webhook-secret': secret })).toBe('202 accepted')
    expect(JSON.stringify(server.store.list({ limit: 9 })) + server.lines.join('')).not.toContain(secret)
  })

  it('(i) an address in X-Forwarded-For is believed only from a trusted proxy, and only the last one', async () => {
    const allowedSources = new BlockList()
    for (const address of ['52.89.214.238', '34.212.75.30', '54.218.53.128', '52.32.178.7']) {
      allowedSources.addAddress(address)
    }
    const spoofed = { 'x-forwarded-for': '52.89.214.238' }
    const refused = '401 alerts from this address are not taken'
    const close = (id: number) => withSecret(`"action":"close","id":${id}`)
    await using direct = await startServer({ rules: { allowedSources } })
    expect(await post(direct, close(1))).toBe(refused)
    expect(await post(direct, close(1), spoofed)).toBe(refused)
    expect(await post(direct, close(1), { forwarded: 'for=52.89.214.238' })).toBe(refused)
    expect(direct.store.list({ limit: 9 })).toEqual([])
    await using proxied = await startServer({ rules: { allowedSources }, parts: { trustedProxies: ['127.0.0.1'] } })
    expect(await post(proxied, close(1), spoofed)).toBe('202 accepted')
    expect(await post(proxied, close(2), { 'x-forwarded-for': '6.6.6.6, 34.212.75.30' })).toBe('202 accepted')
    expect(await post(proxied, close(3), { 'x-forwarded-for': '52.89.214.238, 6.6.6.6' })).toBe(refused)
    expect(await post(proxied, close(3))).toBe(refused)
  })

  it('(k) a symbol that was never listed, that is not ours, or that is halted opens nothing', async () => {
    await using server = await startServer()
    const buy = (symbol: string, id: number) => server.alert({ action: 'buy', quantity: '0.01', symbol, id })
    expect((await buy('NOSUCHUSDT', 1)).json).toMatchObject({ code: 'SYMBOL_NOT_ALLOWED' })
    expect((await buy('BTCUSD.P', 2)).json).toMatchObject({
      code: 'SYMBOL_NOT_ALLOWED',
      detail: expect.stringContaining('did you mean BTCUSDT?'),
    })
    const { engine } = server.exchange.exchange
    const entry = engine.getSymbol('BTCUSDT')
    if (entry === undefined) throw new Error('the exchange lists no BTCUSDT')
    const setStatus = (status: string) => engine.updateSymbol({ ...entry, status }, server.exchange.clock.now())
    setStatus('PENDING_TRADING')
    // by what we know it trades: the exchange says no
    expect(await buy('BTCUSDT', 3)).toMatchObject({
      status: 422,
      json: { code: 'SYMBOL_HALTED', original_error_code: -4140 },
    })
    await server.desk.account.refreshRules()
    // and now we know it ourselves, also for an order that would rest
    const limit = { action: 'open', side: 'BUY', quantity: '0.01', order_type: 'LIMIT', price: 50_000 }
    expect((await server.alert(limit)).json).toMatchObject({
      code: 'SYMBOL_HALTED',
      detail: 'BTCUSDT is PENDING_TRADING at the exchange: nothing can be opened',
    })
    setStatus('TRADING')
    // without waiting for the rules to be read by themselves
    expect((await buy('BTCUSDT', 4)).json).toMatchObject({ message: 'BTCUSDT is open and protected' })
    expect(await server.marketOrders()).toBe(1)
  })
})
