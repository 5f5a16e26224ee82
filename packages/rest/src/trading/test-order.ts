import { testOrderEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Has an order checked by the exchange and not placed. The answer has no meaning.
 *
 * Weight 1.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} No valid answer came. Safe to ask again.
 * @see Aster futures API, "Test New Order"
 */
export function testOrder(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof testOrderEndpoint>,
  options?: CallOptions,
) {
  return client.call(testOrderEndpoint, params, options)
}
