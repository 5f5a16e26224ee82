import { type ParamsOf, positionRiskEndpoint, setMarginTypeEndpoint } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'
import { type EnsuredSetting, ensureSetting } from './ensure-setting.ts'

/**
 * Makes the margin of a symbol cross or isolated, whatever it was. -4046 (it is so already) is success; the position is
 * read before this is believed.
 *
 * Weight 6, and 5 per query more when queries lag.
 *
 * @throws {RejectedError} -4047 open orders, -4048 a position, -4168 multi-assets mode: it stays as it is.
 * @throws {OutcomeUnknownError} No answer, and queries show another value. Safe to repeat.
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RateLimitError} A budget is spent.
 * @throws {TransportError} It certainly never left, or could not be read.
 * @example
 * await ensureMarginType(client, { symbol: 'BTCUSDT', marginType: 'ISOLATED' })
 */
export function ensureMarginType(
  client: Pick<RestClient, 'call' | 'clock'>,
  params: ParamsOf<typeof setMarginTypeEndpoint>,
  options: CallOptions = {},
): Promise<EnsuredSetting> {
  const { symbol, marginType } = params
  const wanted = marginType === 'ISOLATED' ? 'isolated' : 'cross'
  return ensureSetting(
    client,
    {
      operation: setMarginTypeEndpoint.name,
      set: () => client.call(setMarginTypeEndpoint, params, options),
      async read() {
        const rows = await client.call(positionRiskEndpoint, { symbol }, options)
        const types = rows.map((row) => normalizeMarginType(row.marginType))
        return {
          value: types.join(' and ') || 'no position',
          isAsWanted: types.length > 0 && types.every((type) => type === wanted),
        }
      },
    },
    options,
  )
}

/** `cross` here and `CROSSED` there are the same. */
const normalizeMarginType = (type: string): string => type.toLowerCase().replace(/^crossed$/, 'cross')
