import type { UserEvent } from '@aster/api'
import { type Clock, createSeededRandom, createVirtualClock, type Random, sleep, TransportError } from '@aster/core'
import {
  createLocalOrderBook,
  createStreamClient,
  createUserStream,
  type LocalOrderBook,
  type UserStreamEvent,
} from '@aster/ws'

import { createTrueMarket, type TrueMarket } from '../true-market/create-true-market.ts'
import { createFaultyLine, type FaultyLine } from './create-faulty-line.ts'
import { createTrueAccount, identifyEvent } from './create-true-account.ts'
import { judgeBook } from './judge-book.ts'
import type { StreamBug } from './plant-stream-bug.ts'

export interface StreamRun {
  readonly findings: readonly string[]
  readonly silentlyWrong: number
  readonly eventsLost: number
  readonly eventsTwice: number
  /** Times at which a book that called itself live was compared in full. */
  readonly compared: number
  readonly events: number
  readonly syncs: number
  readonly recoveries: number
  readonly faults: Readonly<Record<string, number>>
}

const startMs = 1_700_000_000_000
const stormMs = 30_000
/** The account goes on trading a little after the storm, so that what is silent is noticed. */
const tradingMs = 40_000
const wholeMs = 130_000

/** One run: a storm over market and user stream, then calm. Everything in virtual time; one seed gives one run. */
export async function runStreamSeed(seed: number, bug: StreamBug): Promise<StreamRun> {
  const clock = createVirtualClock({ startMs })
  const random = createSeededRandom(seed)
  const isStormy = () => clock.now() < startMs + stormMs
  const line = createFaultyLine({ clock, random: random.fork('line'), isStormy })
  const connector = bug.wrapConnector(line.connector)
  const common = { connector, clock, random: random.fork('client'), baseUrl: 'ws://paper.invalid' }

  const market = createTrueMarket(random.fork('market'))
  runMarket({ market, clock, random: random.fork('pace'), line })
  const streams = createStreamClient(common)
  const book = openBook({ market, clock, random: random.fork('snapshots'), isStormy, streams })
  const findings: string[] = []
  let silentlyWrong = 0
  let compared = 0
  book.onChange(() => {
    if (book.state === 'live') compared++
    const wrong = judgeBook(book, market, bug.ignoresState)
    if (wrong === undefined) return
    silentlyWrong++
    findings.push(`at ${clock.now() - startMs} ms ${wrong}`)
  })

  const account = createTrueAccount({ clock, random: random.fork('account'), line, isStormy })
  const received = new Map<string, number>()
  let recoveries = 0
  const take = (event: UserEvent) => {
    const identity = identifyEvent(event)
    if (identity !== undefined) received.set(identity, (received.get(identity) ?? 0) + 1)
  }
  const user = createUserStream({
    ...common,
    listenKey: account.listenKey,
    timing: { keepAliveEveryMs: bug.trustsSilence ? 1_800_000 : 10_000 },
    onEvent: (event: UserStreamEvent) => take(event),
    async onGap({ startMs: sinceMs }) {
      recoveries++
      const events = await account.getEvents(sinceMs)
      if (bug.keepsRepetitions) for (const event of events) take(event)
      return bug.ignoresGaps ? [] : events
    },
  })
  const started = user.start()
  const act = async () => {
    await started
    const pace = random.fork('orders')
    while (clock.now() < startMs + tradingMs) {
      await sleep(clock, 200 + pace.next() * 900)
      if (isStormy() && pace.next() < 0.03) account.loseKey()
      const clientOrderId = await account.trade()
      if (!bug.trustsSilence) user.expectEvent(clientOrderId)
    }
  }
  void act()
  await clock.advance(wholeMs)

  const lost = account.happened.filter((identity) => !received.has(identity))
  const twice = [...received].filter(([, times]) => times > 1)
  for (const identity of lost) findings.push(`the event ${identity} never came`)
  for (const [identity, times] of twice) findings.push(`the event ${identity} came ${times} times`)
  findings.push(...describeEnd(book, market, user.state))
  const { syncs } = book
  book.close()
  await streams.close()
  await clock.runUntil(user.stop())
  return {
    findings,
    silentlyWrong,
    eventsLost: lost.length,
    eventsTwice: twice.length,
    compared,
    events: account.happened.length,
    syncs,
    recoveries,
    faults: line.faults,
  }
}

/** Long after the storm everything has to be as if it had never been. */
function describeEnd(book: LocalOrderBook, market: TrueMarket, userState: string): string[] {
  const newest = market.snapshot(1).lastUpdateId
  return [
    ...(book.state === 'live' && book.lastUpdateId === newest
      ? []
      : [`the book ends ${book.state} at ${book.lastUpdateId}, the exchange is at ${newest}`]),
    ...(userState === 'live' ? [] : [`the user stream ends ${userState}`]),
  ]
}

function runMarket(parts: {
  readonly market: TrueMarket
  readonly clock: Clock
  readonly random: Random
  readonly line: FaultyLine
}): void {
  const { market, clock, random, line } = parts
  const step = () => {
    // Still at the end, so that the last diff has come when the run is judged.
    if (clock.now() < startMs + wholeMs - 1_000) {
      for (let changes = random.nextInt(4); changes > 0; changes--) {
        const touch = market.change(clock.now())
        if (touch !== undefined) line.publish('btcusdt@bookTicker', touch)
      }
    }
    const diff = market.takeDiff(clock.now())
    if (diff !== undefined) line.publish('btcusdt@depth@100ms', diff)
    clock.schedule(100, step)
  }
  step()
}

function openBook(parts: {
  readonly market: TrueMarket
  readonly clock: Clock
  readonly random: Random
  readonly isStormy: () => boolean
  readonly streams: ReturnType<typeof createStreamClient>
}): LocalOrderBook {
  const { market, clock, random, isStormy, streams } = parts
  const limit = random.next() < 0.5 ? 20 : 1_000
  return createLocalOrderBook({
    streams,
    clock,
    random,
    symbol: market.symbol,
    tickSize: '0.1',
    stepSize: '0.001',
    async getSnapshot() {
      await sleep(clock, 5 + random.next() * 200)
      const snapshot = market.snapshot(limit)
      // Old when it comes, as out of a cache.
      await sleep(clock, 5 + random.next() * 300)
      if (isStormy() && random.next() < 0.15) throw new TransportError('getDepth', { reason: 'injected' })
      return snapshot
    },
  })
}
