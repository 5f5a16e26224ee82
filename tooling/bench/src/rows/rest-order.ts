import { cutSignature, type SyncSigner, verifyMessage } from '@aster/auth'
import type { Clock, Secret } from '@aster/core'
import { createRestClient, createUndiciTransport, type RestClient } from '@aster/rest'
import { Pool } from 'undici'

import type { Benchmark, BenchContext, Row } from '../benchmark.ts'
import { compare } from '../measure/compare.ts'
import { roundFigure } from '../measure/create-duration-row.ts'
import { createRateRow } from '../measure/create-rate-row.ts'
import { runInFlight } from '../measure/run-in-flight.ts'
import { createBareSigner } from '../peers/create-bare-signer.ts'
import { loadNativeCurve } from '../peers/load-native-curve.ts'
import { startPlainOrderServer } from '../servers/start-plain-order-server.ts'
import { createSampleSigner, orderParams, sampleUser } from './sample-order.ts'
import { createUnlimitedBudgets } from './unlimited-budgets.ts'

const target = 0.85

const order = {
  symbol: 'BTCUSDT',
  side: 'BUY',
  type: 'LIMIT',
  timeInForce: 'GTX',
  quantity: '0.001',
  price: '60000.1',
  newClientOrderId: 'bench-1234567-1',
  newOrderRespType: 'ACK',
} as const

/** A signed order call on loopback, one after the other: ours against undici with a body signed by the bare libraries. */
export const placeOneAtATime: Benchmark = (name, context) => measureOrders(name, context, 1)

/** The same with fifty in flight on fifty sockets. */
export const placeFiftyInFlight: Benchmark = (name, context) => measureOrders(name, context, 50)

async function measureOrders(name: string, context: BenchContext, inFlight: number): Promise<Row> {
  const { signer, privateKey } = await createSampleSigner(context.clock, context.engine)
  const server = await startPlainOrderServer()
  const transport = createUndiciTransport({ clock: context.clock, connections: inFlight })
  const pool = new Pool(server.url, { connections: inFlight })
  try {
    const client = createUnlimitedClient(server.url, context.clock, transport, signer)
    const place = (times: number) => runInFlight(times, inFlight, () => client.trading.placeOrder(order))
    const facts = { name, peerName: 'undici + bare keccak + secp256k1', target, engine: signer.engine }
    const placeBare = await createBareCall(pool, context.clock, signer.address, privateKey)
    const roundMs = 100
    if (placeBare === undefined) {
      context.note(`${name}: the native library does not load on this machine, so there is nothing to compare with`)
      const { oursUs } = await compare(place, place, context, { roundMs })
      const ours = roundFigure(1_000_000 / oursUs)
      return { ...facts, ours, peer: null, ratio: null, unit: '/s', better: 'higher', ok: false }
    }
    const placePeer = (times: number) => runInFlight(times, inFlight, placeBare)
    return createRateRow(facts, await compare(place, placePeer, context, { roundMs }))
  } finally {
    await Promise.all([transport.close(), pool.destroy()])
    await server.close()
  }
}

/** A client as programs use it, with budgets that the benchmark does not reach. */
function createUnlimitedClient(
  baseUrl: string,
  clock: Clock,
  transport: ReturnType<typeof createUndiciTransport>,
  signer: SyncSigner,
): RestClient {
  const budgets = createUnlimitedBudgets(clock, baseUrl)
  return createRestClient({ transport, clock, baseUrl, signer, budgets })
}

async function createBareCall(
  pool: Pool,
  clock: Clock,
  address: string,
  privateKey: Secret,
): Promise<(() => Promise<unknown>) | undefined> {
  const curve = loadNativeCurve()
  if (curve === undefined) return undefined
  const sign = await createBareSigner(curve, privateKey)
  const business = orderParams.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')
  const signNext = () => sign(`${business}&nonce=${clock.nowUs()}&user=${sampleUser}&signer=${address}`)
  const { text, signature = '' } = cutSignature(signNext())
  if (verifyMessage({ text, signature, chainId: 1666, address }) === undefined) {
    throw new Error('the bare libraries sign something else than expected; the comparison would mean nothing')
  }
  const headers = { 'user-agent': 'bench', 'content-type': 'application/x-www-form-urlencoded' }
  return async () => {
    const { body } = await pool.request({ path: '/fapi/v3/order', method: 'POST', headers, body: signNext() })
    return body.json()
  }
}
