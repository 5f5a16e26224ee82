import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'

import { request } from 'undici'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { carryPlainly } from '../faults/carry.ts'
import { createHttpServer } from './http-server.ts'
import type { RawRequest } from './raw-request.ts'

/** Answers what it was asked, so that tests see what arrived. */
const echo = (raw: RawRequest) => ({ status: 200, headers: { 'x-test': '1' }, body: JSON.stringify(raw) })

const server = createHttpServer({
  carry: carryPlainly(echo),
  upgrade: (_, socket) => socket.destroy(),
  slowClientMs: 200,
})
let port = 0

beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port
})
afterAll(async () => {
  server.close()
  server.closeAllConnections()
  await once(server, 'close')
})

const ask = async (path: string, options: Parameters<typeof request>[1] = {}) => {
  const answer = await request(`http://127.0.0.1:${port}${path}`, options)
  return { status: answer.statusCode, headers: answer.headers, body: (await answer.body.json()) as RawRequest }
}

/** Writes bytes as they are and reads until the server closes. */
async function talk(text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  let answer = ''
  socket.setEncoding('utf8')
  socket.on('data', (chunk: string) => {
    answer += chunk
  })
  socket.on('error', () => undefined)
  socket.write(text)
  await once(socket, 'close')
  return answer
}

describe('createHttpServer', () => {
  it('hands on query and body as they came', async () => {
    const { body, headers } = await ask('/fapi/v3/order?a=%2F&b=x+y', {
      method: 'DELETE',
      body: 'c=%7B',
      headers: { 'X-One': 'y' },
    })
    expect(body).toMatchObject({
      method: 'DELETE',
      path: '/fapi/v3/order',
      query: 'a=%2F&b=x+y',
      body: 'c=%7B',
      headers: { 'x-one': 'y' },
      remoteAddress: '127.0.0.1',
    })
    expect(headers['x-test']).toBe('1')
  })

  it('takes a request that names the whole address, as for a proxy', async () => {
    const answer = await talk('GET http://127.0.0.1:9001/a/b?c=d HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
    expect(answer).toContain('"path":"/a/b","query":"c=d"')
    expect(await talk('GET http://a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')).toContain(
      '"path":"/","query":""',
    )
    expect(await talk('OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')).toContain('"path":"*"')
  })

  it('takes a POST with a JSON content type and no body', async () => {
    const { status, body } = await ask('/x?a=1', { method: 'POST', headers: { 'content-type': 'application/json' } })
    expect(status).toBe(200)
    expect(body.body).toBe('')
  })

  it('answers a body of ten megabytes with 413, and keeps none of it', async () => {
    const answer = await request(`http://127.0.0.1:${port}/x`, { method: 'POST', body: 'x'.repeat(10_000_000) })
    expect(answer.statusCode).toBe(413)
    expect(await answer.body.json()).toMatchObject({ code: -1130 })
  })

  it('answers headers without end with 431', async () => {
    expect(await talk(`GET / HTTP/1.1\r\nHost: a\r\nX-Long: ${'x'.repeat(100_000)}`)).toMatch(/^HTTP\/1\.1 431 /)
  })

  it('answers bytes that are not HTTP with 400', async () => {
    expect(await talk('\u0000\u0001\u0002 what?\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 [^]*"code":-1000/)
  })

  it('cuts a client that never finishes its headers, and one that never finishes its body', async () => {
    expect(await talk('GET / HTTP/1.1\r\nHost: a\r\n')).toMatch(/^HTTP\/1\.1 408 /)
    expect(await talk('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab')).toMatch(/^HTTP\/1\.1 408 /)
  })

  it('serves on after all of that', async () => {
    expect((await ask('/still/here')).status).toBe(200)
  })
})
