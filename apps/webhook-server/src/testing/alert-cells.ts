import { Secret } from '@aster/core'

import { type Answer, type Cell, type RouteCells, type Server, withoutToken } from './contract-cells.ts'
import { secret } from './start-server.ts'

const token = 'token-of-the-breakout'
const rules = { strategyTokens: [{ strategy: 'breakout', token: new Secret(token) }] }

type Send = (server: Server, body: Record<string, unknown>, query?: string) => Promise<Answer>

/** Sends as the route wants it: with the secret in the body, or with the token in the path. */
const sendTo =
  (route: string, hasToken: boolean): Send =>
  (server, body, query = '?wait=1&wait_ms=20000') => {
    const path = route.replace('{token}', token) + query
    const known = hasToken ? {} : { webhook_secret: secret }
    return server.call('POST', path, { symbol: 'BTCUSDT', ...known, ...body }, withoutToken)
  }

/** What both kinds of alerts have in common. */
function commonCells(route: string, send: Send, good: Record<string, unknown>, hasToken: boolean): RouteCells {
  const under =
    (endpoint: string, action: object): Cell['provoke'] =>
    (server) => {
      const { faults } = server.exchange.exchange
      faults.load({ rules: [{ match: { endpoint }, action }] } as Parameters<typeof faults.load>[0])
      return send(server, good)
    }
  const cells: Record<number, Cell['provoke'] | Cell> = {
    200: (server) => send(server, good),
    202: (server) => send(server, good, ''),
    // what it comes to on the second account is more than its limits allow
    207: {
      options: { copies: [{ id: 'desk', weight: '1', isDry: false }] },
      provoke: (server) => send(server, { ...good, accounts: { main: 1, desk: 100_000 } }),
    },
    400: (server) => send(server, { ...good, symbol: '???' }),
    401: (server) =>
      hasToken
        ? server.call('POST', route.replace('{token}', 'guessed'), good, withoutToken)
        : server.call('POST', route, good, withoutToken),
    async 409(server) {
      await send(server, good)
      return send(server, good)
    },
    413: (server) => server.call('POST', route.replace('{token}', token), `{"a":"${'x'.repeat(100_000)}"}`),
    422: (server) => send(server, { ...good, symbol: 'NOSUCHUSDT' }),
    429: {
      options: { parts: { maxAlertsPerMinute: 1 } },
      async provoke(server) {
        await send(server, good)
        return send(server, { ...good, id: 2 })
      },
    },
    502: under('getPositionRisk', { kind: 'html' }),
    503: {
      options: { parts: { refuseIntake: () => 'the server is ending' } },
      provoke: (server) => send(server, good),
    },
    504: under('getPositionRisk', { kind: 'dropBeforeAccept' }),
  }
  return Object.fromEntries(
    Object.entries(cells).map(([status, cell]) => {
      const { options = {}, provoke } = typeof cell === 'function' ? { provoke: cell } : cell
      return [status, { options: { ...options, ...(hasToken ? { rules } : {}) }, provoke }]
    }),
  )
}

function actionCells(route: string, hasToken: boolean): RouteCells {
  const send = sendTo(route, hasToken)
  return {
    ...commonCells(route, send, { action: 'buy', quantity: '0.01' }, hasToken),
    404: { options: hasToken ? { rules } : {}, provoke: (server) => send(server, { action: 'close' }) },
  }
}

const targetCells = (route: string, hasToken: boolean): RouteCells =>
  commonCells(route, sendTo(route, hasToken), { position_size: '0.01' }, hasToken)

/** The routes of alerts. */
export const alertCells: Readonly<Record<string, RouteCells>> = {
  'POST /webhook/tradingview': actionCells('/webhook/tradingview', false),
  'POST /webhook/tradingview/t/{token}': actionCells('/webhook/tradingview/t/{token}', true),
  'POST /webhook/tradingview-strategy': targetCells('/webhook/tradingview-strategy', false),
  'POST /webhook/tradingview-strategy/t/{token}': targetCells('/webhook/tradingview-strategy/t/{token}', true),
}
