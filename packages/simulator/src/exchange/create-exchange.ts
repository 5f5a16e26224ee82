import { type Clock, type Random, createSeededRandom } from '@aster/core'

import { type AccountRegistry, createAccountRegistry, type RegisteredAccount } from '../accounts/account-registry.ts'
import type { AccountSpec } from '../accounts/account-spec.ts'
import { createAuthentication } from '../accounts/create-authentication.ts'
import { createMoveBook } from '../accounts/move-book.ts'
import { createNonceMemory } from '../accounts/nonce-memory.ts'
import { createSpotWallets } from '../accounts/spot-wallets.ts'
import { createEngine } from '../engine/create-engine.ts'
import type { EngineEvent, EngineSettings, UserEngineEvent } from '../engine/types.ts'
import type { Carry } from '../faults/carry.ts'
import { createFaultLayer } from '../faults/create-fault-layer.ts'
import { createIncidents } from '../faults/create-incidents.ts'
import { createStreamFaults } from '../faults/create-stream-faults.ts'
import { createIncidentStage } from '../faults/incident-stage.ts'
import { createOutage } from '../faults/outage.ts'
import { createSteppedClock } from '../faults/stepped-clock.ts'
import { createFundingHistory } from '../history/funding-history.ts'
import { createMarketRecord } from '../history/market-record.ts'
import { createRequestHandler } from '../http/handle-request.ts'
import { createMemoryTransport } from '../http/memory-transport.ts'
import type { RawResponse } from '../http/raw-request.ts'
import { createRoutes } from '../http/routes.ts'
import { createRateLimits } from '../limits/rate-limits.ts'
import { createMarketFeed } from '../market/create-market-feed.ts'
import { createFeedGate } from '../market/feed-gate.ts'
import { createDelay } from '../realism/latency.ts'
import { createTakenLots } from '../realism/taken-lots.ts'
import { createListenKeys } from '../streams/listen-keys.ts'
import { createMarketStreams } from '../streams/market-streams.ts'
import { createMemoryConnector } from '../streams/memory-connector.ts'
import { createStreamHub } from '../streams/stream-hub.ts'
import { toListenKeyExpired, toUserPayload } from '../streams/user-event-payload.ts'
import { createHandlers } from './create-handlers.ts'
import { createListeners } from './create-listeners.ts'
import { createNeighbourPages } from './create-neighbour-pages.ts'
import { createRun } from './create-run.ts'
import { defaultExchangeInfo, defaultSymbols } from './default-exchange-info.ts'
import { describeState } from './describe-state.ts'
import { followExchangeInfo } from './durable/follow-exchange-info.ts'
import { openJournal } from './durable/open-journal.ts'
import { createEventLog } from './event-log.ts'
import { type ExchangeInfo, findLimit, selectSymbols } from './exchange-info.ts'
import type { ExchangeOptions } from './exchange-options.ts'
import type { Exchange } from './exchange.ts'
import { createOwnedClock } from './owned-clock.ts'

const keptFaults = 20

/**
 * Builds an exchange. Nothing moves before `start`.
 *
 * @throws {ParameterError} An unknown symbol, accounts that contradict each other, or a fault script that does not fit.
 * @example
 * const exchange = createExchange({ clock, seed: 7, market: 'quiet' })
 * await exchange.start()
 * const { restUrl, wsUrl } = await exchange.listen({ host: '127.0.0.1', port: 0 })
 */
