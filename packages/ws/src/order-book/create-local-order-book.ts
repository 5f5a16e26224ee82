import { streams as declared } from '@aster/api'
import { createSystemRandom, ParameterError, toDecimal } from '@aster/core'

import { callHandler } from '../call-handler.ts'
import { createBackoff } from '../link/create-backoff.ts'
import { createIncidentReporter } from '../stream-incident.ts'
import type { BookSteps } from './book-scale.ts'
import { createBookAudit } from './create-book-audit.ts'
import { createBookHorizon } from './create-book-horizon.ts'
import { createBookReplica } from './create-book-replica.ts'
import { createBookSync } from './create-book-sync.ts'
import type { LocalOrderBook, LocalOrderBookOptions, LocalOrderBookState } from './local-order-book.ts'
import {
  type BookLevel,
  computeAveragePrice,
  computeImbalance,
  computeMicroPrice,
  listLevels,
  readBest,
  sumLots,
} from './read-book.ts'

const defaultTiming = { firstRetryMs: 250, longestRetryMs: 10_000, quietMs: 1_000 }

/**
 * Keeps the order book of one symbol equal to the exchange's, or says that it is not.
 *
 * @throws {ParameterError} Neither `rules` nor `tickSize` and `stepSize` are given.
 * @example
 * const getSnapshot = () => client.market.getDepth({ symbol, limit: 1000 })
 * const book = createLocalOrderBook({ streams, clock, symbol, rules, getSnapshot })
 * await book.ready
 */
