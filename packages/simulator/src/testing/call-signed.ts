import { type SyncSigner, agentSigner, createNonceSource, encodeParams, hmacSigner } from '@aster/auth'
import { type Clock, Secret } from '@aster/core'

import { testKeys } from './test-keys.ts'

/** Whose signature a call carries; undefined for open calls. */
export type Caller = 'v3' | 'v1' | undefined

/** A request as text, ready for any way of sending it. */
export interface WireRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Signs calls with the public test keys. One nonce source per world, as an agent has in real life. */
export function createWireRequests(clock: Clock) {
  const signers: Readonly<Record<'v3' | 'v1', SyncSigner>> = {
    v3: agentSigner({
      privateKey: new Secret(testKeys.agent.privateKey),
      user: testKeys.master.address,
      network: 'mainnet',
      nonces: createNonceSource({ clock }),
    }),
    v1: hmacSigner({
      apiKey: new Secret(testKeys.v1.apiKey),
      apiSecret: new Secret(testKeys.v1.apiSecret),
      now: () => clock.now(),
    }),
  }
  return (
    method: WireRequest['method'],
    path: string,
    params: Readonly<Record<string, string>> = {},
    caller: Caller = 'v3',
  ): WireRequest => {
    // a nonce of the caller's choice takes the place of the next one
    const { nonce, ...rest } = params
    const pairs = Object.entries(rest)
    if (caller === undefined) return { method, target: withQuery(path, encodeParams(pairs)), headers: {}, body: '' }
    const { query, body, headers } = signers[caller].sign({
      method,
      params: pairs,
      ...(nonce !== undefined && { nonceUs: BigInt(nonce) }),
    })
    return { method, target: withQuery(path, query), headers, body }
  }
}

const withQuery = (path: string, query: string): string => (query === '' ? path : `${path}?${query}`)
