import { generateAgentKey, type Signer, warmUpEngine } from '@aster/auth'
import { deriveAgentKey } from '@aster/auth/seeded'
import {
  type Clock,
  type Connector,
  createSeededRandom,
  createSystemRandom,
  type Secret,
  type Transport,
  type VirtualClock,
} from '@aster/core'
import type { AccountSpec } from '@aster/simulator'
import { flatten, type Journal } from '@aster/trades'

import { type DemoMarket, formatMarket } from '../core/demo-market.ts'
import type { EventLine } from '../core/demo-snapshot.ts'
import { isClean, type Leftovers, type Summary, summarizeTrades } from '../core/summarize-trades.ts'
import type { TradeRecord } from '../core/trade-record.ts'
import { type Board, createBoard } from './create-board.ts'
import { createStory, type Story } from './create-story.ts'
import type { DemoConsole } from './open-console.ts'
import { openDesk } from './open-desk.ts'
import type { DemoFeed } from './open-feed.ts'
import { openVenue, type Venue } from './open-venue.ts'
import { readLeftovers } from './read-leftovers.ts'
import { runTraders } from './run-traders.ts'

/** `sockets`: HTTP and WebSocket on loopback, in real time. `memory`: in one process, everything from the seed. */
export type DemoLink =
  | { readonly link: 'sockets'; readonly clock: Clock }
  | { readonly link: 'memory'; readonly clock: VirtualClock }

export type DemoOptions = DemoLink & DemoRun

export interface DemoRun {
  readonly seed: number
  readonly market: DemoMarket
  readonly symbols: readonly string[]
  readonly durationMs: number
  /** True plans trades and shows them, and sends no order. */
  readonly isDry: boolean
  /** Aborts when the run is to end before its time. */
  readonly signal: AbortSignal
  /** Everything that happened, one JSON line each. */
  readonly onLog?: ((line: string) => void) | undefined
  /** What a person wants to read as it happens. */
  readonly onStory?: ((line: EventLine) => void) | undefined
  /** Takes secrets out of a text before it is told or written. */
  readonly hide?: ((text: string) => string) | undefined
  /** The board to look at while it runs. */
  readonly onBoard?: ((board: Board) => void) | undefined
  /** Of the agent; a new one by default. With it a second program can look at the same account. */
  readonly privateKey?: Secret | undefined
  /** Accounts that the exchange has from the start. */
  readonly accounts?: readonly AccountSpec[] | undefined
  /** Where the account writes down what it means to do; of this run alone. */
  readonly journal?: Journal | undefined
  /** While a file lies at one of them, no entry is placed. */
  readonly haltFiles?: readonly string[] | undefined
  /** Where everything that happens is told for console and files. */
  readonly feed?: Pick<DemoFeed, 'onEvent' | 'attach'> | undefined
  /** The page to watch it in. */
  readonly console?: DemoConsole | undefined
  /** Called once it can trade. What it returns is told to the person. */
  readonly onReady?:
    | ((facts: { readonly restUrl: string; readonly wsUrl: string; readonly user: string }) => readonly string[])
    | undefined
  /** The exchange it trades on, before the first order: for an observer that trusts nobody. */
  readonly onVenue?: ((venue: Venue) => void) | undefined
  /** Puts something between the programs and the exchange: faults, counters. */
  readonly wrap?:
    | {
        readonly transport?: ((transport: Transport) => Transport) | undefined
        readonly connector?: ((connector: Connector) => Connector) | undefined
        readonly signer?: ((signer: Signer) => Signer) | undefined
      }
    | undefined
}

export interface DemoResult {
  readonly summary: Summary
  readonly records: readonly TradeRecord[]
  readonly left: Leftovers
  /** What should not have happened; each was told when it did. */
  readonly faults: number
  /** No faults, nothing of ours is left on the book, held, or unprotected, and every trade ended as it should. */
  readonly isClean: boolean
}

/** Virtual time after the last entry in which everything must be closed. */
const closeWithinMs = 120_000

/** Starts an exchange, trades on it for the time given, closes everything, and asks the exchange what is left. */
export async function runDemo(options: DemoOptions): Promise<DemoResult> {
  const { hide = (text) => text } = options
  const { onLog } = options
  const write = onLog && ((line: string) => onLog(hide(line)))
  const board = createBoard({ ...options, hide })
  const story = createStory({
    elapsedMs: board.elapsedMs,
    onLog: write,
    onStory(line) {
      const told = { ...line, text: hide(line.text) }
      board.note(told)
      options.onStory?.(told)
    },
  })
  options.onBoard?.(board)
  // What reads files or loads code happens before virtual time begins to run.
  await warmUpEngine()
  const venue = await openVenue({ ...options, onFault: (error) => story.fault('exchange', error) })
  try {
    const work = tradeAt(venue, { ...options, onLog: write }, board, story)
    if (options.link === 'sockets') return await work
    return await options.clock.runUntil(work, { limitMs: options.durationMs + closeWithinMs })
  } finally {
    await venue.close()
  }
}

/** The demo's own page and that of the exchange, where somebody may look. */
async function openPages(venue: Venue, { console }: DemoOptions) {
  if (console === undefined) return undefined
  return { consoleUrl: console.url, panelUrl: await console.openExchangePanel(venue.exchange) }
}

async function tradeAt(venue: Venue, options: DemoOptions, board: Board, story: Story): Promise<DemoResult> {
  const { link, symbols, durationMs, seed, wrap } = options
  const market = formatMarket(options.market)
  options.onVenue?.(venue)
  const stopLogging = venue.exchange.onEvent((line) => options.onLog?.(line))
  const place = `paper exchange ${venue.restUrl}, ${market} market, seed ${seed}`
  const pages = await openPages(venue, options)
  board.setPlace(place, pages)
  story.log('opened', { market, seed, symbols, durationMs })
  story.say('', place, 'dim')
  if (pages !== undefined) story.say('', `console ${pages.consoleUrl}, exchange panel ${pages.panelUrl}`, 'dim')

  const random = link === 'memory' ? createSeededRandom(`demo/${seed}`) : createSystemRandom()
  const desk = await openDesk({
    clock: options.clock,
    random,
    privateKey: options.privateKey ?? (link === 'memory' ? deriveAgentKey(random.fork('agent')) : generateAgentKey()),
    transport: wrap?.transport?.(venue.transport) ?? venue.transport,
    connector: wrap?.connector?.(venue.connector) ?? venue.connector,
    restUrl: venue.restUrl,
    wsUrl: venue.wsUrl,
    symbols,
    haltFiles: options.haltFiles ?? [],
    journal: options.journal,
    onEvent(event) {
      story.accountEvent(event)
      options.feed?.onEvent(event)
    },
    wrapSigner: wrap?.signer,
  })
  options.feed?.attach(desk)
  options.console?.attach(desk.account)
  try {
    const { restUrl, wsUrl } = venue
    const user = desk.rest.signer?.address ?? ''
    for (const line of options.onReady?.({ restUrl, wsUrl, user }) ?? []) story.say('', line, 'dim')
    await runTraders({ ...options, desk, board, story })
    const report = await flatten(desk.account, { deadlineMs: 5_000 })
    for (const { symbol, error } of report.failed) story.fault(symbol, error)
    const left = await readLeftovers(desk.rest)
    const summary = summarizeTrades(board.records, left, Math.round(board.elapsedMs()))
    const clean = isClean(summary, left) && story.faults === 0
    story.log('ended', { clean, faults: story.faults, ...summary })
    return { summary, records: board.records, left, faults: story.faults, isClean: clean }
  } finally {
    await desk.close()
    stopLogging()
  }
}
