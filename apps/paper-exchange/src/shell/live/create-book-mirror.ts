import type { DiffDepthEvent } from '@aster/api'
import { type Clock, sleep } from '@aster/core'
import type { LevelChange, MarketFeedParts, Side } from '@aster/simulator'

/** A picture of a book. Levels are `[price, quantity]`, decimal texts. */
export interface BookPicture {
  readonly lastUpdateId: number
  readonly bids: readonly (readonly [string, string])[]
  readonly asks: readonly (readonly [string, string])[]
}

export interface BookMirrorParts {
  readonly symbol: string
  readonly clock: Clock
  readonly engine: Pick<
    MarketFeedParts['engine'],
    'setLevels' | 'getExternalLevels' | 'toTicks' | 'toLots' | 'getSymbol' | 'updateSymbol'
  >
  /** The time that commands are stamped with. */
  readonly now: () => number
  readonly takePicture: () => Promise<BookPicture>
  readonly signal: AbortSignal
  /** How long the book may be out of step before the symbol is halted. */
  readonly patienceMs: number
  readonly report: (message: string, error?: unknown) => void
}

/** The external book of one symbol, kept equal to that of another exchange. */
export interface BookMirror {
  /** Resolves when the book is equal for the first time. */
  readonly ready: Promise<void>
  readonly isLive: boolean
  /** Times it had to be built anew. */
  readonly resyncs: number
  accept(event: DiffDepthEvent): void
  /** Changes may be missing: builds it anew. */
  lose(reason: string): void
  /** Builds the book anew when the symbol has got other rules here. */
  followRules(): void
  /** Whether the stream is carried just now; pictures are of no use while it is not. */
  setConnected(isConnected: boolean): void
}

const mostWaiting = 5_000
const haltedStatus = 'PENDING_TRADING'
const retryMs = [250, 500, 1_000, 2_000, 5_000]

/**
 * Joins picture and changes by their update ids as the exchange documents it. When a change is missing the book stands
 * still until a new picture has been joined; does that take longer than the patience, the symbol is halted, because
 * nobody knows its prices, and trades again once it is equal.
 */
export function createBookMirror(parts: BookMirrorParts): BookMirror {
  const { symbol, clock, engine, now, signal, report } = parts
  const first = Promise.withResolvers<void>()
  let waiting: DiffDepthEvent[] = []
  let lastId: number | undefined
  /** The picture that no change has joined yet. */
  let pictureId: number | undefined
  let isLive = false
  let isConnected = false
  let isSyncing = false
  let resyncs = 0
  let rules = ''
  let patience = clock.schedule(parts.patienceMs, halt)

  const readRules = (): string => JSON.stringify(engine.getSymbol(symbol)?.filters)
  const setStatus = (status: string): void => {
    const entry = engine.getSymbol(symbol)
    if (entry !== undefined && entry.status !== status) engine.updateSymbol({ ...entry, status }, now())
  }
  function halt(): void {
    if (isLive || signal.aborted) return
    report(`${symbol} is halted: its book is not known`)
    setStatus(haltedStatus)
  }

  const toChange = (side: Side, [price, quantity]: readonly [string, string]): LevelChange => ({
    side,
    priceTicks: engine.toTicks(symbol, price),
    lots: engine.toLots(symbol, quantity),
  })
  const toChanges = ({ bids, asks }: Pick<BookPicture, 'bids' | 'asks'>): LevelChange[] => [
    ...bids.map((level) => toChange('BUY', level)),
    ...asks.map((level) => toChange('SELL', level)),
  ]
  const apply = (event: DiffDepthEvent): void => {
    lastId = event.lastUpdateId
    pictureId = undefined
    engine.setLevels(symbol, toChanges(event), now())
  }
  const show = (picture: BookPicture): void => {
    const shown = toChanges(picture)
    const isShown = new Set(shown.map(({ side, priceTicks }) => `${side}${priceTicks}`))
    const gone = (['BUY', 'SELL'] as const).flatMap((side) =>
      engine
        .getExternalLevels(symbol, side)
        .filter(({ priceTicks }) => !isShown.has(`${side}${priceTicks}`))
        .map(({ priceTicks }): LevelChange => ({ side, priceTicks, lots: 0 })),
    )
    setStatus('TRADING')
    engine.setLevels(symbol, [...gone, ...shown], now())
  }

  /** False when the changes that wait do not reach back to the picture. */
  const join = (picture: BookPicture): boolean => {
    const useful = waiting.filter((event) => event.lastUpdateId >= picture.lastUpdateId)
    const [oldest] = useful
    if (oldest !== undefined && !spans(oldest, picture.lastUpdateId)) return false
    for (const [index, event] of useful.entries()) {
      if (index > 0 && event.previousUpdateId !== useful[index - 1]?.lastUpdateId) return false
    }
    rules = readRules()
    show(picture)
    lastId = undefined
    pictureId = picture.lastUpdateId
    for (const event of useful) apply(event)
    waiting = []
    isLive = true
    patience.cancel()
    first.resolve()
    return true
  }
  /** New steps of price or quantity have emptied our book. */
  const followRules = (): void => {
    if (isLive && readRules() !== rules) lose('its rules have changed')
  }
  const sync = async (): Promise<void> => {
    if (isSyncing) return
    isSyncing = true
    try {
      for (let attempt = 0; !isLive && isConnected && !signal.aborted; attempt++) {
        try {
          if (attempt > 0) await sleep(clock, retryMs[Math.min(attempt - 1, retryMs.length - 1)] ?? 0, signal)
          join(await parts.takePicture())
        } catch (error) {
          if (!signal.aborted) report(`no picture of the book of ${symbol}`, error)
        }
      }
    } finally {
      isSyncing = false
    }
  }
  const lose = (reason: string): void => {
    if (isLive) {
      report(`the book of ${symbol} is out of step: ${reason}`)
      resyncs += 1
      isLive = false
      waiting = []
      patience.cancel()
      patience = clock.schedule(parts.patienceMs, halt)
    }
    void sync()
  }
  signal.addEventListener('abort', () => patience.cancel(), { once: true })

  return {
    ready: first.promise,
    get isLive() {
      return isLive
    },
    get resyncs() {
      return resyncs
    },
    accept(event) {
      if (!isLive) {
        waiting.push(event)
        if (waiting.length > mostWaiting) waiting.shift()
        return
      }
      const follows =
        pictureId === undefined
          ? event.previousUpdateId === lastId
          : event.lastUpdateId < pictureId || spans(event, pictureId)
      if (!follows) {
        lose('a change is missing')
        waiting.push(event)
      } else if (pictureId === undefined || event.lastUpdateId >= pictureId) apply(event)
    },
    lose,
    followRules,
    setConnected(connected) {
      isConnected = connected
      if (connected) void sync()
      else lose('the stream is down')
    },
  }
}

/** Whether a change begins at or before a picture: nothing lies between them. */
const spans = (event: DiffDepthEvent, pictureId: number): boolean =>
  event.firstUpdateId <= pictureId + 1 || event.previousUpdateId <= pictureId
