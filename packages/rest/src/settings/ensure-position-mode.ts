import { type ParamsOf, positionModeEndpoint, setPositionModeEndpoint } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'
import { type EnsuredSetting, ensureSetting } from './ensure-setting.ts'

/**
 * Puts the account into hedge mode (`dualSidePosition`) or one-way mode, whatever it was in: one setting for all
 * symbols. -4059 (it is so already) is success; the mode is read before this is believed.
 *
 * Weight 31, and 30 per query more when queries lag.
 *
 * @throws {RejectedError} -4067 open orders, -4068 a position: it stays as it is.
 * @throws {OutcomeUnknownError} No answer, and queries show the other mode. Safe to repeat.
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RateLimitError} A budget is spent.
 * @throws {TransportError} It certainly never left, or could not be read.
 * @example
 * await ensurePositionMode(client, { dualSidePosition: false })
 */
export function ensurePositionMode(
  client: Pick<RestClient, 'call' | 'clock'>,
  params: ParamsOf<typeof setPositionModeEndpoint>,
  options: CallOptions = {},
): Promise<EnsuredSetting> {
  return ensureSetting(
    client,
    {
      operation: setPositionModeEndpoint.name,
      set: () => client.call(setPositionModeEndpoint, params, options),
      async read() {
        const { dualSidePosition } = await client.call(positionModeEndpoint, {}, options)
        return {
          value: dualSidePosition ? 'hedge mode' : 'one-way mode',
          isAsWanted: String(dualSidePosition) === String(params.dualSidePosition),
        }
      },
    },
    options,
  )
}
