import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { generateAgentKey } from '@aster/auth'
import { createSeededRandom, createSystemClock, Secret } from '@aster/core'
import { createUndiciTransport } from '@aster/rest'
import { createHealth, createLogger, createMetrics } from '@aster/runtime'
import { startSocketExchange } from '@aster/simulator/testing'
import { createWsConnector } from '@aster/ws'

import type { AccessRules } from '../core/authorize.ts'
import { createServer } from '../shell/create-server.ts'
import { createSignalRunner } from '../shell/create-signal-runner.ts'
import { executeSignal } from '../shell/execute-signal.ts'
import { openDesk } from '../shell/open-desk.ts'
import type { ServerParts } from '../shell/server-parts.ts'
import { openSignalStore } from '../shell/signal-store.ts'
import { createTradeBook } from '../shell/trade-book.ts'

export const secret = 'correct-horse-battery'

/** A server with its own exchange, over real sockets, in this process. */
export async function startServer(
  options: {
    readonly rules?: Partial<AccessRules>
    readonly parts?: Partial<ServerParts>
    readonly exchange?: Awaited<ReturnType<typeof startSocketExchange>>
    readonly folder?: string
    readonly key?: Secret
  } = {},
) {
  const exchange = options.exchange ?? (await startSocketExchange())
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'webhook-'))
  const key = options.key ?? generateAgentKey()
  const clock = createSystemClock()
  const lines: string[] = []
  const transport = createUndiciTransport()
  const connector = createWsConnector()
  const desk = await openDesk({
    clock,
    random: createSeededRandom('webhook'),
    transport,
    connector,
    restUrl: exchange.restUrl,
    wsUrl: exchange.wsUrl,
    credentials: { kind: 'v3', privateKey: key, chainId: 1666 },
    symbols: ['BTCUSDT'],
    journalFile: join(folder, 'journal.db'),
    haltFile: join(folder, 'HALT'),
    limits: {},
    onEvent: () => {},
  })
  const { account } = desk
  const log = createLogger({
    name: 'test',
    clock,
    output: { write: (line) => void lines.push(line), isTerminal: false },
  })
  const store = openSignalStore(join(folder, 'signals.db'))
  const execution = { account, store, trades: createTradeBook(account), defaultStopPercent: '2' }
  const maxAgeMs = options.parts?.maxAgeMs ?? 60_000
  const runner = createSignalRunner({
    store,
    clock,
    maxAgeMs,
    execute: (stored, turn) => executeSignal(execution, stored, turn),
    onEnd: () => {},
    onFault: (error) => log.error('fault', { error }),
  })
  const health = createHealth()
  const app = await createServer({
    mode: 'paper',
    version: 'test',
    clock,
    log,
    rules: {
      webhookSecret: new Secret(secret),
      hmacSecret: undefined,
      apiToken: undefined,
      isOpenToMachine: false,
      strategyTokens: [],
      allowedSources: undefined,
      ...options.rules,
    },
    trustedProxies: [],
    maxAlertsPerMinute: 100_000,
    dedupeWindowMs: 45_000,
    maxAgeMs,
    scale: '1',
    store,
    runner,
    health,
    metrics: createMetrics('test'),
    account,
    refuseIntake: () => undefined,
    ...options.parts,
  })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const call = async (method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}) => {
    const answer = await fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${secret}`, ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await answer.text()
    const isJson = answer.headers.get('content-type')?.startsWith('application/json') === true
    return {
      status: answer.status,
      header: (name: string) => answer.headers.get(name),
      text,
      json: (isJson ? JSON.parse(text) : {}) as Record<string, unknown>,
    }
  }
  return {
    exchange,
    desk,
    store,
    runner,
    health,
    folder,
    key,
    url,
    lines,
    call,
    /** Sends an alert with the right secret and waits for its outcome. */
    alert: (body: Record<string, unknown>, path = '/webhook/tradingview') =>
      call('POST', `${path}?wait=1&wait_ms=20000`, { symbol: 'BTCUSDT', webhook_secret: secret, ...body }),
    positions: async () =>
      (await account.rest.position.getPositionRisk({}))
        .filter(({ positionAmt }) => Number(positionAmt) !== 0)
        .map(({ symbol, positionAmt }) => `${symbol} ${positionAmt}`),
    openOrders: async () =>
      (await account.rest.trading.getOpenOrders({})).map(({ type, side }) => `${side} ${type}`).toSorted(),
    marketOrders: async () =>
      (await account.rest.trading.getAllOrders({ symbol: 'BTCUSDT', limit: 1_000 })).filter(
        ({ type }) => type === 'MARKET',
      ).length,
    /** Ends the server and leaves exchange and folder. */
    async stop() {
      await app.close()
      await runner.stop()
      await desk.close('leaveProtected')
      await connector.close()
      await transport.close()
      await store[Symbol.asyncDispose]()
    },
    async [Symbol.asyncDispose]() {
      await this.stop()
      await exchange[Symbol.asyncDispose]()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
