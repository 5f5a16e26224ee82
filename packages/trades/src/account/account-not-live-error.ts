import { AsterError } from '@aster/core'

/** The user stream is down, or what was missed has not been read yet: nothing that adds risk is begun. Try again later. */
export class AccountNotLiveError extends AsterError {
  override name = 'AccountNotLiveError'
  readonly waitedMs: number
  constructor(name: string, waitedMs: number) {
    super(`The account ${name} was not live within ${waitedMs} ms`)
    this.waitedMs = waitedMs
  }
}
