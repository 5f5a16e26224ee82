import { agentSigner, createNonceSource } from '@aster/auth'
import { RejectedError, Secret } from '@aster/core'
import { startTestExchange, testKeys } from '@aster/simulator/testing'
import { describe, expect, it } from 'vitest'

import { createRestClient } from '../client/create-rest-client.ts'
import { ensureMultiAssetsMode } from '../settings/ensure-multi-assets-mode.ts'

const { master, agent } = testKeys

/** An account with 1,000 USDT and half a BTC. */
async function openCase() {
  const account = { usdt: '1000', assets: { BTC: '0.5' }, v3: { user: master.address, signers: [agent.address] } }
  const test = await startTestExchange({ limits: false, accounts: [account] })
  const { exchange, clock } = test
  const client = createRestClient({
    transport: exchange.transport(),
    clock,
    baseUrl: exchange.restUrl,
    signer: agentSigner({
      privateKey: new Secret(agent.privateKey),
      user: master.address,
      nonces: createNonceSource({ clock }),
    }),
  })
  const run = <T>(work: Promise<T>) => clock.runUntil(work)
  const codeOf = (work: Promise<unknown>) =>
    run(
      work.then(
        () => 200,
        (error: unknown) => (error instanceof RejectedError ? error.code : Promise.reject(error)),
      ),
    )
  return { exchange, client, run, codeOf, [Symbol.asyncDispose]: () => test[Symbol.asyncDispose]() }
}

describe('multi-assets mode on the exchange', () => {
  it('is switched on once, whatever it was, and makes other assets margin', async () => {
    await using test = await openCase()
    const { client, run, codeOf } = test
    const order = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.5' } as const
    expect(await codeOf(client.trading.placeOrder(order))).toBe(-2019)
    for (let time = 0; time < 2; time += 1) await run(ensureMultiAssetsMode(client, { multiAssetsMargin: true }))
    expect(await codeOf(client.account.setMultiAssetsMode({ multiAssetsMargin: true }))).toBe(-4052)
    expect(await codeOf(client.trading.placeOrder(order))).toBe(200)
    const account = await run(client.account.getAccount({}))
    expect(Number(account.totalWalletBalance)).toBeGreaterThan(20_000)
    const usdt = account.assets.find(({ asset }) => asset === 'USDT')
    expect(Number(usdt?.walletBalance)).toBeLessThan(1_000)
    const balances = await run(client.account.getBalance())
    expect(balances.find(({ asset }) => asset === 'BTC')).toMatchObject({ balance: '0.5' })
    expect(await codeOf(client.position.setMarginType({ symbol: 'BTCUSDT', marginType: 'ISOLATED' }))).toBe(-4168)
  })

  it('exchanges nothing while nothing is owed, and refuses outside of it', async () => {
    await using test = await openCase()
    const { client, run, codeOf } = test
    expect(await codeOf(client.account.exchangeAssets({}))).toBe(-4212)
    await run(ensureMultiAssetsMode(client, { multiAssetsMargin: true }))
    expect(await run(client.account.exchangeAssets({}))).toBeUndefined()
  })

  it('shows the place in the queue of auto-deleveraging', async () => {
    await using test = await openCase()
    const { client, run } = test
    await run(client.trading.placeOrder({ symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.01' }))
    expect(await run(client.position.getAdlQuantile({ symbol: 'BTCUSDT' }))).toMatchObject([
      { symbol: 'BTCUSDT', adlQuantile: { LONG: 0, SHORT: 0, BOTH: 0 } },
    ])
  })
})
