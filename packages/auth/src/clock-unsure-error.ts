import { AsterError } from '@aster/core'

/** How far the clock may be from the exchange's before nothing is signed any more. */
export const maxClockErrorMs = 5_000

/** Our clock may be too far from the exchange's to sign. Nothing was sent. Measure the offset anew, then ask again. */
export class ClockUnsureError extends AsterError {
  override name = 'ClockUnsureError'
  /** How wrong it may be; infinite before the first measurement. */
  readonly errorMs: number
  constructor(errorMs: number, reason: string) {
    super(`Refused to sign: ${reason} (up to ${errorMs} ms, ${maxClockErrorMs} ms allowed)`)
    this.errorMs = errorMs
  }
}

/** @throws {ClockUnsureError} `uncertaintyMs` says that the clock may be wrong by more than 5 s. */
export function assertClockSure(uncertaintyMs: (() => number) | undefined): void {
  if (uncertaintyMs === undefined) return
  const errorMs = uncertaintyMs()
  if (!(errorMs <= maxClockErrorMs)) throw new ClockUnsureError(errorMs, 'the clock offset is not known well enough')
}
