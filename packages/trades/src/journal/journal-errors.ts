import { AsterError } from '@aster/core'

/** The journal could not be written. Nothing was sent. Free the disk; the account stays halted until told otherwise. */
export class JournalError extends AsterError {
  override name = 'JournalError'
  constructor(path: string, cause: unknown) {
    super(`The journal ${path} could not be written: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    })
  }
}

/**
 * The journal is broken or lacks entries that were once written. Look at it; open it with `repair` to keep what can be
 * read: the exchange is then asked for the rest.
 */
export class JournalDamagedError extends AsterError {
  override name = 'JournalDamagedError'
  readonly path: string
  readonly reason: string
  constructor(path: string, reason: string, options?: ErrorOptions) {
    super(`The journal ${path} is damaged: ${reason}`, options)
    this.path = path
    this.reason = reason
  }
}

/**
 * A newer program wrote the journal: run that one, this one would corrupt it. Or a reader found an older journal that no
 * writer has brought up to date yet.
 */
export class JournalVersionError extends AsterError {
  override name = 'JournalVersionError'
  readonly found: number
  readonly known: number
  constructor(path: string, found: number, known: number) {
    super(`The journal ${path} has format ${found}; this program's is ${known}`)
    this.found = found
    this.known = known
  }
}
