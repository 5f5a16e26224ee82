import { createNonceSource, externalSigner } from '@aster/auth'
import { localWallet } from '@aster/auth/wallet'
import { createVirtualClock, OutcomeUnknownError, Secret, sleep, TransportError } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { echoOrder, testPrivateKey, testStartMs } from '../testing/create-test-client.ts'
import { createScriptedTransport } from '../testing/scripted-transport.ts'
import { createRestClient } from './create-rest-client.ts'

const market = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '1' } as const
const stepMs = 10

/** A placement that takes a step to be signed, a step to be written down and a step to be answered. */
async function giveUpAfter(giveUpMs: number) {
  const clock = createVirtualClock({ startMs: testStartMs })
  const transport = createScriptedTransport(async (request, index) => {
    await sleep(clock, stepMs)
    return echoOrder(request, index)
  })
  const wallet = localWallet({ privateKey: new Secret(testPrivateKey) })
  const signer = externalSigner({
    address: wallet.address,
    nonces: createNonceSource({ clock }),
    sign: async (payload) => {
      await sleep(clock, stepMs)
      return wallet.sign(payload)
    },
  })
  const client = createRestClient({ transport, clock, baseUrl: 'http://exchange.invalid', signer })
  const controller = new AbortController()
  clock.schedule(giveUpMs, () => controller.abort())
  const onSigned = () => sleep(clock, stepMs)
  const placed = client.trading.placeOrder(market, { signal: controller.signal, onSigned })
  const outcome: unknown = await clock.runUntil(placed.catch((error: unknown) => error))
  return { outcome, sent: transport.requests.length, budgets: client.budgets() }
}

describe('a write that the caller gives up', () => {
  it('is not sent any more, whatever it was waiting for: before, while and after it is signed', async () => {
    for (const giveUpMs of [0, 1, stepMs - 1, stepMs, stepMs + 1, 2 * stepMs - 1]) {
      const { outcome, sent, budgets } = await giveUpAfter(giveUpMs)
      expect(outcome).toBeInstanceOf(TransportError)
      expect(sent).toBe(0)
      expect(Object.values(budgets.signedInFlight)).toEqual([0])
      const orders = Object.values(budgets.orders).flatMap(({ windows }) => windows.map(({ used }) => used))
      expect(orders).toEqual([0, 0])
    }
  })

  it('never ends as certainly unsent once it was handed over', async () => {
    const { outcome, sent } = await giveUpAfter(2 * stepMs + 1)
    expect(sent).toBe(1)
    expect(outcome instanceof TransportError).toBe(false)
    expect(outcome instanceof OutcomeUnknownError || typeof outcome === 'object').toBe(true)
  })
})
