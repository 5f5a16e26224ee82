import type { Clock } from '@aster/core'

/**
 * When a moment of the monotonic clock was by the wall clock as it goes now, whole milliseconds since the epoch. A wall clock
 * that was set in between moves moments that were noted by it, but none that was noted by the monotonic one.
 */
export const toLocalMs = (clock: Clock, atMs: number): number => Math.floor(clock.now() - (clock.monotonicMs() - atMs))
