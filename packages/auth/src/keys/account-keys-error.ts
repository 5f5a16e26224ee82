import { AsterError } from '@aster/core'

/** The keys of an account cannot be had; the message names variables and files, never a value. Nothing was sent. */
export class AccountKeysError extends AsterError {
  override name = 'AccountKeysError'
  /** The setting to correct. */
  readonly field: 'account' | 'keystore' | 'wallet'
  constructor(field: AccountKeysError['field'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.field = field
  }
}
