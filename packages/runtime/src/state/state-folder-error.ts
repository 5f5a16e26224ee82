import { AsterError } from '@aster/core'

/** A state folder cannot be used: held by another program, of a newer version, broken, or not writable. Nothing was begun. */
export class StateFolderError extends AsterError {
  override name = 'StateFolderError'
  readonly path: string
  readonly rule: 'lock' | 'version' | 'owner' | 'format' | 'writable' | 'space'
  constructor(path: string, rule: StateFolderError['rule'], message: string, options?: ErrorOptions) {
    super(`The state folder ${path} ${message}`, options)
    this.path = path
    this.rule = rule
  }
}
