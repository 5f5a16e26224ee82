import { createNonceSource } from '@aster/auth'
import { localWallet } from '@aster/auth/wallet'
import { OutcomeUnknownError } from '@aster/core'
import { Secret } from '@aster/core'
import { startTestExchange, testKeys } from '@aster/simulator/testing'
import { describe, expect, it } from 'vitest'

import { createTestClient, testStartMs } from '../testing/create-test-client.ts'
import { createSignedClient } from '../testing/describe-client.ts'
import { answer, refusal } from '../testing/scripted-transport.ts'
import { createWalletClient } from './create-wallet-client.ts'
import { settleTransfer } from './settle-transfer.ts'

const transfer = { asset: 'USDT', amount: '12.5', kindType: 'FUTURE_SPOT' } as const
const windowMs = 10_000

/** A transfer that loses its answer in this way, and its settlement. */
async function loseTransfer(kind: 'acceptThenError' | 'acceptThenDrop' | 'dropBeforeAccept') {
  const test = await startTestExchange({ nonceWindowMs: windowMs, limits: false })
  const { exchange, clock } = test
  exchange.faults.load({ rules: [{ match: { endpoint: 'transferWallets' }, action: { kind }, times: 1 }] })
  const world = { keys: testKeys, transport: exchange.transport({ latencyMs: 20 }), clock, baseUrl: exchange.restUrl }
  const client = createSignedClient(world, 'v3')
  const authority = {
    wallet: localWallet({ privateKey: new Secret(testKeys.master.privateKey) }),
    nonces: createNonceSource({ clock }),
    network: 'mainnet' as const,
  }
  const wallet = createWalletClient({ client, authority, enable: 'this moves money', addresses: [] })
  const sentAtMs = clock.now()
  const lost = await clock.runUntil(wallet.transferWallets(transfer).catch((reason: unknown) => reason))
  if (!(lost instanceof OutcomeUnknownError)) throw new Error('an answer came', { cause: lost })
  const settle = (options = {}) =>
    clock.runUntil(settleTransfer(client, { ...transfer, nonceUs: lost.nonce, sentAtMs }, { windowMs, ...options }))
  return { settle, wallet, clock, close: () => test[Symbol.asyncDispose]() }
}

describe('settleTransfer', () => {
  it.each(['acceptThenError', 'acceptThenDrop'] as const)('finds it in the history, %s', async (kind) => {
    const { settle, close } = await loseTransfer(kind)
    await expect(settle()).resolves.toMatchObject({ outcome: 'done', tranId: expect.stringMatching(/^\d+$/) })
    await close()
  })

  it('says absent when the noop won', async () => {
    const { settle, close } = await loseTransfer('dropBeforeAccept')
    await expect(settle()).resolves.toEqual({ outcome: 'absent' })
    await close()
  })

  it('says unknown when another transfer looks the same', async () => {
    const { settle, wallet, clock, close } = await loseTransfer('acceptThenDrop')
    const { tranId } = await clock.runUntil(wallet.transferWallets(transfer))
    await expect(settle()).resolves.toEqual({ outcome: 'unknown' })
    expect(tranId).toMatch(/^\d+$/)
    await close()
  })

  it('leaves out transfers that are known already', async () => {
    const row = { symbol: '', incomeType: 'TRANSFER', income: '-12.5', asset: 'USDT', info: '', time: testStartMs }
    const { client, clock } = createTestClient(({ url }) => {
      if (url.includes('/income'))
        return answer([
          { ...row, tranId: 1 },
          { ...row, tranId: 2 },
          { ...row, income: '12.5', tranId: 3 },
        ])
      return url.includes('/noop') ? refusal(-4225, 'Nonce Expired') : answer({ serverTime: testStartMs })
    })
    const lost = { ...transfer, nonceUs: BigInt(testStartMs) * 1_000n, sentAtMs: testStartMs, knownTransferIds: ['1'] }
    await expect(clock.runUntil(settleTransfer(client, lost))).resolves.toMatchObject({ outcome: 'done', tranId: '2' })
  })

  it('never says absent because a history is empty', async () => {
    const { client, clock } = createTestClient(({ url }) =>
      url.includes('/income') ? answer([]) : url.includes('/noop') ? refusal(-4225, 'Nonce Expired') : { status: 503 },
    )
    const lost = { ...transfer, nonceUs: BigInt(testStartMs) * 1_000n, sentAtMs: testStartMs }
    await expect(clock.runUntil(settleTransfer(client, lost))).resolves.toEqual({ outcome: 'unknown' })
  })
})
