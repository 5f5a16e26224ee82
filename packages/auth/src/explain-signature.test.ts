import { describe, expect, it } from 'vitest'

import { explainSignature } from './explain-signature.ts'
import { loadVectors, managementCallOf } from './testdata/load-vectors.ts'

const { eip712Message, eip712Management, hmac } = loadVectors()

describe('explainSignature', () => {
  it.each(eip712Message.filter(({ signedForm }) => signedForm === 'encoded'))(
    '$id: shows text, digest and signer',
    (vector) => {
      const body = vector.wire.slice(vector.wire.indexOf('?') + 1)
      const explained = explainSignature({ body, chainId: vector.chainId })
      expect(explained).toMatchObject({
        scheme: 'v3 message',
        signedText: vector.msg,
        domainSeparator: vector.domainSeparator,
        structHash: vector.structHash,
        digest: vector.digest,
        recoveredAddress: vector.signingAddress,
      })
      const { r, s, v } = explained.signature ?? { r: '', s: '', v: 0 }
      expect(`${r}${s.slice(2)}${v.toString(16)}`).toBe(vector.signature)
    },
  )

  it('says whether the signature belongs to who the request names', () => {
    const { wire = '' } = eip712Message[0] ?? {}
    expect(explainSignature({ query: wire }).matches).toBe(true)
    expect(explainSignature({ query: wire, chainId: 714 }).matches).toBe(false)
    expect(explainSignature({ query: wire.replace('price=0.5', 'price=0.6') })).toMatchObject({ matches: false })
    expect(explainSignature({ query: 'nonce=1' })).toMatchObject({ matches: false, recoveredAddress: undefined })
  })

  it.each(eip712Management)('$id: shows the struct of a management call', (vector) => {
    const call = managementCallOf[vector.primaryType]
    const explained = explainSignature({ body: vector.wire, call })
    expect(explained).toMatchObject({
      scheme: 'v3 management',
      chainId: vector.chainId,
      structHash: vector.structHash,
      digest: vector.digest,
      recoveredAddress: vector.signingAddress,
      matches: true,
    })
  })

  it('says of a management call that cannot be read that it does not match', () => {
    expect(explainSignature({ body: 'user=0x1', call: 'deleteAgent' })).toMatchObject({ matches: false })
  })

  it.each(hmac)('$id: shows the text that V1 signs, and no secret', ({ query, body, totalParams, secret }) => {
    const explained = explainSignature({ query, body })
    expect(explained).toMatchObject({ scheme: 'v1 hmac', signedText: totalParams, matches: undefined })
    expect(JSON.stringify(explained)).not.toContain(secret)
  })
})