export function createExchange(options: ExchangeOptions): Exchange {
  const { limits: enforced = true } = options
  const clock = createSteppedClock(options.clock)
  /** For callbacks that mean nothing once the exchange has stopped. */
  const ownClock = createOwnedClock(clock)
  const random = createSeededRandom(options.seed ?? 1)
  const info = selectSymbols(options.exchangeInfo ?? defaultExchangeInfo, options.symbols ?? defaultSymbols)
  const symbols = info.symbols.map(({ symbol }) => symbol)
  const records = createRecords(info, random)
  const funding = createFundingHistory()
  const log = createEventLog()
  const faults: string[] = []
  let requests = 0

  const onFault = (error: unknown): void => {
    faults.push(error instanceof Error ? (error.stack ?? error.message) : String(error))
    if (faults.length > keptFaults) faults.shift()
    options.onFault?.(error)
  }

  const { realism = {} } = options
  const delayIn = createDelay(realism.latencyIn, { clock: ownClock, random: random.fork('latency/in') })
  const delayOut = createDelay(realism.latencyOut, { clock: ownClock, random: random.fork('latency/out') })
  const impactHalfLifeMs = realism.impactHalfLifeMs ?? 0
  const taken = createTakenLots(impactHalfLifeMs)
  const noteTaken = (event: UserEngineEvent): void => {
    if (event.kind !== 'order' || event.fill === undefined || event.fill.maker) return
    const { symbol, side } = event.order
    const [ticks, lots] = [engine.toTicks(symbol, event.fill.price), engine.toLots(symbol, event.fill.quantity)]
    taken.note(symbol, side === 'BUY' ? 'SELL' : 'BUY', ticks, lots, clock.now())
  }

  let isRestoring = true
  const onEngineEvent = (event: EngineEvent): void => {
    if (isRestoring) return
    log.onEngineEvent(event)
    if ('accountId' in event) {
      const key = listenKeys.get(event.accountId)
      if (key !== undefined) journal.whenKept(() => hub.publish(key, () => toUserPayload(event, clock.now())))
      // reading a fill writes its texts: only where somebody asks for them
      if (impactHalfLifeMs > 0) noteTaken(event)
      return
    }
    if (event.kind === 'rules') records.get(event.symbol)?.onRules(event)
    if (event.kind === 'trade') records.get(event.symbol)?.onTrade(event)
    if (event.kind === 'mark') {
      records.get(event.symbol)?.onMark(event)
      funding.onMark(event)
    }
    marketStreams.onEvent(event)
  }

  const plainEngine = createEngine({ ...chooseEngineSettings(options), symbols: info.symbols }, onEngineEvent)
  const plainRegistry = createAccountRegistry({
    onOpen: (id, usdt, assets) => plainEngine.openAccount({ id, usdt, assets }, journal.now()),
  })
  const plainNonces = createNonceMemory()
  const plainSpot = createSpotWallets()
  const plainMoves = createMoveBook()
  const journal = openJournal({
    store: options.store,
    clock,
    engine: plainEngine,
    registry: plainRegistry,
    nonces: plainNonces,
    spot: plainSpot,
    moves: plainMoves,
    given: options.accounts ?? [],
    onFailure(error) {
      onFault(error)
      options.onStoreFailure?.(error)
    },
  })
  const engine = journal.record('engine', plainEngine)
  const registry = journal.record('registry', plainRegistry)
  const nonces = journal.record('nonces', plainNonces)
  const spot = journal.record('spot', plainSpot)
  const moves = journal.record('moves', plainMoves)
  journal.restore()
  isRestoring = false
  const marketStreams = createMarketStreams({
    clock: ownClock,
    engine,
    records,
    publish: (name, makePayload) => hub.publish(name, makePayload),
  })
  const streamFaults = createStreamFaults({
    clock: ownClock,
    nameOwner(stream) {
      const accountId = listenKeys.findOwner(stream)
      return accountId === undefined ? undefined : nameAccount(registry.get(accountId), accountId)
    },
    deliver: (stream, payload) => hub.deliver(stream, payload),
    listenersOf: (stream) => hub.listenersOf(stream),
    onFired: (record) => log.onInjectedFault(record, clock.now()),
  })
  const hub = createStreamHub({
    clock: ownClock,
    source: marketStreams,
    limits: enforced,
    publish: (stream, makePayload) => {
      const payload = makePayload()
      delayOut.inOrder(() => streamFaults.publish(stream, () => payload))
    },
  })
  const listenKeys = createListenKeys({
    clock: ownClock,
    // the start time, too: a key from before a restart must not be somebody else's after it
    random: random.fork(`listenKeys/${clock.now()}`),
    onExpire: (key) => hub.publish(key, () => toListenKeyExpired(clock.now())),
  })
  followExchangeInfo(engine, info, clock.now())
  openGiven(registry, options.accounts ?? [])

  const feed = createMarketFeed(options.market ?? 'synthetic')
  const state = () =>
    describeState({
      engine,
      registry,
      hub,
      spot,
      faultReport: faultLayer.report(),
      realism,
      isKept: options.store !== undefined,
      nowMs: clock.now(),
      marketName: feed.name,
      requests,
      faults,
    })

  const routes = createRoutes()
  const handleRequest = createRequestHandler({
    routes,
    handlers: createHandlers({
      engine,
      clock: ownClock,
      registry,
      spot,
      moves,
      listenKeys,
      info,
      funding,
      fundingIntervalHours: options.engine?.fundingIntervalHours ?? {},
      guardedCancel: options.engine?.policy?.guardedCancel ?? 'cancels',
      getRecord: (symbol) => records.get(symbol),
    }),
    limits: createLimits(clock, info, enforced),
    authenticate: createAuthentication({ clock, registry, nonces, ...readAccess(options) }),
    pages: { 'GET /simulator/state': state },
    neighbourPages: createNeighbourPages(ownClock, info),
    onRequest(record) {
      requests += 1
      log.onRequest(record, clock.now())
    },
    onFault,
  })
  const outage = createOutage(clock)
  const stage = createIncidentStage({
    timers: ownClock,
    clock,
    engine,
    registry,
    listenKeys,
    hub,
    outage,
    onRefused: onFault,
  })
  const incidents = createIncidents({
    clock: ownClock,
    perform: (action, chance) => stage.perform(action, chance),
    onFired: (record) => log.onInjectedFault(record, clock.now()),
  })
  const faultLayer = createFaultLayer({
    outage,
    streams: streamFaults,
    incidents,
    stage,
    symbols,
    handle: handleRequest,
    routes,
    registry,
    clock,
    random: random.fork('faults'),
    onFired: (record) => log.onInjectedFault(record, clock.now()),
  })
  if (options.faults !== undefined) faultLayer.load(options.faults)
  const gate = createFeedGate(engine, taken)
  const run = createRun({
    clock: ownClock,
    speed: options.speed ?? 1,
    engine,
    openMarket: (marketClock) =>
      feed.open({ clock: marketClock, now: () => clock.now(), random: random.fork('market'), engine: gate, symbols }),
    onMarketFault: onFault,
  })
  /** An answer tells of what has happened: it waits until that is kept. */
  const carryKept: Carry = (request, link) =>
    faultLayer.carry(request, { ...link, answer: (answer) => journal.whenKept(() => link.answer(answer)) })
  /** Pages of our own are not part of the exchange, and not delayed. */
  const carry: Carry = (request, link) => {
    if (request.path.startsWith('/simulator/')) return carryKept(request, link)
    const later = { ...link, answer: (answer: RawResponse) => delayOut.any(() => link.answer(answer)) }
    delayIn.any(() => carryKept(request, later))
  }
  const listeners = createListeners({ faults: { ...faultLayer, carry }, hub, clock })

  /** Klines begin at the price at which the exchange opens, not at its first trade. */
  const openBars = () => {
    for (const [symbol, record] of records) {
      const { bidTicks, askTicks } = engine.getTop(symbol)
      const price = bidTicks > 0 && askTicks > 0 ? Math.round((bidTicks + askTicks) / 2) : Math.max(bidTicks, askTicks)
      if (price > 0) record.bars.open(price, clock.now())
    }
  }

  const exchange: Exchange = {
    restUrl: 'http://paper.invalid',
    wsUrl: 'ws://paper.invalid',
    handleRequest,
    faults: faultLayer,
    streams: hub,
    engine,
    symbols,
    state,
    transport: ({ latencyMs = 0, remoteAddress = '127.0.0.1' } = {}) =>
      createMemoryTransport({ ...faultLayer, carry, clock, latencyMs, remoteAddress }),
    connector: ({ latencyMs = 0 } = {}) => createMemoryConnector({ hub, clock, latencyMs }),
    openAccount: (spec) => registry.open(spec).accountId,
    onEvent: (listener) => log.subscribe(listener),
    async start() {
      await run.start()
      openBars()
    },
    async stop() {
      faultLayer.stop()
      await run.stop()
      journal.close()
      hub.closeAll()
      ownClock.cancelAll()
      await listeners.closeAll()
    },
    listen: (address) => listeners.open(address),
    [Symbol.asyncDispose]: () => exchange.stop(),
  }
  return exchange
}

