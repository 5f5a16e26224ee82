import type { Clock } from '@aster/core'

import type { SignalStore } from './signal-store.ts'

const everyMs = 3_600_000
const firstAfterMs = 60_000
/** Few enough that an alert that comes meanwhile does not wait for them. */
const batchSize = 200
const pauseMs = 250

/**
 * Removes signals that were over longer ago than `keepMs`, in small batches, once an hour. What is not over stays however old
 * it is. With a signal goes the key by which its alert was known: from then on the same alert would be a new one.
 *
 * @returns The way to stop.
 */
export function forgetSignals(parts: {
  readonly store: Pick<SignalStore, 'prune'>
  readonly clock: Pick<Clock, 'now' | 'schedule'>
  readonly keepMs: number
  readonly onFailure: (error: unknown) => void
}): () => void {
  const { store, clock, keepMs, onFailure } = parts
  let isStopped = false
  const forget = async () => {
    const gone = await store.prune(clock.now() - keepMs, batchSize).catch((error: unknown) => {
      if (!isStopped) onFailure(error)
      return 0
    })
    if (!isStopped) timer = clock.schedule(gone < batchSize ? everyMs : pauseMs, () => void forget())
  }
  let timer = clock.schedule(firstAfterMs, () => void forget())
  return () => {
    isStopped = true
    timer.cancel()
  }
}
