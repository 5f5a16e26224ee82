import { chaseOrderEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Places a post-only order that the exchange keeps at the best price of its side, about once a second. Ends when
 * filled, cancelled, or beyond `maxChaseOffset`. V3 only.
 *
 * Weight 1; 1 order.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} It certainly never left.
 * @throws {OutcomeUnknownError} No answer: it may have been carried out. Ask before anything else.
 * @see Aster futures API, "Chase Order"
 */
export function chaseOrder(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof chaseOrderEndpoint>,
  options?: CallOptions,
) {
  return client.call(chaseOrderEndpoint, params, options)
}
