import type { startServer } from './start-server.ts'

export type Server = Awaited<ReturnType<typeof startServer>>
export type Answer = Awaited<ReturnType<Server['call']>>
export type ServerOptions = NonNullable<Parameters<typeof startServer>[0]>

/** One way of getting one status out of one route. */
export interface Cell {
  readonly options?: ServerOptions
  readonly provoke: (server: Server) => Promise<Answer>
}

/** Every status that a route can give, with a way to get it. */
export type RouteCells = Readonly<Record<number, Cell | ((server: Server) => Promise<Answer>)>>

/** More than a body may have. */
const large = `{"a":"${'x'.repeat(100_000)}"}`

export const withoutToken = { authorization: '' }

/** What every route for the operator answers a stranger. */
export const refusesStrangers = (method: string, path: string, body?: object): RouteCells => ({
  401: (server) => server.call(method, path, body, withoutToken),
})

/** What every route with a body does with one that is too large, and with an address that sends too many. */
export const refusesFloods = (path: string, body: object = {}): RouteCells => ({
  413: (server) => server.call('POST', path, large),
  429: {
    options: { parts: { maxAlertsPerMinute: 1 } },
    async provoke(server) {
      await server.call('POST', path, body)
      return server.call('POST', path, body)
    },
  },
})

/** What every route that asks the exchange answers when that has trouble, and when it is asked of nobody. */
export const passesTrouble = (method: string, path: string, endpoint: string, body?: object): RouteCells => {
  const under = (action: object) => async (server: Server) => {
    const { faults } = server.exchange.exchange
    faults.load({ rules: [{ match: { endpoint }, action }] } as Parameters<typeof faults.load>[0])
    return server.call(method, path, body)
  }
  const account = `${path.includes('?') ? '&' : '?'}account=nobody`
  return {
    400: (server) => server.call(method, path + account, body),
    429: under({ kind: 'tooManyRequests', retryAfterSeconds: 120 }),
    502: under({ kind: 'html' }),
    504: under({ kind: 'dropBeforeAccept' }),
  }
}
