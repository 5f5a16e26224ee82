import { type Clock, sleep, type Timer } from '@aster/core'

import type { Backoff } from '../link/create-backoff.ts'
import type { ReportIncident } from '../stream-incident.ts'
import type { BookSteps } from './book-scale.ts'
import type { BookHorizon } from './create-book-horizon.ts'
import type { BookReplica, BookSnapshot, SnapshotOutcome } from './create-book-replica.ts'

/** Takes snapshots until the book is live and far enough from where it ends. */
export interface BookSync {
  /** Does nothing when it is at it already, or nothing is needed. */
  start(): void
  /** The steps may have changed: asks for them before the next snapshot. */
  rescale(): void
  readonly syncs: number
  close(): void
}

export function createBookSync(parts: {
  readonly symbol: string
  readonly clock: Clock
  readonly backoff: Backoff
  readonly replica: BookReplica
  readonly horizon: BookHorizon
  readonly quietMs: number
  readonly signal: AbortSignal
  readonly getSnapshot: () => Promise<BookSnapshot>
  readonly getSteps: (() => Promise<BookSteps>) | undefined
  /** False while the stream is down: a snapshot would be of no use. */
  readonly isConnected: () => boolean
  readonly onProgress: () => void
  readonly report: ReportIncident
}): BookSync {
  const { symbol, clock, backoff, replica, horizon, quietMs, signal, getSnapshot, getSteps } = parts
  const { isConnected, onProgress, report } = parts
  let isRunning = false
  let wantsSteps = false
  let syncs = 0
  /** The snapshot that no event has joined yet. */
  let unproved: BookSnapshot | undefined
  let quiet: Timer | undefined

  const canAsk = () => !signal.aborted && isConnected()
  const isNeeded = () =>
    canAsk() && (wantsSteps || horizon.isNear() || replica.state === 'empty' || replica.state === 'broken')

  const readSteps = async () => {
    if (getSteps !== undefined) replica.rescale(await getSteps())
    wantsSteps = false
  }

  const askSnapshot = async (): Promise<{
    readonly snapshot: BookSnapshot
    readonly outcome: SnapshotOutcome | 'confirmed'
  }> => {
    replica.keepFrames(true)
    try {
      const snapshot = await getSnapshot()
      // Without events nothing joins a snapshot to the stream: a second one, unchanged, does.
      if (replica.state === 'waiting' && unproved !== undefined && isEqual(unproved, snapshot)) {
        replica.confirm()
        return { snapshot, outcome: 'confirmed' }
      }
      return { snapshot, outcome: replica.acceptSnapshot(snapshot) }
    } finally {
      replica.keepFrames(false)
    }
  }

  /** True when a snapshot was taken. */
  const takeSnapshot = async (): Promise<boolean> => {
    if (wantsSteps) await readSteps()
    const { snapshot, outcome } = await askSnapshot()
    if (outcome === 'offGrid') wantsSteps = true
    if (outcome === 'offGrid' || outcome === 'crossed') {
      report({ type: 'bookBroken', message: `A snapshot of ${symbol} was refused: ${outcome}` })
    }
    if (outcome !== 'taken') return false
    syncs++
    horizon.set(snapshot)
    unproved = replica.state === 'waiting' ? snapshot : undefined
    quiet?.cancel()
    if (unproved !== undefined) quiet = clock.schedule(Math.max(quietMs, backoff.nextMs()), proveQuietly)
    return true
  }

  const run = async (isDue: () => boolean) => {
    let waitMs = 0
    while (isDue()) {
      try {
        if (waitMs > 0) await sleep(clock, waitMs, signal)
        if (!isDue()) return
        await takeSnapshot()
        if (replica.state === 'live') backoff.reset()
        onProgress()
      } catch (error) {
        if (signal.aborted) return
        report({ type: 'snapshotFailed', message: `A snapshot of ${symbol} could not be taken`, error })
      }
      waitMs = backoff.nextMs()
    }
  }

  const start = (isDue: () => boolean) => {
    if (isRunning || !isDue()) return
    isRunning = true
    void run(isDue).finally(() => {
      isRunning = false
    })
  }

  const proveQuietly = () => {
    const first = unproved
    start(() => isNeeded() || (canAsk() && replica.state === 'waiting' && unproved === first))
  }

  return {
    start: () => start(isNeeded),
    rescale() {
      wantsSteps = true
    },
    get syncs() {
      return syncs
    },
    close: () => quiet?.cancel(),
  }
}

function isEqual(a: BookSnapshot, b: BookSnapshot): boolean {
  return JSON.stringify([a.bids, a.asks]) === JSON.stringify([b.bids, b.asks])
}
