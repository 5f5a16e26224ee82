import { builderUserCommissionRatesEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * For builders: fees of its users on a symbol. V3 only.
 *
 * Weight 5.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} No valid answer came. Safe to ask again.
 * @see Aster futures API, "Builder: user commission rates"
 */
export function getBuilderUserCommissionRates(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof builderUserCommissionRatesEndpoint>,
  options?: CallOptions,
) {
  return client.call(builderUserCommissionRatesEndpoint, params, options)
}
