import { announcementsEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Lists announcements of the exchange, page by page. V3 only.
 *
 * Weight 1.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} No valid answer came. Safe to ask again.
 * @see Aster futures API, "Direct announcements"
 */
export function getAnnouncements(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof announcementsEndpoint> = {},
  options?: CallOptions,
) {
  return client.call(announcementsEndpoint, params, options)
}
