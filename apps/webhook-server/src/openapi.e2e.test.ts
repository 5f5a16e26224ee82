import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import { refusalCodes } from './core/refusal-codes.ts'
import { routeAnswers } from './shell/docs/describe-answers.ts'
import { startServer } from './testing/start-server.ts'

type Server = Awaited<ReturnType<typeof startServer>>

interface Published {
  readonly openapi: string
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly responses: Record<string, Answer> }>>>>
  readonly components: { readonly schemas: Record<string, unknown> }
}
interface Answer {
  readonly description: string
  readonly content?: Readonly<Record<string, { readonly schema: Record<string, unknown> }>>
}

const toPublishedPath = (path: string) => path.replaceAll(/:(\w+)/g, '{$1}')

/** A schema of the document that stands by itself, with the components that it refers to. */
function compile(document: Published, schema: Record<string, unknown>): z.ZodType {
  const text = JSON.stringify({ ...schema, $defs: document.components.schemas })
  return z.fromJSONSchema(JSON.parse(text.replaceAll('#/components/schemas/', '#/$defs/')))
}

async function readDocument(server: Server): Promise<Published> {
  return (await server.call('GET', '/docs/json')).json as unknown as Published
}

/** Calls a route and holds the answer against what the document says about its status. */
async function callAsPublished(
  server: Server,
  document: Published,
  call: {
    readonly method: 'GET' | 'POST'
    readonly route: string
    readonly path?: string
    readonly body?: unknown
    readonly headers?: Readonly<Record<string, string>>
  },
) {
  const { method, route, path = route, body, headers } = call
  const answer = await server.call(method, path, body, headers)
  const published = document.paths[toPublishedPath(route)]?.[method.toLowerCase()]?.responses[answer.status]
  const type = answer.header('content-type')?.split(';')[0] ?? 'none'
  const schema = published?.content?.[type]?.schema
  const code = answer.status >= 400 && 'code' in answer.json ? String(answer.json['code']) : ''
  const problem =
    schema === undefined || !published?.description.includes(code)
      ? `${code} is not published`
      : findProblem(document, schema, answer)
  expect({ method, path, status: answer.status, problem }).toEqual({ method, path, status: answer.status, problem: '' })
  return answer
}

function findProblem(
  document: Published,
  schema: Record<string, unknown>,
  { text, json, header }: { text: string; json: unknown; header: (name: string) => string | null },
): string {
  const isJson = header('content-type')?.startsWith('application/json') === true
  const parsed = compile(document, schema).safeParse(isJson ? json : text)
  return parsed.success ? '' : z.prettifyError(parsed.error)
}

