import { AsterError } from '@aster/core'

/**
 * A state folder cannot be used: held by another program, of a newer version, broken, absent, or not writable. Nothing was
 * begun. {@link runProgram} prints it and ends with exit code 2.
 */
export class StateFolderError extends AsterError {
  override name = 'StateFolderError'
  readonly path: string
  readonly rule: 'lock' | 'version' | 'owner' | 'format' | 'writable' | 'space' | 'absent'
  constructor(path: string, rule: StateFolderError['rule'], message: string, options?: ErrorOptions) {
    super(`The state folder ${path} ${message}`, options)
    this.path = path
    this.rule = rule
  }
}
