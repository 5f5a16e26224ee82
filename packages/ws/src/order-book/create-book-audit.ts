import type { BookTickerEvent } from '@aster/api'

import type { BookReplica } from './create-book-replica.ts'

interface Touch {
  readonly updateId: number
  readonly bidTicks: number
  readonly bidLots: number
  readonly askTicks: number
  readonly askLots: number
}

/**
 * Compares the touch of a book with the book ticker, by id: after the event `u` it has to be that of the last ticker whose id
 * is not above `u`. Which one that is shows with the first ticker beyond.
 */
export interface BookAudit {
  /** An event was applied, and the book is live. */
  noteBook(replica: BookReplica): void
  /** True when a touch noted before was another one than the ticker's. */
  noteTicker(ticker: BookTickerEvent, replica: BookReplica): boolean
  /** Tickers or events may be missing: nothing noted so far can be compared. */
  reset(): void
  /** Touches compared so far. */
  readonly compared: number
}

/** Touches that wait for a ticker beyond them: more than ever come between two. */
const waitingLimit = 256

export function createBookAudit(): BookAudit {
  let waiting: Touch[] = []
  let last: Touch | undefined
  let compared = 0

  const isSame = (a: Touch, b: Touch) =>
    a.bidTicks === b.bidTicks && a.bidLots === b.bidLots && a.askTicks === b.askTicks && a.askLots === b.askLots

  return {
    noteBook({ lastUpdateId, bids, asks }) {
      if (waiting.length >= waitingLimit) waiting.shift()
      waiting.push({
        updateId: lastUpdateId,
        bidTicks: bids.bestTicks,
        bidLots: bids.bestLots,
        askTicks: asks.bestTicks,
        askLots: asks.bestLots,
      })
    },
    noteTicker(ticker, { scale }) {
      const next: Touch = {
        updateId: ticker.updateId,
        bidTicks: scale.price.grid.parse(ticker.bestBid) ?? Number.NaN,
        bidLots: scale.quantity.grid.parse(ticker.bestBidQuantity) ?? Number.NaN,
        askTicks: scale.price.grid.parse(ticker.bestAsk) ?? Number.NaN,
        askLots: scale.quantity.grid.parse(ticker.bestAskQuantity) ?? Number.NaN,
      }
      // Repeated or late: it says nothing new.
      if (last !== undefined && next.updateId <= last.updateId) return false
      const before = last
      const decided = waiting.filter(({ updateId }) => updateId < next.updateId)
      waiting = waiting.filter(({ updateId }) => updateId >= next.updateId)
      last = next
      if (before === undefined) return false
      const comparable = decided.filter(({ updateId }) => updateId >= before.updateId)
      compared += comparable.length
      return comparable.some((touch) => !isSame(touch, before))
    },
    reset() {
      waiting = []
      last = undefined
    },
    get compared() {
      return compared
    },
  }
}
