import { ParameterError, Secret } from '@aster/core'
import { Wallet as EthersWallet } from 'ethers'
import { describe, expect, it } from 'vitest'

import { loadVectors } from '../testdata/load-vectors.ts'
import { localWallet } from '../wallet/local-wallet.ts'
import type { SignPayload } from '../wallet/wallet.ts'
import { agentSigner } from './agent-signer.ts'
import { externalSigner } from './external-signer.ts'

const { keys } = loadVectors()
const privateKey = keys['agent']?.privateKey ?? ''
const address = keys['agent']?.address ?? ''
const nonces = { next: () => 1_748_310_859_508_867n, last: undefined }
const request = { method: 'POST', params: [['newClientOrderId', 'g.1:/a_B-9']] } as const
const local = agentSigner({ privateKey: new Secret(privateKey), nonces }).sign(request)

describe('externalSigner', () => {
  it('sends what agentSigner sends, whatever spelling the key holder answers in', async () => {
    const wallet = localWallet({ privateKey: new Secret(privateKey) })
    const signature = String(await wallet.sign(await capturePayload()))
    const v = Number.parseInt(signature.slice(-2), 16)
    const spellings = [
      signature,
      signature.slice(2).toUpperCase(),
      `${signature.slice(0, -2)}${(v - 27).toString().padStart(2, '0')}`,
    ]
    for (const spelling of spellings) {
      const signer = externalSigner({ address, nonces, sign: () => Promise.resolve(spelling) })
      expect((await signer.sign(request)).body).toBe(local.body)
    }
  })

  it('hands out typed data that a wallet library signs to the same bytes', async () => {
    const wallet = new EthersWallet(privateKey)
    const sign = ({ typedData: { domain, types, message } }: SignPayload) =>
      wallet.signTypedData(domain, Object.fromEntries(Object.entries(types).map(([k, v]) => [k, [...v]])), message)
    const signer = externalSigner({ address, nonces, sign })
    expect((await signer.sign(request)).body).toBe(local.body)
    expect(signer.engine).toBe('external')
  })

  it('refuses an answer that belongs to another address', async () => {
    const wallet = localWallet({ privateKey: new Secret(keys['child']?.privateKey ?? '') })
    const signer = externalSigner({ address, nonces, sign: (payload) => wallet.sign(payload) })
    await expect(signer.sign(request)).rejects.toThrow(`must be of ${address}`)
  })

  it('refuses an answer that is no signature', async () => {
    const signer = externalSigner({ address, nonces, sign: () => '0x1234' })
    await expect(signer.sign(request)).rejects.toThrow(ParameterError)
  })

  it('refuses an address that is none, and the user as its own signer', () => {
    const sign = () => ''
    expect(() => externalSigner({ address: '0x12', nonces, sign })).toThrow(ParameterError)
    expect(() => externalSigner({ address, user: address, nonces, sign })).toThrow('signerIsNotUser')
  })
})

async function capturePayload(): Promise<SignPayload> {
  let captured: SignPayload | undefined
  const sign = (payload: SignPayload) => {
    captured = payload
    return '0x'
  }
  await Promise.resolve(externalSigner({ address, nonces, sign }).sign(request)).catch(() => undefined)
  if (captured === undefined) throw new Error('the key holder was not asked')
  return captured
}
