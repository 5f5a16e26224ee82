import type { Clock } from '@aster/core'

/** Notices when the machine slept, the process was stopped, or somebody set the clock. */
export interface ClockWatch {
  /** Looks now. Called before an order as well: it may be the first thing that a machine does when it wakes. */
  look(): void
  stop(): void
}

const lookEveryMs = 1_000
/** More than a busy machine is late. */
const toleratedMs = 5_000

/** @param onJump - Told how far time went without us, or how far the clock was set. */
export function createClockWatch(clock: Clock, onJump: (what: string) => void): ClockWatch {
  let lastMs = clock.monotonicMs()
  let lastWallMs = clock.now()
  let timer = clock.schedule(lookEveryMs, tick)
  function look(): void {
    const sinceMs = clock.monotonicMs() - lastMs
    const steppedMs = clock.now() - lastWallMs - sinceMs
    lastMs += sinceMs
    lastWallMs = clock.now()
    if (sinceMs > lookEveryMs + toleratedMs) onJump(`nothing ran for ${Math.round(sinceMs)} ms`)
    // a machine that slept shows it in the one or in the other
    else if (Math.abs(steppedMs) > toleratedMs) onJump(`the clock was set by ${Math.round(steppedMs)} ms`)
  }
  function tick(): void {
    look()
    timer = clock.schedule(lookEveryMs, tick)
  }
  return { look, stop: () => timer.cancel() }
}
