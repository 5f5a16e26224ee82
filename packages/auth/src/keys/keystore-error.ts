import { AsterError } from '@aster/core'

/** A keystore file cannot be read or written; the message names file and cause, never password or key. */
export class KeystoreError extends AsterError {
  override name = 'KeystoreError'
  readonly file: string
  readonly reason: 'missing' | 'exists' | 'unreadable' | 'notKeystore' | 'damaged' | 'wrongPassword'
  constructor(file: string, reason: KeystoreError['reason'], message: string, options?: ErrorOptions) {
    super(`${file} ${message}`, options)
    this.file = file
    this.reason = reason
  }
}
