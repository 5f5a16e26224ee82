import { type DepthFields, type DepthLevel, streams } from '@aster/api'

import { type BookScale, type BookSteps, createBookScale } from './book-scale.ts'
import { BookSide } from './book-side.ts'
import { createDepthScanner } from './create-depth-scanner.ts'
import { createDepthChange, type LevelBuffer } from './depth-change.ts'
import { readDepthEvent, readLevels } from './read-depth-event.ts'

/** A snapshot as `getDepth` gives it. */
export interface BookSnapshot {
  readonly lastUpdateId: number
  readonly bids: readonly DepthLevel[]
  readonly asks: readonly DepthLevel[]
}

/**
 * - `empty`: no snapshot yet, or none that can be trusted.
 * - `waiting`: a snapshot is in, and no event has shown yet that it fits the stream.
 * - `live`: every event since the snapshot is applied.
 * - `broken`: an event may be missing.
 */
export type ReplicaState = 'empty' | 'waiting' | 'live' | 'broken'

/** What contradicts a book: a frame or snapshot that is not readable, not on the grid, or bids above asks. */
export type BookFault = 'unreadable' | 'offGrid' | 'crossed'

/** `held`: kept for a later snapshot. `ignored`: older than the book. */
export type FrameOutcome = 'applied' | 'held' | 'ignored' | BookFault

/** `tooOld`: events between the snapshot and the first one held are missing. */
export type SnapshotOutcome = 'taken' | 'tooOld' | Exclude<BookFault, 'unreadable'>

/** A book kept by the documented procedure. Pure: it knows neither time nor network. */
export interface BookReplica {
  readonly state: ReplicaState
  readonly bids: BookSide
  readonly asks: BookSide
  readonly scale: BookScale
  /** Id of the last update that is in the book. */
  readonly lastUpdateId: number
  /** Exchange time of the last event applied, milliseconds; 0 before the first. */
  readonly eventTimeMs: number
  /** Grows with every change of the book. */
  readonly version: number
  /** Frames kept for a snapshot. */
  readonly heldFrames: number
  /** Takes a frame of the diff depth stream. */
  acceptFrame(frame: string): FrameOutcome
  /** Takes a snapshot and, after it, the frames held since. Unless it is `taken` the book stays as it was. */
  acceptSnapshot(snapshot: BookSnapshot): SnapshotOutcome
  /** A second snapshot found the first one unchanged: the book is live although nothing happens. */
  confirm(): void
  /** Something may be missing. The next event that fits proves otherwise. */
  doubt(): void
  /** Holds frames also while the book is live, for a snapshot that has been asked for. */
  keepFrames(isKeeping: boolean): void
  /** Takes new steps, as after a change of the tick size. The book is empty then. */
  rescale(steps: BookSteps): void
}

/** Frames held at most: about 17 minutes of a 100 ms stream. */
const heldLimit = 10_000

interface HeldFrame {
  readonly frame: string
  readonly lastUpdateId: number
}