export function createLocalOrderBook(options: LocalOrderBookOptions): LocalOrderBook {
  const { streams, clock, random = createSystemRandom(), symbol, getRules, getSnapshot } = options
  const { speedMs = 100 } = options
  const timing = { ...defaultTiming, ...options.timing }
  const report = createIncidentReporter(options.onIncident)
  const replica = createBookReplica(symbol, readSteps(options))
  const horizon = createBookHorizon(replica)
  const audit = options.audit === true ? createBookAudit() : undefined
  const closing = new AbortController()
  const handlers = new Set<(book: LocalOrderBook) => unknown>()
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>()
  ready.catch(() => {})

  let isConnected = false
  let wasLive = false
  let state: LocalOrderBookState = 'syncing'
  let rightAtMs = -Infinity
  let best: { readonly version: number; bid: BookLevel | undefined; ask: BookLevel | undefined } | undefined

  const findState = (): LocalOrderBookState => {
    if (closing.signal.aborted) return 'closed'
    if (!isConnected) return wasLive ? 'stale' : 'syncing'
    return replica.state === 'live' && !horizon.isPassed() ? 'live' : 'syncing'
  }

  const notify = () => {
    for (const handler of handlers) {
      callHandler(
        handler,
        (error) => report({ type: 'handlerFailed', message: `A handler of the book of ${symbol} failed`, error }),
        book,
      )
    }
  }

  /** Brings the state up to date; true when it changed. */
  const update = (): boolean => {
    const next = findState()
    if (next === state) return false
    state = next
    if (state === 'live') {
      wasLive = true
      resolve()
    }
    return true
  }

  const sync = createBookSync({
    symbol,
    clock,
    backoff: createBackoff(random, timing.firstRetryMs, timing.longestRetryMs),
    replica,
    horizon,
    quietMs: timing.quietMs,
    signal: closing.signal,
    getSnapshot,
    getSteps: getRules === undefined ? undefined : async () => ({ rules: await getRules() }),
    isConnected: () => isConnected,
    onProgress() {
      if (replica.state === 'live') rightAtMs = clock.monotonicMs()
      update()
      notify()
    },
    report,
  })

  const onFrame = (frame: string) => {
    const outcome = replica.acceptFrame(frame)
    if (outcome === 'applied') rightAtMs = clock.monotonicMs()
    else if (outcome !== 'held' && outcome !== 'ignored') {
      report({ type: 'bookBroken', message: `An event of the book of ${symbol} was refused: ${outcome}` })
      if (outcome === 'offGrid') sync.rescale()
    }
    if (outcome === 'applied' && replica.state === 'live') audit?.noteBook(replica)
    const hasChanged = update()
    if (replica.state !== 'live' || horizon.isNear()) sync.start()
    if (hasChanged || outcome === 'applied') notify()
  }

  const change = () => {
    if (update()) notify()
    sync.start()
  }

  if (audit !== undefined) {
    streams.watchBookTicker(
      { symbol },
      (ticker) => {
        if (!audit.noteTicker(ticker, replica)) return
        report({ type: 'bookBroken', message: `The touch of the book of ${symbol} is another one than the exchange's` })
        audit.reset()
        const { price, quantity } = replica.scale
        replica.rescale({ tickSize: price.grid.step, stepSize: quantity.grid.step })
        change()
      },
      { signal: closing.signal, onGap: () => audit.reset() },
    )
  }

  const subscription = streams.watchFrames(declared.diffDepth.streamName({ symbol, speedMs }), onFrame, {
    onGap() {
      audit?.reset()
      replica.doubt()
      change()
    },
    onState(connection) {
      isConnected = connection === 'live'
      if (connection === 'down' || connection === 'stale') replica.doubt()
      if (connection === 'closed') book.close()
      else change()
    },
  })

  const isLive = () => state === 'live'
  const readTouch = () => {
    if (!isLive()) return undefined
    if (best?.version !== replica.version) {
      const { bids, asks, scale, version } = replica
      best = { version, bid: readBest(bids, scale), ask: readBest(asks, scale) }
    }
    return best
  }
  const countLevels = (side: 'BUY' | 'SELL') => (isLive() ? horizon.countKnown(side) : 0)
  const toSteps = (value: Parameters<typeof toDecimal>[0], axis: 'price' | 'quantity') =>
    toDecimal(value).div(replica.scale[axis].grid.step).toNumber()

  const book: LocalOrderBook = {
    symbol,
    ready,
    get state() {
      return state
    },
    get lastUpdateId() {
      return replica.lastUpdateId
    },
    get version() {
      return replica.version
    },
    get syncs() {
      return sync.syncs
    },
    get audited() {
      return audit?.compared ?? 0
    },
    get ageMs() {
      return clock.monotonicMs() - rightAtMs
    },
    get bestBid() {
      return readTouch()?.bid
    },
    get bestAsk() {
      return readTouch()?.ask
    },
    get bestBidTicks() {
      return isLive() ? replica.bids.bestTicks : Number.NaN
    },
    get bestAskTicks() {
      return isLive() ? replica.asks.bestTicks : Number.NaN
    },
    get bestBidLots() {
      return isLive() ? replica.bids.bestLots : 0
    },
    get bestAskLots() {
      return isLive() ? replica.asks.bestLots : 0
    },
    countLevels,
    depth: (levels) => ({
      bids: listLevels(replica.bids, replica.scale, Math.min(levels, countLevels('BUY'))),
      asks: listLevels(replica.asks, replica.scale, Math.min(levels, countLevels('SELL'))),
    }),
    averagePrice(side, quantity) {
      const [from, taken] = side === 'BUY' ? (['SELL', replica.asks] as const) : (['BUY', replica.bids] as const)
      return computeAveragePrice(taken, replica.scale, toSteps(quantity, 'quantity'), countLevels(from))
    },
    imbalance(levels) {
      const count = Math.min(levels, countLevels('BUY'), countLevels('SELL'))
      return isLive() ? computeImbalance(replica.bids, replica.asks, count) : undefined
    },
    microPrice: () => (isLive() ? computeMicroPrice(replica.bids, replica.asks, replica.scale) : undefined),
    midPrice() {
      const { bids, asks, scale } = replica
      if (!isLive() || bids.size === 0 || asks.size === 0) return undefined
      return ((bids.bestTicks + asks.bestTicks) / 2) * scale.price.step
    },
    queueAhead(side, price) {
      const ticks = toSteps(price, 'price')
      if (!isLive() || !horizon.includes(side, ticks)) return undefined
      const from = side === 'BUY' ? replica.bids : replica.asks
      return replica.scale.quantity.grid.format(sumLots(from, from.countFrom(ticks)))
    },
    view: (levels) => ({
      symbol,
      state,
      version: replica.version,
      lastUpdateId: replica.lastUpdateId,
      eventTimeMs: replica.eventTimeMs,
      bids: listLevels(replica.bids, replica.scale, levels),
      asks: listLevels(replica.asks, replica.scale, levels),
    }),
    onChange(handler) {
      handlers.add(handler)
      return () => handlers.delete(handler)
    },
    close() {
      if (closing.signal.aborted) return
      closing.abort()
      sync.close()
      reject(new Error(`The book of ${symbol} was closed`))
      subscription.unsubscribe()
      if (update()) notify()
      handlers.clear()
    },
  }
  isConnected = subscription.state === 'live'
  change()
  return book
}

function readSteps({ rules, tickSize, stepSize }: LocalOrderBookOptions): BookSteps {
  if (rules !== undefined) return { rules }
  if (tickSize !== undefined && stepSize !== undefined) return { tickSize, stepSize }
  const violation = { field: 'rules', rule: 'required', value: '', message: 'or tickSize and stepSize are needed' }
  throw new ParameterError('createLocalOrderBook', [violation])
}
