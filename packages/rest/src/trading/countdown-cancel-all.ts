import { countdownCancelAllEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Has the exchange cancel everything on a symbol, stops included, unless this is called again in time. 0 switches
 * it off; 120000 every 30 s is advised.
 *
 * Weight 10.
 *
 * @param params.countdownTime - Milliseconds.
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} It certainly never left.
 * @throws {OutcomeUnknownError} No answer: it may have been carried out. Safe to repeat.
 * @see Aster futures API, "Auto-Cancel All Open Orders"
 * @example
 * await countdownCancelAll(client, { symbol: 'BTCUSDT', countdownTime: 120_000 })
 */
export function countdownCancelAll(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof countdownCancelAllEndpoint>,
  options?: CallOptions,
) {
  return client.call(countdownCancelAllEndpoint, params, options)
}
