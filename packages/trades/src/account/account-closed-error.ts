import { AsterError } from '@aster/core'

/** The account is closing or closed; nothing new is begun on it. Open it again. */
export class AccountClosedError extends AsterError {
  override name = 'AccountClosedError'
  constructor(name: string) {
    super(`The account ${name} is closed`)
  }
}
