import { AsterError } from '@aster/core'

/** The account is halted: nothing that adds risk is sent until somebody sets it active again. Exits go out. */
export class AccountHaltedError extends AsterError {
  override name = 'AccountHaltedError'
  readonly reason: string
  constructor(account: string, reason: string) {
    super(`The account ${account} is halted: ${reason}`)
    this.reason = reason
  }
}
