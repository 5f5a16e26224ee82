import { createService, type Random, type Timer } from '@aster/core'

import { createGridView } from '../create-grid-view.ts'
import type { MarketFeed, MarketFeedParts } from '../market-feed.ts'
import { createMarketProfile } from '../market-profile.ts'
import { readGrid } from '../read-grid.ts'
import { createSyntheticMarket, type SyntheticMarket } from './synthetic-market.ts'

const stepMs = 50
/** A clock that was held up (a suspended machine) does not replay more than this; the market just goes on. */
const longestBacklogMs = 10_000

/**
 * Seeded order flow: prices with calm and nervous times, bursts, jumps and weak trends around a level that they return to;
 * a book that renews itself, spreads of mostly one tick, market orders that hit the touch. The same seed gives the same
 * market to the byte under a virtual clock.
 */
export function createSyntheticFeed(): MarketFeed {
  return { name: 'synthetic', open: openSynthetic }
}

function openSynthetic(parts: MarketFeedParts) {
  const { clock, engine, random, now } = parts
  const markets = parts.symbols.flatMap((symbol) => {
    const entry = engine.getSymbol(symbol)
    return entry === undefined ? [] : [followGrid(engine, symbol, random)]
  })
  for (const market of markets) market.open(now())

  return createService((signal) => run(parts, markets, signal, clock.monotonicMs()))
}

/** A market of a symbol that begins anew, at the price where it was, when the symbol gets other steps. */
function followGrid(engine: MarketFeedParts['engine'], symbol: string, random: Random): SyntheticMarket {
  let seen = engine.getSymbol(symbol)
  let grid = readGrid(seen)
  let renewals = 0
  const create = (): SyntheticMarket => {
    const entry = engine.getSymbol(symbol)
    if (entry === undefined) throw new RangeError(`No symbol ${symbol}`)
    const chance = random.fork(renewals === 0 ? symbol : `${symbol}/${renewals}`)
    return createSyntheticMarket(createGridView(engine, symbol), createMarketProfile(engine, entry), chance)
  }
  let market = create()
  return {
    open: (nowMs) => market.open(nowMs),
    step(seconds, nowMs) {
      const entry = engine.getSymbol(symbol)
      if (entry !== seen) {
        seen = entry
        const now = readGrid(entry)
        if (now !== grid) {
          grid = now
          renewals += 1
          market = create()
          market.open(nowMs)
        }
      }
      market.step(seconds, nowMs)
    },
    everySecond: (nowMs) => market.everySecond(nowMs),
  }
}

function run(
  { clock, engine, now }: MarketFeedParts,
  markets: readonly SyntheticMarket[],
  signal: AbortSignal,
  startMs: number,
): Promise<void> {
  let doneMs = startMs
  let steps = 0
  let timer: Timer | undefined

  const step = (): void => {
    const nowMs = now()
    steps++
    for (const market of markets) market.step(stepMs / 1000, nowMs)
    if (steps % (1000 / stepMs) !== 0) return
    for (const market of markets) market.everySecond(nowMs)
    engine.advance(nowMs)
  }

  return new Promise((resolve, reject) => {
    const wake = (): void => {
      try {
        const elapsedMs = clock.monotonicMs()
        if (elapsedMs - doneMs > longestBacklogMs) doneMs = elapsedMs - longestBacklogMs
        for (; doneMs + stepMs <= elapsedMs + 1e-6; doneMs += stepMs) step()
        timer = clock.schedule(Math.max(0, doneMs + stepMs - elapsedMs), wake)
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)))
      }
    }
    const stop = (): void => {
      timer?.cancel()
      resolve()
    }
    if (signal.aborted) {
      stop()
      return
    }
    signal.addEventListener('abort', stop, { once: true })
    timer = clock.schedule(stepMs, wake)
  })
}
