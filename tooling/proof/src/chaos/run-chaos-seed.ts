import { createSeededRandom, sleep, type VirtualClock } from '@aster/core'
import { createTrade, type TradeResult } from '@aster/trades'

import { createHistoryChecker, type HistoryChecker, type HistoryVerdict } from './check-history.ts'
import { drawTrade } from './draw-trade.ts'
import { type ChaosBug, chaosSymbol, type ChaosVenue, openChaosVenue } from './open-chaos-venue.ts'
import { countWithin } from './silence.ts'

export interface ChaosRun {
  readonly verdict: HistoryVerdict
  readonly trades: number
  /** Trades that the account would not begin: something of an earlier one was not over. */
  readonly notBegun: number
  readonly refusedMs: number
  readonly faults: number
  readonly exits: Readonly<Record<string, number>>
}

/** Of the virtual clock. */
const longestRunMs = 4 * 3_600_000
const quietMs = 8_000

/** One run: some whole trades on an exchange where much goes wrong, judged by the exchange's own log. */
export async function runChaosSeed(
  seed: number,
  options: { readonly bug: ChaosBug; readonly onLine?: ((line: string) => void) | undefined },
): Promise<ChaosRun> {
  let clock: VirtualClock | undefined
  const checker = createHistoryChecker(() => clock?.monotonicMs() ?? 0)
  const venue = await openChaosVenue(seed, {
    bug: options.bug,
    onClock: (made) => (clock = made),
    onLine(line) {
      options.onLine?.(line)
      checker.read(line)
    },
  })
  const random = createSeededRandom(`chaos/${seed}/trades`)
  const results: TradeResult[] = []
  const startMs = venue.clock.monotonicMs()
  venue.breakLoose()
  shutDownByChance(venue, random.fork('shutdown'))
  try {
    const sides = venue.hedge ? (['BUY', 'SELL'] as const) : ([undefined] as const)
    const lanes = sides.map((side) => tradeInTurn(venue, checker, { random: random.fork(String(side)), side, results }))
    const notBegun = await venue.clock.runUntil(Promise.all(lanes), { limitMs: longestRunMs })
    await venue.clock.advance(quietMs)
    const silence = venue.wire.readSilence()
    const refusedMs = countWithin(silence, { fromMs: startMs, toMs: venue.clock.monotonicMs() })
    const exits: Record<string, number> = {}
    for (const { exitReason } of results) exits[exitReason] = (exits[exitReason] ?? 0) + 1
    const faults = venue.exchange.faults.report().rules.reduce((sum, rule) => sum + rule.fired, 0)
    return {
      verdict: checker.finish(silence, venue.wire.readDoubt()),
      trades: results.length,
      notBegun: notBegun.reduce((sum, count) => sum + count, 0),
      refusedMs,
      faults,
      exits,
    }
  } finally {
    await venue[Symbol.asyncDispose]()
  }
}

const shutdownShare = 0.12
/** Long enough for every outage that is drawn. */
const shutdownMs = 240_000

/** Some programs are told to stop in the middle: their trades are closed, and no other begins. */
function shutDownByChance({ account, clock }: ChaosVenue, random: ReturnType<typeof createSeededRandom>): void {
  if (random.next() >= shutdownShare) return
  clock.schedule(1_000 + random.nextInt(25_000), () => void account.close({ policy: 'flatten', timeoutMs: shutdownMs }))
}

const tradesInTurn = 3
const pauseMs = 1_000

/** Some trades on one position, one after the other. Returns how many could not begin. */
async function tradeInTurn(
  { account, clock, exchange, onTradeBegin }: ChaosVenue,
  checker: HistoryChecker,
  lane: {
    readonly random: ReturnType<typeof createSeededRandom>
    readonly side: 'BUY' | 'SELL' | undefined
    readonly results: TradeResult[]
  },
): Promise<number> {
  let notBegun = 0
  for (let count = 0; count < tradesInTurn; count++) {
    const { random } = lane
    const side = lane.side ?? (random.next() < 0.5 ? 'BUY' : 'SELL')
    const positionSide = lane.side === undefined ? 'BOTH' : side === 'BUY' ? 'LONG' : 'SHORT'
    const bid = Number(exchange.engine.formatPrice(chaosSymbol, exchange.engine.getTop(chaosSymbol).bidTicks))
    const { options, protectWithinMs, closeAfterMs } = drawTrade(random, chaosSymbol, side, bid)
    onTradeBegin(positionSide)
    checker.begin(chaosSymbol, positionSide, { side, quantity: String(options.quantity), protectWithinMs })
    try {
      const trade = createTrade(account, options)
      const patience = new AbortController()
      if (closeAfterMs !== undefined) {
        void sleep(clock, closeAfterMs, patience.signal).then(
          () => void trade.close(),
          () => undefined,
        )
      }
      const result = await trade.done
      patience.abort()
      lane.results.push(result)
      checker.end(chaosSymbol, positionSide, {
        opened: result.entry.quantity,
        realizedPnl: result.realizedPnl,
        isComplete: result.fillsComplete,
      })
    } catch {
      notBegun += 1
      checker.end(chaosSymbol, positionSide, { opened: '0', realizedPnl: '0', isComplete: true })
    }
    await sleep(clock, pauseMs)
  }
  return notBegun
}
