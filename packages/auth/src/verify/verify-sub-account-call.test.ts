import { Secret } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { localWallet } from '../wallet/local-wallet.ts'
import { signSubAccountCall } from '../wallet/sign-sub-account-call.ts'
import { signWithdrawal, type Withdrawal } from '../wallet/sign-withdrawal.ts'
import { verifySubAccountCall } from './verify-sub-account-call.ts'
import { verifyWithdrawal } from './verify-withdrawal.ts'

// well-known development keys
const master = localWallet({
  privateKey: new Secret('0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80'),
})
const child = localWallet({
  privateKey: new Secret('0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d'),
})
const parties = { wallet: master, childWallet: child, network: 'mainnet', nonceUs: 1_748_310_859_508_867n } as const

const bind = () =>
  signSubAccountCall({ call: 'bind', values: { childAddress: child.address, name: 'my second' }, ...parties })

describe('verifySubAccountCall', () => {
  it('wants the signatures of the child and of the master', async () => {
    const { body } = await bind()
    expect(verifySubAccountCall('bind', body, master.address)).toBe(true)
    expect(verifySubAccountCall('bind', body, child.address)).toBe(false)
  })

  it('puts the text together in the order of the call, whatever the order on the wire', async () => {
    const { body } = await bind()
    const pairs = body.split('&')
    expect(verifySubAccountCall('bind', pairs.toReversed().join('&'), master.address)).toBe(true)
    expect(verifySubAccountCall('bind', `note=1&${body}`, master.address)).toBe(true)
  })

  it.each([
    ['another name', 'name=my', 'name=our'],
    ['another child', `childAddress=${child.address}`, `childAddress=${master.address}`],
    ['no signature of the child', 'childSignature=', 'sign='],
    ['no signature of the master', '&signature=', '&sign='],
  ])('refuses %s', async (_, from, to) => {
    const { body } = await bind()
    expect(body).toContain(from)
    expect(verifySubAccountCall('bind', body.replace(from, to), master.address)).toBe(false)
  })

  it('checks a transfer by whoever should have signed it', async () => {
    const values = { toAccountAddress: child.address, asset: 'USDT', amount: '10.5', kindType: 'FUTURE_FUTURE' }
    const { network, nonceUs } = parties
    const signed = await signSubAccountCall({ call: 'subAccountTransfer', values, wallet: master, network, nonceUs })
    expect(verifySubAccountCall('subAccountTransfer', signed.body, master.address)).toBe(true)
    const more = signed.body.replace('amount=10.5', 'amount=1000.5')
    expect(verifySubAccountCall('subAccountTransfer', more, master.address)).toBe(false)
  })
})

describe('verifyWithdrawal', () => {
  const withdrawal: Withdrawal = {
    destination: child.address,
    destinationChain: 'BSC',
    token: 'USDT',
    amount: '31',
    fee: '0.3',
    nonceUs: parties.nonceUs,
    network: 'mainnet',
  }

  it('wants the signature of the wallet over these very amounts', async () => {
    const signature = await signWithdrawal(withdrawal, master)
    expect(verifyWithdrawal(withdrawal, signature, master.address)).toBe(true)
    expect(verifyWithdrawal(withdrawal, signature, child.address)).toBe(false)
    expect(verifyWithdrawal({ ...withdrawal, amount: '3100' }, signature, master.address)).toBe(false)
    expect(verifyWithdrawal({ ...withdrawal, destination: master.address }, signature, master.address)).toBe(false)
    expect(verifyWithdrawal({ ...withdrawal, destinationChain: 'ETH' }, signature, master.address)).toBe(false)
    expect(verifyWithdrawal(withdrawal, 'nonsense', master.address)).toBe(false)
  })
})
