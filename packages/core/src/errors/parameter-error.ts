import { AsterError } from './aster-error.ts'

/** One broken rule: which field, which rule, which value. */
export interface Violation {
  /** Path of the field, `quantity` or `takeProfits[1].price`. */
  readonly field: string
  /** The rule's name, `PRICE_FILTER.tickSize` or `required`. */
  readonly rule: string
  /** The value that was given, as text. Secrets never come here. */
  readonly value: string
  /** A sentence with the limit in numbers. */
  readonly message: string
  /** The nearest value that fits, where there is one. */
  readonly suggestion?: string | undefined
  /** The code with which the exchange refuses it, where one is known. */
  readonly code?: number | undefined
}

/** Our input does not fit; nothing was sent. Names every violated rule at once. Correct the call. */
export class ParameterError extends AsterError {
  override name = 'ParameterError'
  readonly violations: readonly Violation[]
  constructor(operation: string, violations: readonly Violation[], options?: ErrorOptions) {
    super(
      `${operation}: ${violations.map((v) => `${v.field} ${v.message} (${v.rule}, got ${v.value})`).join('; ')}`,
      options,
    )
    this.violations = violations
  }
}
