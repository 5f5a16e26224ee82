/** A delay as a clock takes it: negative means now; NaN and infinity are faults of the caller. */
export function checkDelay(delayMs: number): number {
  if (!Number.isFinite(delayMs)) throw new RangeError(`A delay is a finite number of milliseconds, got ${delayMs}`)
  return Math.max(0, delayMs)
}
