import { verifyHmac } from '@aster/auth'
import type { Clock } from '@aster/core'

import { refuse } from '../http/api-refusal.ts'
import type { AccountRegistry } from './account-registry.ts'
import type { AccessCheck, Caller } from './caller.ts'

const defaultRecvWindowMs = 5000
const maxRecvWindowMs = 60_000
/** How far ahead of the exchange a timestamp may be. */
const maxAheadMs = 1000

export interface V1Options {
  readonly clock: Clock
  readonly registry: AccountRegistry
}

/**
 * Checks a V1 call: the key header alone for market data and user streams, key and HMAC for all that is signed.
 *
 * @throws {ApiRefusal} -2014 without a key, -2015 for an unknown one, -1102 and -1021 for the timestamp, -1022 for the
 * signature.
 */
export function authenticateV1({ clock, registry }: V1Options, check: AccessCheck): Caller {
  const apiKey = check.headers['x-mbx-apikey']
  if (apiKey === undefined || apiKey === '') throw refuse(-2014)
  const entry = registry.findApiKey(apiKey)
  if (entry === undefined) throw refuse(-2015)
  const caller: Caller = { accountId: entry.accountId, version: 'v1', nonceUs: undefined, signer: undefined }
  if (check.access === 'marketData' || check.access === 'userStream') return caller

  checkTimestamp(clock.now(), check.params['timestamp'], check.params['recvWindow'])
  if (check.params['signature'] === undefined) throw refuse(-1102, mandatory('signature'))
  if (!verifyHmac({ query: check.query, body: check.body, secret: entry.apiSecret.reveal() })) throw refuse(-1022)
  return caller
}

function checkTimestamp(serverTime: number, timestampText: string | undefined, windowText: string | undefined): void {
  if (timestampText === undefined || !/^\d{1,16}$/.test(timestampText)) throw refuse(-1102, mandatory('timestamp'))
  if (windowText !== undefined && !/^\d{1,9}$/.test(windowText)) {
    throw refuse(-1100, "Illegal characters found in parameter 'recvWindow'; legal range is '^[0-9]{1,20}$'.")
  }
  const recvWindow = windowText === undefined ? defaultRecvWindowMs : Number(windowText)
  if (recvWindow > maxRecvWindowMs) throw refuse(-1130, "Parameter 'recvWindow' must be no more than 60000.")
  const timestamp = Number(timestampText)
  if (timestamp >= serverTime + maxAheadMs) {
    throw refuse(-1021, "Timestamp for this request was 1000ms ahead of the server's time.")
  }
  if (serverTime - timestamp > recvWindow) throw refuse(-1021)
}

const mandatory = (name: string) => `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`
