import { formatUnits } from '@aster/core'
import { type BookSnapshot, createBookReplica } from '@aster/ws'

import type { BookBug } from './plant-book-bug.ts'
import type { BookRecording } from './read-recording.ts'

/** Best price and quantity of both sides, in ticks and lots. */
export interface Touch {
  readonly updateId: number
  readonly bidTicks: number
  readonly bidLots: number
  readonly askTicks: number
  readonly askLots: number
}

export interface Replay {
  /** Snapshots from which the book was built. */
  readonly syncs: number
  /** Times at which an event did not follow the one before. */
  readonly sequenceErrors: number
  /** Frames that could not be read. */
  readonly refused: number
  /** What the book said after each event that was applied. */
  readonly told: readonly Touch[]
  /** What the exchange said, in order of ids. */
  readonly touches: readonly Touch[]
}

/** Builds the book of a recording frame by frame, as they came. */
export function replayBook({ symbol, frames, tickSize, stepSize }: BookRecording, bug: BookBug): Replay {
  const replica = createBookReplica(symbol, { tickSize, stepSize })
  const told: Touch[] = []
  const touches: Touch[] = []
  let syncs = 0
  let sequenceErrors = 0
  let refused = 0
  for (const frame of frames) {
    if (frame.kind === 'other') continue
    if (frame.kind === 'touch') {
      const touch = parseTouch(frame.text, replica)
      if (touch === undefined) refused++
      else touches.push(touch)
      continue
    }
    if (frame.kind === 'snapshot') {
      if (replica.acceptSnapshot(JSON.parse(frame.text) as BookSnapshot) === 'taken') syncs++
      continue
    }
    const text = bug.changeFrame(frame.text)
    if (text === undefined) continue
    const wasLive = replica.state === 'live'
    const outcome = replica.acceptFrame(text)
    if (outcome !== 'applied' && outcome !== 'held' && outcome !== 'ignored') refused++
    else if (wasLive && replica.state !== 'live') sequenceErrors++
    if (outcome !== 'applied' || replica.state !== 'live') continue
    const { bids, asks, lastUpdateId } = replica
    told.push(
      bug.changeTouch({
        updateId: lastUpdateId,
        bidTicks: bids.bestTicks,
        bidLots: bids.bestLots,
        askTicks: asks.bestTicks,
        askLots: asks.bestLots,
      }),
    )
  }
  return { syncs, sequenceErrors, refused, told, touches: touches.toSorted((a, b) => a.updateId - b.updateId) }
}

/**
 * Compares by id: after the event with last id `u`, both sides' best price and quantity have to be those of the last touch
 * whose id is not above `u`.
 */
export function compareTouches({ told, touches }: Replay): {
  readonly compared: number
  readonly mismatches: readonly string[]
} {
  const mismatches: string[] = []
  let compared = 0
  let next = 0
  for (const seen of told) {
    while ((touches[next]?.updateId ?? Infinity) <= seen.updateId) next++
    const expected = touches[next - 1]
    if (expected === undefined) continue
    compared++
    if (describe(seen) !== describe(expected)) {
      mismatches.push(`at ${seen.updateId} the book has ${describe(seen)}, the exchange ${describe(expected)}`)
    }
  }
  return { compared, mismatches }
}

/** Ticks and lots, so that the same number written in two ways is the same. */
const describe = ({ bidTicks, bidLots, askTicks, askLots }: Touch): string =>
  `${formatUnits(bidTicks, 0)} x ${bidLots} / ${formatUnits(askTicks, 0)} x ${askLots} (ticks x lots)`

function parseTouch(text: string, { scale }: Pick<ReturnType<typeof createBookReplica>, 'scale'>): Touch | undefined {
  try {
    const { data } = JSON.parse(text) as { readonly data: Readonly<Record<'u' | 'b' | 'B' | 'a' | 'A', string>> }
    const [bidTicks, askTicks] = [scale.price.grid.parse(data.b), scale.price.grid.parse(data.a)]
    const [bidLots, askLots] = [scale.quantity.grid.parse(data.B), scale.quantity.grid.parse(data.A)]
    const isWhole = bidTicks !== undefined && askTicks !== undefined && bidLots !== undefined && askLots !== undefined
    return isWhole ? { updateId: Number(data.u), bidTicks, bidLots, askTicks, askLots } : undefined
  } catch {
    return undefined
  }
}
