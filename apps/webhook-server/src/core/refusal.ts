import { AsterError } from '@aster/core'

/** One field of a message that does not fit, and the rule that it breaks. Values are never repeated. */
export interface FieldMistake {
  readonly field: string
  readonly message: string
}

/** A signal, or a request, that is not carried out, with the HTTP status that says why. */
export class Refusal extends AsterError {
  override name = 'Refusal'
  readonly status: number
  /** In capitals, for programs. */
  readonly code: string
  readonly mistakes: readonly FieldMistake[]
  constructor(status: number, code: string, message: string, mistakes: readonly FieldMistake[] = []) {
    super(message)
    this.status = status
    this.code = code
    this.mistakes = mistakes
  }
}

/** A message that cannot be understood: names each field and its rule. */
export const refuseFields = (...mistakes: readonly FieldMistake[]): Refusal =>
  new Refusal(400, 'VALIDATION_ERROR', mistakes.map(({ field, message }) => `${field} ${message}`).join('; '), mistakes)
