import { connect } from 'node:net'

import { describe, expect, it } from 'vitest'

import { startServer } from './testing/start-server.ts'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Sends bytes as they are, and resolves with everything that came back before the server hung up. */
const sendRaw = (url: string, text: string) =>
  new Promise<string>((resolve, reject) => {
    const { port } = new URL(url)
    let heard = ''
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(text))
    socket.on('data', (chunk: Buffer) => (heard += chunk.toString()))
    socket.on('error', reject)
    socket.on('close', () => resolve(heard))
  })

describe('the id of a request', () => {
  it('is taken from a trusted proxy, and stands in header, error and log line', async () => {
    await using server = await startServer({ parts: { trustedProxies: ['127.0.0.0/8'] } })
    const headers = { 'x-request-id': 'proxy-4711.a' }
    const answer = await server.call('POST', '/webhook/tradingview', '{}', headers)
    expect(answer.header('x-request-id')).toBe('proxy-4711.a')
    expect(answer.json).toMatchObject({ request_id: 'proxy-4711.a' })
    const lines = server.lines.map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(lines).toContainEqual(expect.objectContaining({ msg: 'request', requestId: 'proxy-4711.a' }))
  })

  it('is not taken from a stranger, nor when it is no plain word', async () => {
    await using stranger = await startServer()
    const answer = await stranger.call('GET', '/health', undefined, { 'x-request-id': 'mine' })
    expect(answer.header('x-request-id')).toMatch(uuid)
    await using proxied = await startServer({ parts: { trustedProxies: ['127.0.0.1'] } })
    for (const id of ['a b', '<script>', 'x'.repeat(101)]) {
      const other = await proxied.call('GET', '/health', undefined, { 'x-request-id': id })
      expect(other.header('x-request-id')).toMatch(uuid)
    }
  })

  it('is in every error, also of requests that are hardly any', async () => {
    await using server = await startServer()
    for (const path of ['/%zz', '/nowhere', `/positions/${'x'.repeat(300)}`]) {
      const { json, header, status } = await server.call('GET', path)
      expect({ path, json }).toMatchObject({
        path,
        json: { code: expect.any(String), request_id: header('x-request-id') },
      })
      expect(status === 400 || status === 404).toBe(true)
    }
    const heard = await sendRaw(server.url, 'POST /webhook/tradingview HTTP/1.1\r\nbroken\r\n\r\n')
    expect(heard).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/)
    const body = JSON.parse(heard.slice(heard.indexOf('\r\n\r\n'))) as Record<string, unknown>
    expect(body).toMatchObject({
      code: 'VALIDATION_ERROR',
      request_id: expect.stringMatching(uuid),
      validation_errors: [],
    })
    const long = await sendRaw(server.url, `GET / HTTP/1.1\r\nhost: a\r\nx-long: ${'x'.repeat(20_000)}\r\n\r\n`)
    expect(long).toMatch(/^HTTP\/1\.1 431 /)
    expect(long).toContain('"request_id"')
  })
})

describe('web pages of other origins', () => {
  const page = 'https://app.example.com'

  it('are told nothing by default', async () => {
    await using server = await startServer()
    const answer = await server.call('GET', '/health', undefined, { origin: page })
    expect(answer.header('access-control-allow-origin')).toBeNull()
    const asked = await server.call('OPTIONS', '/positions', undefined, { origin: page })
    expect(asked.status).toBe(404)
    expect(asked.header('access-control-allow-origin')).toBeNull()
  })

  it('may call when their origin is named, and still need the token', async () => {
    await using server = await startServer({ parts: { corsOrigins: [page] } })
    const asked = await server.call('OPTIONS', '/positions', undefined, { origin: page })
    expect(asked.status).toBe(204)
    expect(asked.header('access-control-allow-origin')).toBe(page)
    expect(asked.header('access-control-allow-headers')).toContain('authorization')
    const refused = await server.call('GET', '/positions', undefined, { origin: page, authorization: '' })
    expect(refused.status).toBe(401)
    expect(refused.header('access-control-allow-origin')).toBe(page)
    const other = await server.call('GET', '/positions', undefined, { origin: 'https://evil.example.com' })
    expect(other.header('access-control-allow-origin')).toBeNull()
    expect(other.header('vary')).toBe('origin')
  })
})
