import { multiAssetsModeEndpoint, type ParamsOf, setMultiAssetsModeEndpoint } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'
import { type EnsuredSetting, ensureSetting } from './ensure-setting.ts'

/**
 * Lets all assets margin each other (`multiAssetsMargin`), or not, whatever it was. -4052 (it is so already) is success;
 * the mode is read before this is believed.
 *
 * Weight 31, and 30 per query more when queries lag.
 *
 * @throws {RejectedError} The exchange said no: it stays as it is.
 * @throws {OutcomeUnknownError} No answer, and queries show the other mode. Safe to repeat.
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RateLimitError} A budget is spent.
 * @throws {TransportError} It certainly never left, or could not be read.
 * @example
 * await ensureMultiAssetsMode(client, { multiAssetsMargin: false })
 */
export function ensureMultiAssetsMode(
  client: Pick<RestClient, 'call' | 'clock'>,
  params: ParamsOf<typeof setMultiAssetsModeEndpoint>,
  options: CallOptions = {},
): Promise<EnsuredSetting> {
  return ensureSetting(
    client,
    {
      operation: setMultiAssetsModeEndpoint.name,
      set: () => client.call(setMultiAssetsModeEndpoint, params, options),
      async read() {
        const { multiAssetsMargin } = await client.call(multiAssetsModeEndpoint, {}, options)
        return {
          value: multiAssetsMargin ? 'multi-assets mode' : 'single-asset mode',
          isAsWanted: String(multiAssetsMargin) === String(params.multiAssetsMargin),
        }
      },
    },
    options,
  )
}
