import { AsterError } from '@aster/core'

/** The account is paused: nothing that adds risk is begun on it. `pool.resume` takes that back. */
export class AccountPausedError extends AsterError {
  override name = 'AccountPausedError'
  readonly id: string
  constructor(id: string, reason: string) {
    super(`The account ${id} is paused: ${reason}`)
    this.id = id
  }
}

/** The pool has no account of this name. */
export class UnknownAccountError extends AsterError {
  override name = 'UnknownAccountError'
  readonly id: string
  constructor(id: string, known: readonly string[]) {
    super(`There is no account ${id}; there are ${known.join(', ')}`)
    this.id = id
  }
}

/** Its share rounds to nothing, or to less than the exchange takes. Nothing was sent. */
export class SizeTooSmallError extends AsterError {
  override name = 'SizeTooSmallError'
  /** Base asset, before rounding. */
  readonly wanted: string
  constructor(id: string, wanted: string, rule: string) {
    super(`The share of ${id}, ${wanted}, is too small: ${rule}`)
    this.wanted = wanted
  }
}

/** The account did not end its part in time. It goes on: ask it what became of it. */
export class AccountTimeoutError extends AsterError {
  override name = 'AccountTimeoutError'
  constructor(id: string, timeoutMs: number) {
    super(`The account ${id} had not ended its part after ${timeoutMs} ms; it goes on`)
  }
}