/** What the engine is told goes before what realism says. */
const chooseEngineSettings = ({ engine, realism }: ExchangeOptions): Omit<EngineSettings, 'symbols'> => ({
  ...(realism?.fees && { fees: realism.fees }),
  ...engine,
  policy: { ...(realism?.queueModel && { queueModel: realism.queueModel }), ...engine?.policy },
})

const createRecords = (info: ExchangeInfo, random: Random) =>
  new Map(info.symbols.map((entry) => [entry.symbol, createMarketRecord(entry, random.fork(`past/${entry.symbol}`))]))

const nameAccount = (account: RegisteredAccount | undefined, accountId: string): readonly string[] =>
  [accountId, account?.user, ...(account?.agents.keys() ?? [])].flatMap((name) =>
    name === undefined ? [] : [name.toLowerCase()],
  )

/** Opens the accounts given at the start; those that were kept get their keys and agents. */
function openGiven(registry: AccountRegistry, given: readonly AccountSpec[]): void {
  const kept = new Set(registry.list().map(({ accountId }) => accountId))
  for (const spec of given) {
    const known = registry.findUser(spec.v3?.user ?? '') ?? registry.findApiKey(spec.v1?.apiKey.reveal() ?? '')
    if (known !== undefined && kept.delete(known.accountId)) registry.adopt(spec)
    else registry.open(spec)
  }
}

const createLimits = (clock: Clock, info: ExchangeInfo, enforced: boolean) =>
  createRateLimits({
    clock,
    enforced,
    weightPerMinute: findLimit(info, 'REQUEST_WEIGHT', 'MINUTE', 1),
    ordersPerMinute: findLimit(info, 'ORDERS', 'MINUTE', 1),
    ordersPer10s: findLimit(info, 'ORDERS', 'SECOND', 10),
  })

const readAccess = ({ nonceWindowMs = 10_000, closed = false }: ExchangeOptions) => ({ nonceWindowMs, closed })
