import { changePositionMarginEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Adds margin to an isolated position (type 1) or takes it away (type 2). `clientTranId` keeps V3 from acting
 * twice.
 *
 * Weight 1.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} It certainly never left.
 * @throws {OutcomeUnknownError} No answer: it may have been carried out. Ask before anything else.
 * @see Aster futures API, "Modify Isolated Position Margin"
 */
export function changePositionMargin(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof changePositionMarginEndpoint>,
  options?: CallOptions,
) {
  return client.call(changePositionMarginEndpoint, params, options)
}
