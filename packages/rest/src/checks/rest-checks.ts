import type { RestClient } from '../client/rest-client.ts'
import { checkBuilders, checkFees, checkPermissions, checkPositionMode } from './check-account.ts'
import { checkClock, checkLatency, checkReachable } from './check-connection.ts'
import { checkKey } from './check-key.ts'
import type { RestCheck } from './check-result.ts'

export interface RestCheckOptions {
  /** Whose fees are asked for; BTCUSDT by default. */
  readonly symbol?: string | undefined
  /** What the program is written for; when absent the mode is only told. */
  readonly positionMode?: 'oneWay' | 'hedge' | undefined
}

/**
 * What can be asked about connection, key and account before trading: reachable, clock, latency; with a signer the key
 * (approved, expiry, rights), permissions, position mode, fees, and with V3 the builders. They only read. Weight 67 in
 * all.
 *
 * @example
 * for (const check of restChecks(client)) console.log(await check.run())
 */
export function restChecks(client: RestClient, options: RestCheckOptions = {}): readonly RestCheck[] {
  const { symbol = 'BTCUSDT', positionMode } = options
  const open = [checkReachable(client), checkClock(client), checkLatency(client)]
  if (client.signer === undefined) return open
  const account = [
    checkKey(client),
    checkPermissions(client),
    checkPositionMode(client, positionMode),
    checkFees(client, symbol),
  ]
  return client.apiVersion === 'v3' ? [...open, ...account, checkBuilders(client)] : [...open, ...account]
}
