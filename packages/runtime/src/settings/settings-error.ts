import { AsterError } from '@aster/core'

import { formatMistake, type Mistake } from './mistake.ts'

/**
 * The program was started with settings it cannot accept: a wrong flag, an unknown symbol, a busy port, a missing file.
 * Holds every mistake, one line each. {@link runProgram} prints the lines and ends with exit code 2.
 */
export class SettingsError extends AsterError {
  override name = 'SettingsError'
  readonly mistakes: readonly Mistake[]
  constructor(mistakes: readonly Mistake[], options?: ErrorOptions) {
    super(mistakes.map(formatMistake).join('\n'), options)
    this.mistakes = mistakes
  }
}
