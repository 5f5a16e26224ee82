/** A pending callback of a {@link Clock}. */
export interface Timer {
  /** Forgets the callback. Does nothing once it ran. */
  cancel(): void
}

/**
 * Where time comes from. Nothing in these packages reads the system clock or sets a system timer itself, so that a
 * test, a simulation and live trading run the same lines.
 */
export interface Clock {
  /** Wall-clock time in whole milliseconds since the epoch. May step when the system's clock is set. */
  now(): number
  /** Wall-clock time in microseconds since the epoch, for nonces. */
  nowUs(): bigint
  /** Milliseconds since an arbitrary start, with fractions; never steps. For durations, ages and deadlines. */
  monotonicMs(): number
  /** Calls back once, `delayMs` (0 or more) from now. */
  schedule(delayMs: number, callback: () => void): Timer
}
