import { setLeverageEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Sets the leverage of a symbol.
 *
 * Weight 1.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} It certainly never left.
 * @throws {OutcomeUnknownError} No answer: it may have been carried out. Safe to repeat.
 * @see Aster futures API, "Change Initial Leverage"
 */
export function setLeverage(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof setLeverageEndpoint>,
  options?: CallOptions,
) {
  return client.call(setLeverageEndpoint, params, options)
}
