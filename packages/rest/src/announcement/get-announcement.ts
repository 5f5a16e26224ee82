import { announcementEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Reads one announcement. V3 only.
 *
 * Weight 1.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} No valid answer came. Safe to ask again.
 * @see Aster futures API, "Direct announcement by id"
 */
export function getAnnouncement(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof announcementEndpoint>,
  options?: CallOptions,
) {
  return client.call(announcementEndpoint, params, options)
}
