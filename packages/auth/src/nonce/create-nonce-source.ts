import type { Clock } from '@aster/core'

import { ClockUnsureError, maxClockErrorMs } from '../clock-unsure-error.ts'

/** Hands out the nonces of one agent. Take one immediately before sending, and a new one for every attempt. */
export interface NonceSource {
  /**
   * Microseconds since the epoch on the exchange's clock, strictly increasing.
   *
   * @throws {ClockUnsureError} The clock went back so far that a larger nonce would lie outside the exchange's window.
   */
  next(): bigint
  /** The one handed out last. */
  readonly last: bigint | undefined
}

export interface NonceSourceOptions {
  readonly clock: Pick<Clock, 'nowUs'>
  /** Exchange time minus local time in microseconds, measured; 0 by default. */
  readonly offsetUs?: (() => bigint) | undefined
  /** For processes that share an agent: this one only uses nonces whose remainder by `of` is `index`. */
  readonly share?: { readonly index: number; readonly of: number } | undefined
}

/**
 * Nonces as `max(last + 1, now)`: real microseconds, never repeated, never set aside ahead of time (the exchange only
 * remembers the newest 100, so a block taken in advance would expire).
 */
export function createNonceSource(options: NonceSourceOptions): NonceSource {
  const { clock, offsetUs, share } = options
  const step = BigInt(share?.of ?? 1)
  const remainder = BigInt(share?.index ?? 0)
  if (step < 1n || remainder < 0n || remainder >= step)
    throw new RangeError('share.index must be from 0 to share.of - 1')
  const maxLeadUs = BigInt(maxClockErrorMs) * 1000n
  let last: bigint | undefined
  return {
    get last() {
      return last
    },
    next() {
      const now = clock.nowUs() + (offsetUs?.() ?? 0n)
      const floor = last === undefined || now > last ? now : last + 1n
      const nonce = step === 1n ? floor : floor + ((((remainder - floor) % step) + step) % step)
      if (nonce - now > maxLeadUs) {
        throw new ClockUnsureError(Number((nonce - now) / 1000n), 'the clock went back behind the nonces already used')
      }
      last = nonce
      return nonce
    },
  }
}
