import { placeBatchOrdersEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Places 1 to 5 orders at the same time. The answer has one element per order, in the order of the request: the
 * order, a `RejectedError`, or an `OutcomeUnknownError`. Which one reaches the book first is not fixed.
 *
 * Weight 5; 1 order each.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} It certainly never left.
 * @throws {OutcomeUnknownError} No answer: it may have been carried out. Ask before anything else.
 * @see Aster futures API, "Place Multiple Orders"
 * @example
 * for (const result of await placeBatchOrders(client, { batchOrders })) {
 *   if (result instanceof Error) handle(result)
 * }
 */
export function placeBatchOrders(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof placeBatchOrdersEndpoint>,
  options?: CallOptions,
) {
  return client.call(placeBatchOrdersEndpoint, params, options)
}
