import type { Clock } from '@aster/core'

import type { ExchangeInfo } from './exchange-info.ts'

/**
 * What a futures client asks of the spot host next door, by method and path. Clients of both markets read its
 * `exchangeInfo` before anything else, and go no further without an answer. No spot symbol is traded here, and it says so.
 */
export function createNeighbourPages(
  clock: Clock,
  info: Pick<ExchangeInfo, 'assets'>,
): Readonly<Record<string, () => unknown>> {
  const exchangeInfo = () => ({
    timezone: 'UTC',
    serverTime: clock.now(),
    rateLimits: [],
    exchangeFilters: [],
    assets: info.assets.map(({ asset }) => ({ asset })),
    symbols: [],
  })
  return Object.fromEntries(
    ['v1', 'v3'].flatMap((version) => [
      [`GET /api/${version}/ping`, () => ({})],
      [`GET /api/${version}/time`, () => ({ serverTime: clock.now() })],
      [`GET /api/${version}/exchangeInfo`, exchangeInfo],
    ]),
  )
}
