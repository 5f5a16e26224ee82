import { Secret } from '@aster/core'
import { verifyTypedData, Wallet } from 'ethers'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { Param } from '../encode-params.ts'
import { agentSigner } from '../sign/agent-signer.ts'
import { listAvailableEngines } from '../testdata/list-available-engines.ts'
import { loadVectors } from '../testdata/load-vectors.ts'
import { verifyMessage } from '../verify/verify-message.ts'

const { keys } = loadVectors()
const privateKey = keys['agent']?.privateKey ?? ''
const domain = { name: 'AsterSignTransaction', version: '1', chainId: 1666, verifyingContract: `0x${'0'.repeat(40)}` }
const types = { Message: [{ name: 'msg', type: 'string' }] }

const awkwardCharacters = Array.from(' +%[]{}&=?#/:"\'\\~!*()é測試🚀\u0000\n')
const awkward = fc.string({ unit: fc.constantFrom(...awkwardCharacters), maxLength: 12 })
const word = fc.oneof(awkward, fc.string({ unit: 'grapheme', maxLength: 12 }), fc.constant(''))
const name = word.filter((text) => !['nonce', 'signature', 'signer'].includes(text))
const params: fc.Arbitrary<Param[]> = fc.array(fc.tuple(name, word), { maxLength: 8 })

describe('all engines and ethers', () => {
  it('give the same bytes for 300 random parameter maps', async () => {
    const wallet = new Wallet(privateKey)
    const signers = listAvailableEngines().map((engine) =>
      agentSigner({
        privateKey: new Secret(privateKey),
        engine,
        nonces: { next: () => 1_748_310_859_508_867n, last: undefined },
      }),
    )
    await fc.assert(
      fc.asyncProperty(params, async (map) => {
        const bodies = signers.map((signer) => signer.sign({ method: 'POST', params: map }).body)
        const cut = bodies[0]?.lastIndexOf('&signature=') ?? 0
        const text = bodies[0]?.slice(0, cut) ?? ''
        const expected = await wallet.signTypedData(domain, types, { msg: text })
        expect(bodies).toEqual(bodies.map(() => `${text}&signature=${expected}`))
      }),
      { numRuns: 300 },
    )
  })

  it('agree on who signed, whatever the text', () => {
    const signer = agentSigner({
      privateKey: new Secret(privateKey),
      nonces: { next: () => 1_748_310_859_508_867n, last: undefined },
    })
    fc.assert(
      fc.property(params, (map) => {
        const [text = '', signature = ''] = signer.sign({ method: 'POST', params: map }).body.split('&signature=')
        expect(verifyTypedData(domain, types, { msg: text }, signature)).toBe(signer.address)
        expect(verifyMessage({ text, signature, chainId: 1666, address: signer.address })).toBe('encoded')
        expect(verifyMessage({ text: `${text}0`, signature, chainId: 1666, address: signer.address })).toBeUndefined()
      }),
      { numRuns: 100 },
    )
  })
})
