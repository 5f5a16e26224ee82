import { type AnswerOf, leverageBracketsEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Reads the margin tiers of one symbol, or of all.
 *
 * Weight 1.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} No valid answer came. Safe to ask again.
 * @see Aster futures API, "Notional and Leverage Brackets"
 */
export function getLeverageBrackets<const P extends ParamsOf<typeof leverageBracketsEndpoint> = Record<never, never>>(
  client: Pick<RestClient, 'call'>,
  params?: P,
  options?: CallOptions,
): Promise<AnswerOf<typeof leverageBracketsEndpoint, P>> {
  return client.call(leverageBracketsEndpoint, params ?? ({} as P), options)
}
