import { endpoints } from '@aster/api'
import { createNonceSource } from '@aster/auth'
import { localWallet } from '@aster/auth/wallet'
import { ParameterError, Secret } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { createTestClient } from '../testing/create-test-client.ts'
import { answer, readParams, type Script } from '../testing/scripted-transport.ts'
import { createWalletClient } from './create-wallet-client.ts'

/** A well-known development key that plays the main wallet; nothing of value belongs to it. */
const masterKey = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80'
const master = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'
const friend = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
const stranger = '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC'

function createCase(script: Script, enable = 'this moves money') {
  const { client, clock, transport } = createTestClient(script)
  const authority = {
    wallet: localWallet({ privateKey: new Secret(masterKey) }),
    nonces: createNonceSource({ clock }),
    network: 'mainnet' as const,
  }
  const create = () =>
    createWalletClient({ client, authority, enable: enable as 'this moves money', addresses: [friend.toLowerCase()] })
  return { client, transport, create }
}

describe('createWalletClient', () => {
  it('has to be enabled', () => {
    expect(() => createCase(() => ({}), 'yes').create()).toThrow(ParameterError)
  })

  it('withdraws to a listed address, signed by the wallet and by the agent', async () => {
    const { transport, create } = createCase(() => answer({ withdrawId: '1', hash: '0x1' }))
    const withdrawal = { chain: 'BSC', asset: 'USDT', amount: '1.5', fee: '0.3' } as const
    await create().withdraw({ ...withdrawal, receiver: friend })
    const [request] = transport.requests
    expect(request?.url).toBe('http://exchange.invalid/fapi/v3/aster/user-withdraw')
    const params = request === undefined ? {} : readParams(request)
    expect(params).toMatchObject({ chainId: '56', amount: '1.5', fee: '0.3', receiver: friend })
    expect(params['userSignature']).toMatch(/^0x[0-9a-f]{130}$/)
    expect(params['signature']).toMatch(/^0x[0-9a-f]{130}$/)
    expect(params['signature']).not.toBe(params['userSignature'])
  })

  it('pays nobody who is not listed', async () => {
    const { transport, create } = createCase(() => answer({}))
    const wallet = create()
    const to = { asset: 'USDT', amount: '1', fee: '0.1' } as const
    await expect(wallet.withdraw({ ...to, chain: 'ETH', receiver: stranger })).rejects.toBeInstanceOf(ParameterError)
    await expect(wallet.withdrawToSolana({ ...to, chainId: 101, receiver: stranger })).rejects.toBeInstanceOf(
      ParameterError,
    )
    await expect(wallet.approveBuilder({ builder: stranger, maxFeeRate: '0.0001' })).rejects.toBeInstanceOf(
      ParameterError,
    )
    await expect(
      wallet.transferSubAccount({ toAccountAddress: stranger, asset: 'USDT', amount: '1', kindType: 'FUTURE_FUTURE' }),
    ).rejects.toBeInstanceOf(ParameterError)
    expect(transport.requests).toHaveLength(0)
  })

  it('has builders approved by the main wallet', async () => {
    const { transport, create } = createCase(() => answer({ code: 200, msg: 'success' }))
    await create().approveBuilder({ builder: friend, maxFeeRate: '0.0001', builderName: 'friend' })
    expect(transport.requests[0]?.body).toMatch(
      new RegExp(
        `^builder=${friend}&maxFeeRate=0\\.0001&builderName=friend&asterChain=Mainnet&user=${master}&nonce=\\d+&signature=0x[0-9a-f]{130}&signatureChainId=56$`,
      ),
    )
  })

  it('is the only way to the calls that move money', async () => {
    const { client, transport } = createCase(() => answer({}))
    const params = { amount: '1', asset: 'USDT', kindType: 'FUTURE_SPOT' } as const
    await expect(client.call(endpoints.transferWallets, params)).rejects.toThrow(/@aster\/rest\/wallet/)
    expect(transport.requests).toHaveLength(0)
  })

  it('names a transfer, so that it cannot happen twice', async () => {
    const { transport, create } = createCase(() => answer({ tranId: 1, status: 'SUCCESS' }))
    await create().transferWallets({ amount: '1', asset: 'USDT', kindType: 'FUTURE_SPOT' })
    expect(transport.requests.map((request) => readParams(request)['clientTranId'])).toEqual([
      expect.stringMatching(/^rest-/),
    ])
  })
})
