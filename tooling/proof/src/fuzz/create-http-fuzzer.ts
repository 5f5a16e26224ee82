import { endpoints } from '@aster/api'
import { agentSigner, createNonceSource, encodeParams, hmacSigner, type SyncSigner } from '@aster/auth'
import { type Clock, type Random, Secret } from '@aster/core'
import { testKeys } from '@aster/simulator/testing'
import { Pool } from 'undici'

import { victimMarks } from './fuzz-target.ts'
import { drawParams, drawText } from './fuzz-values.ts'

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

export interface HttpFuzzer {
  /** Sends one drawn request and gives its answer; `undefined` when the connection was cut. */
  send(random: Random): Promise<{ readonly status: number; readonly body: string } | undefined>
  close(): Promise<void>
}

const routes = Object.values(endpoints).flatMap(({ method, path }) =>
  Object.values(path).map((text) => ({ method: method as Method, path: text })),
)

/** Draws requests to known and unknown paths, signed rightly, wrongly or not at all. */
export function createHttpFuzzer(
  restUrl: string,
  options: { readonly clock: Clock; readonly foreign: readonly string[]; readonly asVictim: boolean },
): HttpFuzzer {
  const { clock, foreign } = options
  const pool = new Pool(restUrl, { connections: 32 })
  const { apiKey, apiSecret } = options.asVictim ? victimMarks : testKeys.v1
  const nonces = createNonceSource({ clock })
  const v3 = agentSigner({
    privateKey: new Secret(testKeys.agent.privateKey),
    user: testKeys.master.address,
    network: 'mainnet',
    nonces,
  })
  const v1 = hmacSigner({ apiKey: new Secret(apiKey), apiSecret: new Secret(apiSecret), now: () => clock.now() })
  const sign = (signer: SyncSigner, method: Method, params: Readonly<Record<string, string>>) => {
    const own = Object.entries(params).filter(([name]) => !reserved.has(name))
    return signer.sign({ method, params: own.map(([name, value]) => [name, toWellFormed(value)] as const) })
  }

  const draw = (random: Random) => {
    const route = routes[random.nextInt(routes.length)] ?? { method: 'GET', path: '/' }
    const isStrange = random.nextInt(25) === 0
    const path = isStrange ? `/fapi/${encodeURIComponent(toWellFormed(drawText(random, 12)))}` : route.path
    const method: Method = isStrange
      ? ((['GET', 'POST', 'PUT', 'DELETE'] as const)[random.nextInt(4)] ?? 'GET')
      : route.method
    const params = drawParams(random, foreign)
    const dice = random.nextInt(10)
    if (dice < 7) {
      const { query, body, headers } = sign(path.includes('/v3/') ? v3 : v1, method, params)
      const spoilt = random.nextInt(12) === 0 ? query.slice(0, random.nextInt(query.length + 1)) : query
      return { method, path: spoilt === '' ? path : `${path}?${spoilt}`, headers: { ...headers }, body }
    }
    const text = encodeParams(Object.entries(params).map(([name, value]) => [name, toWellFormed(value)] as const))
    const inBody = method !== 'GET' && dice < 9
    const headers = {
      'content-type': ['application/json', 'text/plain', 'application/x-www-form-urlencoded'][random.nextInt(3)] ?? '',
    }
    return { method, path: inBody ? path : `${path}?${text}`, headers, body: inBody ? text : '' }
  }

  return {
    async send(random) {
      const { body, ...request } = draw(random)
      try {
        const answer = await pool.request({ ...request, ...(body !== '' && { body }) })
        return { status: answer.statusCode, body: await answer.body.text() }
      } catch {
        return undefined
      }
    },
    close: () => pool.destroy(),
  }
}

/** What a signer adds by itself. */
const reserved = new Set(['nonce', 'signature', 'timestamp', 'recvWindow', 'user', 'signer'])
/** Lone surrogates have no bytes. */
const toWellFormed = (text: string): string => text.toWellFormed()
