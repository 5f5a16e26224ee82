import { afterAll, describe, expect, it } from 'vitest'

import { alertCells } from './testing/alert-cells.ts'
import type { RouteCells } from './testing/contract-cells.ts'
import { operatorCells } from './testing/operator-cells.ts'
import { secret, startServer } from './testing/start-server.ts'

const table: Readonly<Record<string, RouteCells>> = { ...operatorCells, ...alertCells }

const cells = Object.entries(table).flatMap(([route, statuses]) =>
  Object.entries(statuses).map(([status, cell]) => ({ route, status: Number(status), cell })),
)

const errorShape = {
  error: expect.any(String),
  detail: expect.any(String),
  code: expect.stringMatching(/^[A-Z_]+$/),
  timestamp: expect.any(Number),
  original_error_code: expect.toSatisfy((value) => value === null || typeof value === 'number'),
  validation_errors: expect.any(Array),
  request_id: expect.any(String),
}

/** Of the program itself, which say how it is instead of what went wrong. */
const tellsHealth = new Set(['GET /health', 'GET /livez', 'GET /readyz'])

/** Nothing has happened where these are answered: such requests can go to one server. */
const refusedBefore = new Set([400, 401, 413])
let sharedServer: ReturnType<typeof startServer> | undefined
const shared = () => (sharedServer ??= startServer())
afterAll(async () => (await sharedServer)?.[Symbol.asyncDispose]())

describe('every route and every status that it can give', () => {
  it('the table has every route of the documentation, and no other', async () => {
    await using server = await startServer()
    const { paths } = (await server.call('GET', '/docs/json')).json as { paths: Record<string, object> }
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    expect(routes.toSorted()).toEqual(Object.keys(table).toSorted())
  })

  it.each(cells)('$route $status', async ({ route, status, cell }) => {
    const { options, provoke } = typeof cell === 'function' ? { options: {}, provoke: cell } : cell
    const isHarmless = refusedBefore.has(status) && typeof cell === 'function'
    await using own = isHarmless ? undefined : await startServer(options)
    const server = own ?? (await shared())
    const answer = await provoke(server)
    expect({ status: answer.status, text: answer.text }).toMatchObject({ status })
    expect(answer.header('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    expect(answer.header('x-process-time')).toMatch(/^\d+\.\d+$/)
    expect(answer.text).not.toContain(secret)
    const isError = status >= 400 && !tellsHealth.has(route)
    expect(answer.json).toMatchObject(isError ? { ...errorShape, request_id: answer.header('x-request-id') } : {})
  })

  it('what is no route is 404 in the same shape, for any method, with or without a token', async () => {
    await using server = await startServer()
    for (const [method, path] of [
      ['GET', '/nowhere'],
      ['POST', '/webhook/elsewhere'],
      ['DELETE', '/signals'],
      ['PUT', '/webhook/tradingview'],
    ] as const) {
      expect(await server.call(method, path)).toMatchObject({ status: 404, json: errorShape })
      expect(await server.call(method, path, undefined, { authorization: '' })).toMatchObject({ status: 404 })
    }
  })
})
