import type { BookReplica, BookSnapshot } from './create-book-replica.ts'

/**
 * How far a book is known in full: a snapshot ends somewhere, and levels beyond its end that nobody touches are never told.
 */
export interface BookHorizon {
  /** Takes the ends of a new snapshot. */
  set(snapshot: BookSnapshot): void
  /** Levels of the side that are known in full. */
  countKnown(side: 'BUY' | 'SELL'): number
  /** True when the price, in ticks, is within what is known. */
  includes(side: 'BUY' | 'SELL', ticks: number): boolean
  /** So little is left that a new snapshot is due. */
  isNear(): boolean
  /** The best price itself is beyond what is known. */
  isPassed(): boolean
}

/** The lengths that can be asked for. A side of another length is known to its end. */
const snapshotLengths: readonly number[] = [5, 10, 20, 50, 100, 500, 1000]

/** Part of the distance from the best price to the end that has to be left. */
const smallestPart = 0.1

export function createBookHorizon(replica: BookReplica): BookHorizon {
  let lowestBidTicks = Infinity
  let highestAskTicks = -Infinity
  let bidRoomTicks = 0
  let askRoomTicks = 0

  // An empty side has NaN for its best price and counts as passed, unless it is known to its end.
  const hasRoom = (part: number) =>
    (lowestBidTicks === -Infinity || replica.bids.bestTicks >= lowestBidTicks + bidRoomTicks * part) &&
    (highestAskTicks === Infinity || replica.asks.bestTicks <= highestAskTicks - askRoomTicks * part)

  return {
    set({ bids, asks }) {
      const toTicks = (level: readonly [string, string] | undefined) => replica.scale.price.grid.parse(level?.[0] ?? '')
      const isCut = (levels: readonly unknown[]) => snapshotLengths.includes(levels.length)
      lowestBidTicks = isCut(bids) ? (toTicks(bids.at(-1)) ?? Infinity) : -Infinity
      highestAskTicks = isCut(asks) ? (toTicks(asks.at(-1)) ?? -Infinity) : Infinity
      bidRoomTicks = (toTicks(bids[0]) ?? 0) - lowestBidTicks
      askRoomTicks = highestAskTicks - (toTicks(asks[0]) ?? 0)
    },
    countKnown: (side) =>
      side === 'BUY' ? replica.bids.countFrom(lowestBidTicks) : replica.asks.countFrom(highestAskTicks),
    includes: (side, ticks) => (side === 'BUY' ? ticks >= lowestBidTicks : ticks <= highestAskTicks),
    isNear: () => !hasRoom(smallestPart),
    isPassed: () => !hasRoom(0),
  }
}
