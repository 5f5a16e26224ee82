import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { agentSigner, createNonceSource, generateAgentKey } from '@aster/auth'
import { type Clock, createSeededRandom, createSystemClock, Secret, type Transport } from '@aster/core'
import { createRestClient, createUndiciTransport } from '@aster/rest'
import { createEventFeed, createHealth, createLogger, createMetrics } from '@aster/runtime'
import { startSocketExchange } from '@aster/simulator/testing'
import { openJournal } from '@aster/trades'
import { createWsConnector } from '@aster/ws'

import type { AccessRules } from '../core/authorize.ts'
import type { SignalAccount } from '../core/share-signal.ts'
import { tellSignal } from '../core/tell-signal.ts'
import { createServer } from '../shell/create-server.ts'
import { guardTransport } from '../shell/guard-transport.ts'
import { openDesk } from '../shell/open-desk.ts'
import { openRunner } from '../shell/open-runner.ts'
import { openRefusalLog } from '../shell/refusal-log.ts'
import { createSeat } from '../shell/seat.ts'
import type { ServerParts } from '../shell/server-parts.ts'
import { openSignalStore } from '../shell/signal-store.ts'

/** Questions of a test do not stand behind what the server has spent. */
const urgent = { lane: 'cancel' } as const

export const secret = 'correct-horse-battery'

/** A server with its own exchange, over real sockets, in this process. */
export async function startServer(
  options: {
    readonly rules?: Partial<AccessRules>
    readonly parts?: Partial<ServerParts>
    readonly exchange?: Awaited<ReturnType<typeof startSocketExchange>>
    readonly folder?: string
    readonly key?: Secret
    /** What the server and its queue take for the time; the account keeps to the system's. */
    readonly clock?: Clock
    /** Further accounts, each with a key of its own. */
    readonly copies?: readonly SignalAccount[]
    readonly hedgeMode?: boolean
    /** `BTCUSDT` alone by default; the exchange has to list them. */
    readonly symbols?: readonly string[]
  } = {},
) {
  const exchange = options.exchange ?? (await startSocketExchange())
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'webhook-'))
  const key = options.key ?? generateAgentKey()
  const clock = createSystemClock()
  const lines: string[] = []
  const transport = createUndiciTransport()
  const connector = createWsConnector()
  const journal = openJournal({ path: join(folder, 'journal.db'), clock, label: 'webhook-server' })
  const open = (place: SignalAccount, privateKey: Secret) =>
    openDesk({
      name: place.id,
      clock,
      random: createSeededRandom(`webhook/${place.id}`),
      transport: place.isDry ? guardTransport(transport) : transport,
      connector,
      restUrl: exchange.restUrl,
      wsUrl: exchange.wsUrl,
      credentials: { kind: 'v3', privateKey, chainId: 1666 },
      symbols: options.symbols ?? ['BTCUSDT'],
      journal: place.isDry ? undefined : journal,
      locksFolder: undefined,
      haltFile: join(folder, 'HALT'),
      limits: {},
      onEvent: () => {},
    })
  const main: SignalAccount = { id: 'main', weight: '1', isDry: false }
  if (options.hedgeMode === true) await chooseHedgeMode({ exchange, transport, clock, key })
  const desk = await open(main, key)
  const copies = await Promise.all(
    (options.copies ?? []).map(async (place) => ({ place, desk: await open(place, generateAgentKey()) })),
  )
  const { account } = desk
  const seats = [
    createSeat({ ...main, ...desk }),
    ...copies.map((copy) => createSeat({ ...copy.place, ...copy.desk })),
  ] as const
  const log = createLogger({
    name: 'test',
    clock,
    output: { write: (line) => void lines.push(line), isTerminal: false },
  })
  const feed = createEventFeed({ clock })
  const store = openSignalStore(join(folder, 'signals.db'))
  const refusals = openRefusalLog(join(folder, 'refusals.db'))
  const maxAgeMs = options.parts?.maxAgeMs ?? 60_000
  const serverClock = options.clock ?? clock
  const runner = openRunner({
    seats,
    store,
    clock: serverClock,
    maxAgeMs,
    defaultStopPercent: '2',
    policies: options.parts?.policies,
    onEnd: () => {},
    onChange: (stored) => void feed.publish(tellSignal(stored)),
    onFault: (error) => log.error('fault', { error }),
  })
  const health = createHealth()
  const app = await createServer({
    mode: 'paper',
    version: 'test',
    clock: serverClock,
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
    refusals,
    metrics: createMetrics('test'),
    seats,
    policies: undefined,
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
  const accountOf = (id = 'main') => seats.find((seat) => seat.id === id)?.account ?? account
  return {
    exchange,
    app,
    feed,
    seats,
    refusals,
    desk,
    store,
    runner,
    health,
    folder,
    key,
    url,
    lines,
    /** What an alert has to know. */
    credentials: { webhook_secret: secret },
    call,
    /** Sends an alert with the right secret and waits for its outcome. */
    alert: (body: Record<string, unknown>, path = '/webhook/tradingview') =>
      call('POST', `${path}?wait=1&wait_ms=20000`, { symbol: 'BTCUSDT', webhook_secret: secret, ...body }),
    positions: async (id?: string) =>
      (await accountOf(id).rest.position.getPositionRisk({}, urgent))
        .filter(({ positionAmt }) => Number(positionAmt) !== 0)
        .map(({ symbol, positionAmt }) => `${symbol} ${positionAmt}`),
    openOrders: async (id?: string) =>
      (await accountOf(id).rest.trading.getOpenOrders({}, urgent))
        .map(({ type, side }) => `${side} ${type}`)
        .toSorted(),
    /** Waits until something is so, asked after each change of an order. */
    async until(isSo: () => Promise<boolean>) {
      let wake = () => {}
      const stop = account.orders.onChange(() => wake())
      while (true) {
        const changed = new Promise<void>((resolve) => (wake = resolve))
        if (await isSo()) break
        await changed
      }
      stop()
    },
    marketOrders: async () =>
      (await account.rest.trading.getAllOrders({ symbol: 'BTCUSDT', limit: 1_000 }, urgent)).filter(
        ({ type }) => type === 'MARKET',
      ).length,
    /** Ends the server and leaves exchange and folder. */
    async stop() {
      await app.close()
      await runner.stop()
      for (const { desk: other } of [{ desk }, ...copies]) await other.close('leaveProtected')
      journal.close()
      await connector.close()
      await transport.close()
      await store[Symbol.asyncDispose]()
      refusals[Symbol.dispose]()
    },
    async [Symbol.asyncDispose]() {
      await this.stop()
      await exchange[Symbol.asyncDispose]()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The exchange keeps the mode with the account: it is chosen before the server opens it. */
async function chooseHedgeMode(parts: {
  readonly exchange: Awaited<ReturnType<typeof startSocketExchange>>
  readonly transport: Transport
  readonly clock: Clock
  readonly key: Secret
}): Promise<void> {
  const { exchange, transport, clock, key } = parts
  const rest = createRestClient({
    transport,
    clock,
    random: createSeededRandom('mode'),
    baseUrl: exchange.restUrl,
    signer: agentSigner({ privateKey: key, chainId: 1666, nonces: createNonceSource({ clock }) }),
  })
  await rest.position.setPositionMode({ dualSidePosition: true })
}
