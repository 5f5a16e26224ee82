import { agentsEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Lists the agents of the account with rights, address list and expiry (milliseconds). V3 only. {@link
 * findAgentRisks} says what to warn about.
 *
 * Weight 1 (assumed).
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} No valid answer came. Safe to ask again.
 * @see Aster futures API, "List agents"
 */
export function getAgents(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof agentsEndpoint> = {},
  options?: CallOptions,
) {
  return client.call(agentsEndpoint, params, options)
}
