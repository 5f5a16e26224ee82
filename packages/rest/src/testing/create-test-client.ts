import { agentSigner, createNonceSource, hmacSigner } from '@aster/auth'
import { createSeededRandom, createVirtualClock, Secret, type VirtualClock } from '@aster/core'

import { createRestClient } from '../client/create-rest-client.ts'
import type { RestClient, RestClientOptions } from '../client/rest-client.ts'
import {
  answer,
  createScriptedTransport,
  readParams,
  type Script,
  type ScriptedTransport,
} from './scripted-transport.ts'

/** A well-known test key of the documentation; nothing of value belongs to it. */
export const testPrivateKey = '0x4fd0a42218f3eae43a6ce26d22544e986139a01e5b34a62db53757ffca81bae1'
export const testApiKey = 'dbefbc809e3e83c283a984c3a1459732ea7db1360ca80c5c2c8867408d28cc83'
export const testApiSecret = '2b5eb11e18796d12d88f13dc27dbbd02c2cc51ff7059765ed9821957d82bb4d9'

export const testStartMs = 1_790_000_000_000

export interface TestClient {
  readonly client: RestClient
  readonly transport: ScriptedTransport
  readonly clock: VirtualClock
}

/** A signed client under a virtual clock whose exchange is a script. */
export function createTestClient(
  script: Script,
  options: Partial<RestClientOptions> & { readonly version?: 'v3' | 'v1' | 'none' } = {},
): TestClient {
  const { version = 'v3', ...rest } = options
  const clock = createVirtualClock({ startMs: testStartMs })
  const transport = createScriptedTransport(script)
  const signer =
    version === 'v3'
      ? agentSigner({ privateKey: new Secret(testPrivateKey), nonces: createNonceSource({ clock }), engine: 'js' })
      : version === 'v1'
        ? hmacSigner({ apiKey: new Secret(testApiKey), apiSecret: new Secret(testApiSecret), now: () => clock.now() })
        : undefined
  const random = createSeededRandom('rest')
  const client = createRestClient({ transport, clock, baseUrl: 'http://exchange.invalid', signer, random, ...rest })
  return { client, transport, clock }
}

/** An order as the exchange answers it. */
export const orderAnswer = (fields: Record<string, unknown> = {}): Record<string, unknown> => ({
  orderId: 22_542_179,
  symbol: 'BTCUSDT',
  status: 'NEW',
  clientOrderId: 'test-1-1',
  price: '60000',
  avgPrice: '0.00000',
  origQty: '0.010',
  executedQty: '0',
  cumQty: '0',
  cumQuote: '0',
  timeInForce: 'GTC',
  type: 'LIMIT',
  origType: 'LIMIT',
  reduceOnly: false,
  closePosition: false,
  side: 'BUY',
  positionSide: 'BOTH',
  stopPrice: '0',
  workingType: 'CONTRACT_PRICE',
  priceProtect: false,
  updateTime: testStartMs,
  ...fields,
})

/** An exchange that takes every order and names it, as the real one does, by what the request named it. */
export const echoOrder: Script = (request) => {
  const { symbol, orderId, newClientOrderId, origClientOrderId, orderIdList, origClientOrderIdList } =
    readParams(request)
  const list = orderIdList ?? origClientOrderIdList
  if (list !== undefined) {
    const ids = list.replace(/[[\]"]/g, '').split(',')
    const field = orderIdList === undefined ? 'clientOrderId' : 'orderId'
    return answer(ids.map((id) => orderAnswer({ symbol, [field]: id })))
  }
  const named = { symbol, orderId, clientOrderId: newClientOrderId ?? origClientOrderId }
  return answer(orderAnswer(Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined))))
}
