import type { RecentTrade } from './market-cache.ts'

/** The newest aggregate trades of a symbol, in order of their ids, each once. */
export interface TradeTape {
  /** Takes trades in any order; false when one before the newest is missing and can still be read. */
  take(trades: readonly RecentTrade[]): boolean
  /** Id from which on trades have to be read; undefined when none is missing. */
  readonly missingFromId: string | undefined
  /** Trades from that time on, oldest first. */
  since(timeMs: number): readonly RecentTrade[]
  /** What is missing now cannot be found: it is not asked for again. */
  giveUp(): void
  /** Trade time from which on none is missing; Infinity before the first. */
  readonly completeSinceMs: number
}

export function createTradeTape(keep: number): TradeTape {
  let trades: RecentTrade[] = []
  /** Index of the first trade after the newest hole. */
  let firstWhole = 0
  /** Id of the trade after the hole that cannot be filled. */
  let givenUpId: number | undefined

  const idOf = (trade: RecentTrade) => Number(trade.aggregateTradeId)
  const hasOpenHole = () => firstWhole > 0 && idOf(trades[firstWhole]!) !== givenUpId
  const findHole = () => {
    for (let index = trades.length - 1; index > 0; index--) {
      if (idOf(trades[index]!) !== idOf(trades[index - 1]!) + 1) return index
    }
    return 0
  }

  const merge = (added: readonly RecentTrade[]) => {
    const byId = new Map([...trades, ...added].map((trade) => [idOf(trade), trade]))
    trades = [...byId].toSorted((a, b) => a[0] - b[0]).map(([, trade]) => trade)
    trades = trades.slice(-keep)
    firstWhole = findHole()
  }

  return {
    take(added) {
      const [only] = added
      const last = trades.at(-1)
      const follows = added.length === 1 && last !== undefined && idOf(only!) === idOf(last) + 1
      if (!follows) merge(added)
      else {
        trades.push(only!)
        // Seldom, so that a trade costs little.
        if (trades.length > keep * 1.25) {
          firstWhole = Math.max(0, firstWhole - (trades.length - keep))
          trades = trades.slice(-keep)
        }
      }
      return !hasOpenHole()
    },
    get missingFromId() {
      return hasOpenHole() ? String(idOf(trades[firstWhole - 1]!) + 1) : undefined
    },
    giveUp() {
      if (firstWhole > 0) givenUpId = idOf(trades[firstWhole]!)
    },
    since: (timeMs) => trades.slice(-keep).filter((trade) => trade.tradeTimeMs >= timeMs),
    get completeSinceMs() {
      return trades[Math.max(firstWhole, trades.length - keep)]?.tradeTimeMs ?? Infinity
    },
  }
}