describe('the published description of the API', () => {
  it('names every route with each of its statuses, and nothing that is no route', async () => {
    await using server = await startServer()
    const document = await readDocument(server)
    expect(document.openapi).toBe('3.1.0')
    const published = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, { responses }]) => [
        `${method.toUpperCase()} ${path}`,
        Object.keys(responses).map(Number),
      ]),
    )
    const declared = Object.entries(routeAnswers).map(([route, { success, errors }]) => [
      toPublishedPath(route),
      [
        ...new Set([
          ...Object.keys(success).map(Number),
          ...[...errors, 'INTERNAL_ERROR'].map((code) => refusalCodes[code]?.status),
        ]),
      ].toSorted((a = 0, b = 0) => a - b),
    ])
    expect(Object.fromEntries(published)).toEqual(Object.fromEntries(declared))
  })

  it('fits what the routes really answer', async () => {
    await using server = await startServer()
    const document = await readDocument(server)
    const call = (method: 'GET' | 'POST', route: string, options: object = {}) =>
      callAsPublished(server, document, { method, route, ...options })
    const alert = (body: object, path = '/webhook/tradingview', query = '?wait=1&wait_ms=20000') =>
      call('POST', path, { path: path + query, body: { symbol: 'BTCUSDT', ...server.credentials, ...body } })

    expect((await alert({ action: 'open', side: 'BUY', quantity: '0.01' })).status).toBe(200)
    expect((await alert({ action: 'open', side: 'BUY', quantity: '0.01' })).status).toBe(409)
    expect((await alert({ action: 'cancel', id: 'a' }, '/webhook/tradingview', '')).status).toBe(202)
    expect((await alert({ action: 'open' })).status).toBe(400)
    expect((await alert({ action: 'open', symbol: 'ETHUSDT', side: 'BUY', quantity: 1 })).status).toBe(422)
    expect((await alert({ action: 'close', webhook_secret: 'wrong' })).status).toBe(401)
    expect((await alert({ action: 'close', text: 'x'.repeat(70_000) })).status).toBe(413)
    expect((await alert({ position_size: '0.02' }, '/webhook/tradingview-strategy')).status).toBe(200)

    const signals = (await call('GET', '/signals')).json['signals'] as readonly { id: string; status: string }[]
    const refused = signals.find(({ status }) => status === 'refused')?.id ?? ''
    const done = signals.find(({ status }) => status === 'done')?.id ?? ''
    await call('GET', '/signals/:id', { path: `/signals/${refused}` })
    await call('GET', '/signals/:id', { path: `/signals/${done}` })
    await call('GET', '/signals/:id', { path: '/signals/nothing' })
    expect((await call('POST', '/signals/:id/redrive', { path: `/signals/${refused}/redrive` })).status).toBe(202)
    expect((await call('POST', '/signals/:id/redrive', { path: `/signals/${done}/redrive` })).status).toBe(409)

    const refusals = (await call('GET', '/refusals')).json['refusals'] as readonly { code: string }[]
    expect(refusals.map(({ code }) => code)).toContain('DUPLICATE_SIGNAL')

    await call('GET', '/positions')
    expect((await call('GET', '/positions', { path: '/positions?account=nobody' })).status).toBe(400)
    expect((await call('GET', '/positions/:symbol', { path: '/positions/BTCUSDT' })).status).toBe(200)
    await call('GET', '/account/balance')
    await call('GET', '/account/info')
    await call('GET', '/orders', { path: '/orders?symbol=BTCUSDT' })
    expect((await call('GET', '/orders')).status).toBe(400)
    await call('GET', '/orders/open')
    expect((await alert({ action: 'close' })).status).toBe(200)
    expect((await alert({ action: 'close', id: 'b' })).status).toBe(404)
    expect((await call('GET', '/positions/:symbol', { path: '/positions/BTCUSDT' })).status).toBe(404)
    const change = (name: string, body: object) =>
      call('POST', `/positions/:symbol/${name}`, { path: `/positions/BTCUSDT/${name}`, body })
    expect((await change('leverage', { leverage: 7 })).status).toBe(200)
    expect((await change('leverage', { leverage: 700 })).status).toBe(400)
    expect((await change('margin-type', { margin_type: 'ISOLATED' })).status).toBe(200)

    for (const path of ['/health', '/livez', '/readyz', '/metrics', '/risk']) {
      expect((await call('GET', path)).status).toBe(200)
    }
    expect((await call('GET', '/positions', { headers: { authorization: 'Bearer wrong' } })).status).toBe(401)
    server.exchange.exchange.faults.load({ rules: [{ match: { endpoint: 'getAccount' }, action: { kind: 'html' } }] })
    expect((await call('GET', '/account/info')).status).toBe(502)
    expect((await call('POST', '/risk/reduce', { body: {} })).status).toBe(200)
    expect((await call('POST', '/risk/halt', { body: { reason: 'lunch' } })).status).toBe(200)
    await call('GET', '/risk')
    expect((await alert({ action: 'open', side: 'BUY', quantity: '0.03' })).status).toBe(503)
    expect((await call('POST', '/risk/resume', { body: {} })).status).toBe(200)
    server.health.drain()
    expect((await call('GET', '/readyz')).status).toBe(503)
    expect((await call('GET', '/health')).status).toBe(503)
  })
})

describe('the description of an alert for several accounts', () => {
  it('fits what is answered when all of them, or only some, carried it out', async () => {
    await using server = await startServer({ copies: [{ id: 'desk', weight: '0.01', isDry: false }] })
    const document = await readDocument(server)
    const alert = (body: object) =>
      callAsPublished(server, document, {
        method: 'POST',
        route: '/webhook/tradingview',
        path: '/webhook/tradingview?wait=1&wait_ms=20000',
        body: { symbol: 'BTCUSDT', ...server.credentials, ...body },
      })
    const both = await alert({ action: 'buy', quantity: '0.1', accounts: { main: 1, desk: 1 } })
    expect(both.status).toBe(200)
    expect(both.json['accounts']).toHaveLength(2)
    // a hundredth of it is less than the exchange takes
    expect((await alert({ action: 'increase', quantity: '0.01' })).status).toBe(207)
    const path = `/signals/${String(both.json['signal_id'])}`
    await callAsPublished(server, document, { method: 'GET', route: '/signals/:id', path })
    await callAsPublished(server, document, { method: 'GET', route: '/risk' })
    await callAsPublished(server, document, { method: 'GET', route: '/health' })
  })
})

describe('the pages that show it', () => {
  it('load nothing from another host, and forbid the browser to', async () => {
    await using server = await startServer()
    for (const path of ['/docs', '/redoc']) {
      const { text, header, status } = await server.call('GET', path)
      expect({ path, status }).toEqual({ path, status: 200 })
      expect(text.match(/(?:src|href|url)\s*[=(]\s*["']?(?:https?:)?\/\//g)).toBeNull()
      const policy = header('content-security-policy') ?? ''
      expect(policy).toMatch(/^default-src '(?:self|none)'/)
      expect(policy).not.toMatch(/https?:|\*/)
    }
  })

  it('can be read without a script: every route and code stands in /redoc, and no link leads nowhere', async () => {
    await using server = await startServer()
    const { text } = await server.call('GET', '/redoc')
    const document = await readDocument(server)
    const targets = [...text.matchAll(/href="#([^"]+)"/g)].map(([, target]) => `id="${target}"`)
    const wanted = [...Object.keys(document.paths), ...Object.keys(refusalCodes)].map((path) => `<code>${path}</code>`)
    expect(targets.length).toBeGreaterThan(40)
    expect([...wanted, ...targets].filter((part) => !text.includes(part))).toEqual([])
    expect(text.includes('<script')).toBe(false)
  })
})