/** @throws {ParameterError} A step is not a decimal number above 0. */
export function createBookReplica(symbol: string, steps: BookSteps): BookReplica {
  let scale = createBookScale(steps)
  let scan = createDepthScanner(symbol, scale)
  let bids = new BookSide(1)
  let asks = new BookSide(-1)
  let state: ReplicaState = 'empty'
  let lastUpdateId = 0
  let eventTimeMs = 0
  let version = 0
  /** False until an event has joined the snapshot. */
  let isJoined = false
  let isKeeping = false
  let held: HeldFrame[] = []
  const change = createDepthChange()

  const read = (frame: string): 'read' | 'unreadable' | 'offGrid' => {
    if (scan(frame, change)) return 'read'
    try {
      const event = streams.diffDepth.parse((JSON.parse(frame) as { readonly data?: unknown }).data)
      if (event.symbol !== symbol || !hasPlainIds(event, frame)) return 'unreadable'
      return readDepthEvent(event, scale, change) ? 'read' : 'offGrid'
    } catch {
      return 'unreadable'
    }
  }

  const hold = (frame: string) => {
    if (held.length >= heldLimit) held = held.slice(heldLimit / 2)
    held.push({ frame, lastUpdateId: change.lastUpdateId })
  }

  /** Whether the event that was read follows the book, was there before, or leaves something out. */
  const compare = (): 'next' | 'old' | 'ahead' => {
    if (isJoined) {
      if (change.previousUpdateId === lastUpdateId) return 'next'
      return change.lastUpdateId <= lastUpdateId ? 'old' : 'ahead'
    }
    // Update ids are shared by all symbols, so a snapshot's id may lie between two events: what counts is that the event
    // before this one is part of the snapshot.
    if (change.lastUpdateId < lastUpdateId) return 'old'
    return change.previousUpdateId <= lastUpdateId ? 'next' : 'ahead'
  }

  const isCrossed = () => bids.bestTicks >= asks.bestTicks

  const apply = () => {
    setLevels(bids, change.bids)
    setLevels(asks, change.asks)
    lastUpdateId = change.lastUpdateId
    eventTimeMs = change.eventTimeMs
    isJoined = true
    version++
  }

  /** Applies what is held and follows; keeps what lies ahead. */
  const drain = () => {
    const frames = held.toSorted((a, b) => a.lastUpdateId - b.lastUpdateId)
    const rest: HeldFrame[] = []
    for (const entry of frames) {
      if (read(entry.frame) !== 'read') continue
      const place = compare()
      if (place === 'next') apply()
      else if (place === 'ahead') rest.push(entry)
    }
    return rest
  }

  const goLive = () => {
    state = 'live'
    if (!isKeeping) held = []
  }

  const empty = () => {
    state = 'empty'
    isJoined = false
  }

  const settle = (): FrameOutcome => {
    if (isCrossed()) {
      empty()
      return 'crossed'
    }
    if (state === 'live') return 'applied'
    const rest = drain()
    if (isCrossed()) {
      empty()
      return 'crossed'
    }
    if (rest.length === 0) goLive()
    else {
      if (!isKeeping) held = rest
      state = 'broken'
    }
    return 'applied'
  }

  return {
    get state() {
      return state
    },
    get bids() {
      return bids
    },
    get asks() {
      return asks
    },
    get scale() {
      return scale
    },
    get lastUpdateId() {
      return lastUpdateId
    },
    get eventTimeMs() {
      return eventTimeMs
    },
    get version() {
      return version
    },
    get heldFrames() {
      return held.length
    },
    acceptFrame(frame) {
      const reading = read(frame)
      if (reading !== 'read') {
        if (state !== 'empty') state = 'broken'
        return reading
      }
      if (state === 'empty') {
        hold(frame)
        return 'held'
      }
      const place = compare()
      if (isKeeping || place === 'ahead') hold(frame)
      if (place === 'old') return 'ignored'
      if (place === 'ahead') {
        state = 'broken'
        return 'held'
      }
      apply()
      return settle()
    },
    acceptSnapshot(snapshot) {
      const past = { bids, asks, lastUpdateId, eventTimeMs, isJoined, state }
      const restore = () => {
        ;({ bids, asks, lastUpdateId, eventTimeMs, isJoined, state } = past)
      }
      bids = new BookSide(1)
      asks = new BookSide(-1)
      if (!readLevels(snapshot.bids, scale, change.bids) || !readLevels(snapshot.asks, scale, change.asks)) {
        restore()
        return 'offGrid'
      }
      setLevels(bids, change.bids)
      setLevels(asks, change.asks)
      lastUpdateId = snapshot.lastUpdateId
      isJoined = false
      const rest = drain()
      if (isCrossed()) {
        restore()
        return 'crossed'
      }
      const isNewer = past.state === 'live' && snapshot.lastUpdateId >= past.lastUpdateId
      if (!isJoined && (rest.length > 0 || (past.state === 'live' && !isNewer))) {
        restore()
        return 'tooOld'
      }
      version++
      if (rest.length > 0) {
        held = rest
        state = 'broken'
      } else if (isJoined || isNewer) goLive()
      else state = 'waiting'
      return 'taken'
    },
    confirm() {
      if (state === 'waiting') goLive()
    },
    doubt() {
      if (state === 'live' || state === 'waiting') state = 'broken'
    },
    keepFrames(keeping) {
      isKeeping = keeping
      if (!keeping && state === 'live') held = []
    },
    rescale(next) {
      scale = createBookScale(next)
      scan = createDepthScanner(symbol, scale)
      bids = new BookSide(1)
      asks = new BookSide(-1)
      version++
      empty()
    },
  }
}

/**
 * Whether the ids stand in the frame digit by digit and in their order. Where they do not, it is damaged, however readable
 * it is.
 */
function hasPlainIds({ firstUpdateId, lastUpdateId, previousUpdateId }: DepthFields, frame: string): boolean {
  const text = frame.replaceAll(/\s/g, '')
  const stands = (key: string, id: number) => text.includes(`"${key}":${id}`) || text.includes(`"${key}":"${id}"`)
  return (
    previousUpdateId >= 0 &&
    firstUpdateId <= lastUpdateId &&
    previousUpdateId <= lastUpdateId &&
    stands('U', firstUpdateId) &&
    stands('u', lastUpdateId) &&
    stands('pu', previousUpdateId)
  )
}

function setLevels(side: BookSide, levels: LevelBuffer): void {
  const { ticks, lots, count } = levels
  for (let index = 0; index < count; index++) side.set(ticks[index]!, lots[index]!)
}
