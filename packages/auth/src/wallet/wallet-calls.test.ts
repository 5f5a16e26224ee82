import { ParameterError, Secret } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { loadVectors } from '../testdata/load-vectors.ts'
import { localWallet } from './local-wallet.ts'
import { signManagementCall } from './sign-management-call.ts'
import { signRegisterAndApproveAgent } from './sign-register-agent.ts'
import { type SubAccountRequest, signSubAccountCall } from './sign-sub-account-call.ts'
import { buildSubAccountText } from './sub-account-text.ts'

const { keys, eip712Message } = loadVectors()
const createWallet = (role: string) => localWallet({ privateKey: new Secret(keys[role]?.privateKey ?? '') })
const addressOf = (role: string) => keys[role]?.address ?? ''
const [master, child, agent] = ['master', 'child', 'agent'].map(createWallet)
const wireOf = (id: string) => eip712Message.find((vector) => vector.id === id)?.wire
const nonceUs = 1_748_310_859_508_867n

const transfer = { toAccountAddress: addressOf('child'), asset: 'USDT', amount: '10.5', kindType: 'FUTURE_FUTURE' }
const cases: readonly (readonly [
  string,
  Omit<SubAccountRequest, 'wallet' | 'network' | 'nonceUs'> & { role?: string },
])[] = [
  [
    'v3-create-sub-master',
    {
      call: 'createSubAccount',
      values: { subAccountName: 'trading-desk-1', subSourceAddr: addressOf('child'), signer: addressOf('agent') },
      ...(child === undefined ? {} : { childWallet: child }),
    },
  ],
  ['v3-sub-transfer', { call: 'subAccountTransfer', values: transfer }],
  ['v3-sub-transfer-with-signer', { call: 'subAccountTransfer', values: { ...transfer, signer: addressOf('agent') } }],
  [
    'v3-sub-transfer-agent',
    {
      call: 'subAccountTransfer',
      role: 'agent',
      values: {
        ...transfer,
        user: addressOf('master'),
        signer: addressOf('agent'),
        fromAccountAddress: addressOf('builder'),
      },
    },
  ],
  [
    'v3-unicode-space-percent',
    {
      call: 'updateSubAccount',
      values: {
        subSourceAddr: addressOf('child'),
        signer: addressOf('agent'),
        subAccountName: 'desk 1 & co/測試',
      },
    },
  ],
]

describe('signSubAccountCall', () => {
  it.each(cases)('sends %s as its vector does', async (id, { role = 'master', ...request }) => {
    const { body } = await signSubAccountCall({ ...request, wallet: createWallet(role), network: 'mainnet', nonceUs })
    expect(body).toBe(wireOf(id))
  })

  it('puts the list of sub-accounts into the query string', async () => {
    const { query, body } = await signSubAccountCall({
      call: 'getSubAccountList',
      values: { user: addressOf('master'), signer: addressOf('agent') },
      wallet: agent ?? createWallet('agent'),
      network: 'mainnet',
      nonceUs,
    })
    expect(query).toMatch(`nonce=${nonceUs}&user=${addressOf('master')}&signer=${addressOf('agent')}&signature=0x`)
    expect(body).toBe('')
  })
})

describe('buildSubAccountText', () => {
  it('writes a binding in its fixed order', () => {
    const values = { user: 'u', nonce: '1', name: 'desk', childAddress: 'c' }
    expect(buildSubAccountText('bind', values)).toBe('childAddress=c&name=desk&nonce=1&user=u')
  })

  it('names every missing, empty and foreign value at once', () => {
    const attempt = () => buildSubAccountText('bind', { childAddress: '', user: 'u', nonce: '1', amount: '5' })
    expect(attempt).toThrow(ParameterError)
    expect(attempt).toThrow(/childAddress.*name.*amount/)
  })
})

describe('signRegisterAndApproveAgent', () => {
  const request = {
    agentName: 'bot1',
    agentAddress: addressOf('agent'),
    expiresMs: 1_967_945_395_040,
    canSpotTrade: false,
    canPerpTrade: true,
    canWithdraw: false,
    ipWhitelist: '',
    wallet: master ?? createWallet('master'),
    nonceUs,
  }

  it('sends the vector', async () => {
    expect((await signRegisterAndApproveAgent(request)).body).toBe(wireOf('v3-register-and-approve-agent'))
  })

  it('sends the agent code without signing it', async () => {
    const { body } = await signRegisterAndApproveAgent({ ...request, agentCode: 'abc' })
    expect(body.replace('&agentCode=abc', '')).toBe(wireOf('v3-register-and-approve-agent'))
  })
})

describe('signManagementCall', () => {
  it.each(['asterChain', 'user', 'nonce', 'signature', 'signatureChainId'])(
    'refuses %s among the parameters',
    async (name) => {
      const request = { call: 'deleteAgent', network: 'mainnet', nonceUs, wallet: createWallet('master') } as const
      await expect(signManagementCall({ ...request, params: [[name, 'x']] })).rejects.toThrow('is added by the signer')
    },
  )
})
