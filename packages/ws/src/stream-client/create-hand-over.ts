import type { StreamOrder } from '@aster/api'

/**
 * Joins the same stream from an old and a new connection: what comes out is complete, in order and without repetition.
 *
 * The new connection's events are held back until the old one has delivered the first of them. From then on both are known
 * to overlap, and whichever brings an event first is used.
 */
export interface HandOver<Event> {
  acceptOld(event: Event, frame: string): void
  acceptNew(event: Event, frame: string): void
  /** Both connections are known to overlap: either alone is complete from here on. */
  readonly isJoined: boolean
  /** Events are held back whose overlap is not proved: to end now may lose some. */
  readonly isHolding: boolean
  /**
   * Ends the old connection's part: what is still held comes out. From then on only events of the new connection come, and
   * those that the old one has delivered are still left out.
   */
  finish(): void
}

export function createHandOver<Event>(
  order: StreamOrder<Event>,
  deliver: (event: Event, frame: string) => void,
): HandOver<Event> {
  const newest = new Map<string, { sequence: number; frames: Set<string> }>()
  let held: { readonly event: Event; readonly frame: string }[] = []
  let isJoined = false
  let isFinished = false

  const isSeen = (event: Event, frame: string): boolean => {
    const last = newest.get(order.partitionOf?.(event) ?? '')
    if (last === undefined) return false
    const sequence = order.sequenceOf(event)
    return sequence < last.sequence || (sequence === last.sequence && (order.isUnique || last.frames.has(frame)))
  }

  const pass = (event: Event, frame: string) => {
    if (isSeen(event, frame)) return
    const partition = order.partitionOf?.(event) ?? ''
    const sequence = order.sequenceOf(event)
    const last = newest.get(partition)
    if (last?.sequence === sequence) last.frames.add(frame)
    else newest.set(partition, { sequence, frames: new Set(order.isUnique ? [] : [frame]) })
    deliver(event, frame)
  }

  const release = () => {
    const events = held
    held = []
    for (const { event, frame } of events) pass(event, frame)
  }

  const join = () => {
    const [first] = held
    if (first === undefined || !isSeen(first.event, first.frame)) return
    isJoined = true
    release()
  }

  return {
    acceptOld(event, frame) {
      if (isFinished) return
      pass(event, frame)
      if (!isJoined) join()
    },
    acceptNew(event, frame) {
      if (isJoined || isFinished) {
        pass(event, frame)
        return
      }
      held.push({ event, frame })
      join()
    },
    get isJoined() {
      return isJoined
    },
    get isHolding() {
      return held.length > 0
    },
    finish() {
      isFinished = true
      release()
    },
  }
}
