import { request as httpRequest } from 'node:http'
import { connect, type Socket } from 'node:net'

import { createVirtualClock, Secret } from '@aster/core'
import { afterEach, describe, expect, it } from 'vitest'

import { createEventFeed } from '../feed/create-event-feed.ts'
import { createHealth } from '../health/create-health.ts'
import { createMetrics } from '../metrics/create-metrics.ts'
import { feedMetrics } from '../metrics/feed-metrics.ts'
import { healthRoute, metricsRoute } from './edge-routes.ts'
import { type EdgeServerOptions, serveEdge } from './serve-edge.ts'

const ends: AsyncDisposable[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end[Symbol.asyncDispose]()
})

async function serve(options: Partial<EdgeServerOptions> = {}) {
  const health = createHealth()
  const metrics = createMetrics('maker')
  const server = await serveEdge({ port: 0, routes: [healthRoute(health), metricsRoute(metrics)], ...options })
  ends.push(server)
  const get = async (path: string, headers: Record<string, string> = {}) => {
    const response = await fetch(server.url + path, { headers, redirect: 'manual' })
    return { status: response.status, text: await response.text(), headers: response.headers }
  }
  return { server, health, metrics, get }
}

describe('the edge of a program', () => {
  it('says whether it lives and whether it is ready, part by part', async () => {
    const { health, get } = await serve()
    health.add('loop', 'live', () => ({ ok: true, detail: 'turns' }))
    health.add('stream', 'ready', () => ({ ok: false, detail: 'no event for 12 s' }))
    expect((await get('/livez')).status).toBe(200)
    const ready = await get('/readyz')
    expect(ready.status).toBe(503)
    expect(JSON.parse(ready.text)).toMatchObject({ ok: false, parts: { stream: { detail: 'no event for 12 s' } } })
  })

  it('is not ready while it ends, but lives', async () => {
    const { health, get } = await serve()
    health.drain()
    expect((await get('/ready')).status).toBe(503)
    expect((await get('/health')).status).toBe(200)
  })

  it('gives metrics that count what the feed told', async () => {
    const { metrics, get } = await serve()
    const clock = createVirtualClock()
    const feed = createEventFeed({ clock })
    feedMetrics(feed, metrics)
    const order = { account: 'main', symbol: 'BTCUSDT', clientOrderId: 'a-1', side: 'BUY' } as const
    feed.publish({ kind: 'order', ...order, status: 'NEW', type: 'LIMIT', quantity: '1', filledQuantity: '0' })
    await clock.advance(250)
    feed.publish({
      kind: 'fill',
      ...order,
      tradeId: '1',
      price: '1',
      quantity: '1',
      fee: '0',
      feeAsset: 'USDT',
      isMaker: true,
    })
    feed.publish({ kind: 'incident', severity: 'critical', what: 'naked', detail: '' })
    const { text } = await get('/metrics')
    expect(text).toContain('aster_fills_total{account="main",symbol="BTCUSDT",side="BUY",program="maker"} 1')
    expect(text).toContain('aster_incidents_total{severity="critical",what="naked",program="maker"} 1')
    expect(text).toMatch(/aster_ack_to_fill_seconds_sum\{[^}]*\} 0\.25/)
  })

  it('sends headers that keep other pages out', async () => {
    const { headers } = await (await serve()).get('/livez')
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(headers.get('x-frame-options')).toBe('DENY')
  })

  it('does not listen outside without a token', async () => {
    await expect(serveEdge({ host: '0.0.0.0', port: 0, routes: [] })).rejects.toThrow('set a token')
  })

  it('says when the port is taken', async () => {
    const { server } = await serve()
    await expect(serveEdge({ port: server.port, routes: [] })).rejects.toThrow(`127.0.0.1:${server.port} is in use`)
  })

  it('wants the token everywhere but at the probes', async () => {
    const { get } = await serve({ token: new Secret('open-sesame-123') })
    expect((await get('/livez')).status).toBe(200)
    expect((await get('/metrics')).status).toBe(401)
    expect((await get('/metrics', { authorization: 'Bearer open-sesame-124' })).status).toBe(401)
    expect((await get('/metrics', { authorization: 'Bearer open-sesame-123' })).status).toBe(200)
    const entered = await get('/metrics?token=open-sesame-123')
    expect(entered.status).toBe(303)
    const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? ''
    expect(cookie).not.toContain('sesame')
    expect((await get('/metrics', { cookie })).status).toBe(200)
  })

  it('on loopback answers to its own name only, so that no page can reach it by another', async () => {
    const { server } = await serve()
    const status = await new Promise<number | undefined>((resolve, reject) => {
      httpRequest(`${server.url}/livez`, { headers: { host: 'evil.example' } }, (response) => {
        response.resume()
        resolve(response.statusCode)
      })
        .on('error', reject)
        .end()
    })
    expect(status).toBe(421)
  })

  it('takes a POST only with the header that a foreign page cannot set', async () => {
    const taken: string[] = []
    const { server } = await serve({
      routes: [
        (request, response, { pathname }) => {
          taken.push(pathname)
          response.end('done')
          return request.method === 'POST'
        },
      ],
    })
    expect((await fetch(`${server.url}/halt`, { method: 'POST' })).status).toBe(403)
    expect((await fetch(`${server.url}/halt`, { method: 'POST', headers: { 'x-aster': '1' } })).status).toBe(200)
    expect(taken).toEqual(['/halt'])
  })

  it('answers 400 to an address that is none', async () => {
    const { server } = await serve()
    const { promise, resolve, reject } = Promise.withResolvers<string>()
    const socket = connect(server.port, '127.0.0.1', () =>
      socket.write('GET http://[ HTTP/1.1\r\nHost: localhost\r\n\r\n'),
    )
    socket.once('data', (bytes) => resolve(bytes.toString()))
    socket.once('error', reject)
    expect(await promise).toMatch(/^HTTP\/1\.1 400 /)
    socket.destroy()
  })

  it('lets strangers who only hold connections open have no more than 256, and answers again after them', async () => {
    const { server, get } = await serve()
    const sockets: Socket[] = []
    const open = async (): Promise<'kept' | 'refused'> => {
      const { promise, resolve } = Promise.withResolvers<'kept' | 'refused'>()
      const socket = connect(server.port, '127.0.0.1')
      sockets.push(socket)
      socket.once('error', () => resolve('refused'))
      socket.once('close', () => resolve('refused'))
      socket.once('data', () => resolve('kept'))
      socket.write('GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n')
      return await promise
    }
    const outcomes: string[] = []
    for (let count = 0; count < 300; count += 1) outcomes.push(await open())
    expect(outcomes.filter((outcome) => outcome === 'kept')).toHaveLength(256)
    const closed = sockets.map((socket) => new Promise((resolve) => socket.once('close', resolve)))
    for (const [index, socket] of sockets.entries()) if (outcomes[index] === 'kept') socket.destroy()
    await Promise.all(closed.filter((_done, index) => outcomes[index] === 'kept'))
    expect((await get('/livez')).status).toBe(200)
  })
})
