import { describe, expect, it } from 'vitest'

import { loadVectors } from '../testdata/load-vectors.ts'
import { cutSignature } from './cut-signature.ts'
import { recoverMessageSigner } from './recover-signer.ts'
import { verifyMessage } from './verify-message.ts'

const { eip712Message } = loadVectors()
const find = (id: string) => {
  const vector = eip712Message.find((candidate) => candidate.id === id)
  if (vector === undefined) throw new Error(`no vector ${id}`)
  return vector
}

describe('verifyMessage', () => {
  it.each(eip712Message)('$id: accepts the text as it travels and says which form was signed', (vector) => {
    const sent = vector.wire.slice(vector.wire.indexOf('?') + 1)
    const { text, signature = '' } = cutSignature(sent)
    const { chainId, signingAddress: address } = vector
    expect(verifyMessage({ text, signature, chainId, address })).toBe(vector.signedForm)
  })

  it.each(['v3-order-signer-only', 'v3-order-with-user'])(
    '%s: takes every spelling of its signature and address',
    (id) => {
      const { msg, chainId, signature, signingAddress } = find(id)
      const bare = signature.slice(2)
      const v = Number.parseInt(bare.slice(-2), 16)
      const spellings = [
        signature,
        bare,
        bare.toUpperCase(),
        `0x${bare.toUpperCase()}`,
        `${bare.slice(0, -2)}0${v - 27}`,
      ]
      for (const spelling of spellings) {
        for (const address of [signingAddress, signingAddress.toLowerCase()]) {
          expect(verifyMessage({ text: msg, chainId, signature: spelling, address })).toBe('encoded')
        }
      }
    },
  )

  it('does not take a plus for a %20, nor one chain for another', () => {
    const percent = find('v3-unicode-space-percent')
    const address = percent.signingAddress
    const text = percent.msg.replaceAll('%20', '+')
    expect(verifyMessage({ text, chainId: 1666, signature: percent.signature, address })).toBeUndefined()
    expect(verifyMessage({ text: percent.msg, chainId: 714, signature: percent.signature, address })).toBeUndefined()
  })

  it.each([
    '',
    '0x',
    '0x12',
    'zz'.repeat(65),
    `0x${'00'.repeat(65)}`,
    `0x${'11'.repeat(64)}1d`,
    `0x${'11'.repeat(66)}`,
  ])('recovers nobody from %s', (signature) => {
    expect(recoverMessageSigner('a=1', 1666, signature)).toBeUndefined()
  })

  it('survives texts that cannot be decoded', () => {
    const { signature, signingAddress: address } = find('v3-noop-empty')
    expect(verifyMessage({ text: 'a=%E0%A4%A', chainId: 1666, signature, address })).toBeUndefined()
  })
})

describe('cutSignature', () => {
  it.each([
    ['a=1&signature=0xab', 'a=1', '0xab'],
    ['signature=0xab&a=1', 'a=1', '0xab'],
    ['a=1&signature=x&b=2', 'a=1&b=2', 'x'],
    ['signature=', '', ''],
    ['a=1+%20&childSignature=0x1', 'a=1+%20&childSignature=0x1', undefined],
    ['', '', undefined],
    ['a=1&signature=%zz', 'a=1', '%zz'],
  ])('of %j leaves %j', (sent, text, signature) => {
    expect(cutSignature(sent)).toEqual({ text, signature })
  })
})
