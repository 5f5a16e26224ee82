import { errorCatalogue } from '@aster/api'

/** The exchange says no: becomes `{"code":…,"msg":…}` with an HTTP status. */
export class ApiRefusal extends Error {
  override name = 'ApiRefusal'
  readonly status: number
  readonly code: number
  readonly headers: Readonly<Record<string, string>>
  constructor(status: number, code: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message)
    this.status = status
    this.code = code
    this.headers = headers
  }
}

/**
 * Builds the refusal for a documented code: status and text come from the error catalogue unless given.
 *
 * @example
 * throw refuse(-1121)
 */
export function refuse(code: number, message?: string, status?: number): ApiRefusal {
  const entry = errorCatalogue.get(code)
  return new ApiRefusal(status ?? entry?.http ?? 400, code, message ?? entry?.message ?? 'Unknown error.')
}
