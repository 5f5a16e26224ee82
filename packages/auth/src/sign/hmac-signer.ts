import { createHmac } from 'node:crypto'

import { ParameterError, type Secret } from '@aster/core'

import { assertClockSure } from '../clock-unsure-error.ts'
import { encodeParams } from '../encode-params.ts'
import { createSignedRequest, hideHeaders } from './signed-request.ts'
import type { SyncSigner, UnsignedRequest } from './signer.ts'

export interface HmacSignerOptions {
  readonly apiKey: Secret
  readonly apiSecret: Secret
  /** Exchange time in milliseconds: the local clock plus the measured offset. */
  readonly now: () => number
  /** How wrong the clock offset may be, in milliseconds. Nothing is signed above 5000. */
  readonly clockUncertaintyMs?: (() => number) | undefined
}

/**
 * Signs V1 requests with an API key and its secret (HMAC-SHA256). GET and DELETE go into the query string, POST and PUT
 * into a form body. New keys of this kind have not been issued since 25 March 2026.
 *
 * @throws {ParameterError} A key is empty or has characters that no key has; neither is repeated.
 */
export function hmacSigner(options: HmacSignerOptions): SyncSigner {
  const { now, clockUncertaintyMs } = options
  const violations = (['apiKey', 'apiSecret'] as const)
    .filter((field) => !/^[!-~]+$/.test(options[field].reveal()))
    .map((field) => ({
      field,
      rule: 'apiKey',
      value: 'hidden',
      message: 'must be printable characters without spaces',
    }))
  if (violations.length > 0) throw new ParameterError('hmacSigner', violations)
  const secret = options.apiSecret
  const keyHeaders = hideHeaders({ 'X-MBX-APIKEY': options.apiKey.reveal() })
  return {
    apiVersion: 'v1',
    address: 'v1',
    user: undefined,
    engine: 'hmac',
    keyHeaders,
    sign(request) {
      assertClockSure(clockUncertaintyMs)
      const timestampMs = now()
      const text = buildHmacText(request, timestampMs)
      const signature = createHmac('sha256', secret.reveal()).update(text).digest('hex')
      const place = request.method === 'GET' || request.method === 'DELETE' ? 'query' : 'body'
      return createSignedRequest(place, `${text}&signature=${signature}`, { keyHeaders, timestampMs })
    },
  }
}

function buildHmacText({ params, recvWindowMs }: UnsignedRequest, timestampMs: number): string {
  for (const [name] of params) {
    if (name === 'timestamp' || name === 'recvWindow' || name === 'signature') {
      throw new ParameterError('sign', [
        { field: name, rule: 'signedFields', value: 'hidden', message: 'is added by the signer' },
      ])
    }
  }
  if (recvWindowMs !== undefined && !(Number.isInteger(recvWindowMs) && recvWindowMs > 0 && recvWindowMs <= 60_000)) {
    const message = 'must be a whole number from 1 to 60000'
    throw new ParameterError('sign', [
      { field: 'recvWindow', rule: 'recvWindow', value: String(recvWindowMs), message },
    ])
  }
  const business = encodeParams(params)
  const tail = `${recvWindowMs === undefined ? '' : `recvWindow=${recvWindowMs}&`}timestamp=${timestampMs}`
  return business === '' ? tail : `${business}&${tail}`
}
