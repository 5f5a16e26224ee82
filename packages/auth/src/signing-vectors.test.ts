import { Secret } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { requestDomain } from './eip712/domains.ts'
import { getMessageHasher, readDomainSeparator } from './eip712/hash-message.ts'
import { formatTypeString, hashTypedStruct } from './eip712/typed-struct.ts'
import { type Param, encodeParams } from './encode-params.ts'
import type { CryptoEngine } from './engine/crypto-engine.ts'
import { selectEngine } from './engine/select-engine.ts'
import { agentSigner } from './sign/agent-signer.ts'
import { hmacSigner } from './sign/hmac-signer.ts'
import { listAvailableEngines } from './testdata/list-available-engines.ts'
import { loadVectors, managementCallOf, type MessageVector } from './testdata/load-vectors.ts'
import { formatSignature } from './verify/parse-signature.ts'
import { recoverMessageSigner } from './verify/recover-signer.ts'
import { verifyHmac } from './verify/verify-hmac.ts'
import { verifyManagementCall } from './verify/verify-management-call.ts'
import { localWallet } from './wallet/local-wallet.ts'
import { buildManagementStruct } from './wallet/management-struct.ts'
import { signManagementCall } from './wallet/sign-management-call.ts'
import { buildWithdrawalStruct, signWithdrawal, type Withdrawal } from './wallet/sign-withdrawal.ts'

const { hmac, eip712Message, eip712Management, eip712Withdraw } = loadVectors()
const total = hmac.length + eip712Message.length + eip712Management.length + eip712Withdraw.length
const toHex = (bytes: Uint8Array) => `0x${Buffer.from(bytes).toString('hex')}`

function signDigest(digest: Uint8Array, privateKey: string, engine: CryptoEngine): string {
  const rs = new Uint8Array(64)
  const recoveryId = engine.sign(digest, new Uint8Array(Buffer.from(privateKey.slice(2), 'hex')), rs)
  return formatSignature({ rs, recoveryId })
}

const listNames = ({ params }: MessageVector) => params.map(([name]) => name)

/** Vectors in the order and the place that our own signer writes: parameters, nonce, user where known, signer. */
const inOurOrder = eip712Message.filter(
  (vector) =>
    vector.signedForm === 'encoded' &&
    vector.encoding === 'encodeURIComponent' &&
    vector.transport === (vector.method === 'GET' ? 'query' : 'body') &&
    vector.params.at(-1)?.[1] === vector.signingAddress &&
    /(^|,)nonce,(user,)?signer$/.test(listNames(vector).join()),
)

describe.each(listAvailableEngines())('published vectors, %s engine', (name) => {
  const engine = selectEngine(name)

  describe(`${eip712Message.length} of type Message`, () => {
    it.each(eip712Message)('$id: text, domain, struct hash, digest, signature, wire', (vector) => {
      const encoded = encodeParams(vector.params, vector.encoding.startsWith('form') ? 'form' : 'percent')
      const text = vector.signedForm === 'encoded' ? encoded : decodeURIComponent(encoded)
      const { structHash, digest } = getMessageHasher(vector.chainId, engine)(text)
      const place = vector.transport === 'query' ? `${vector.path}?` : ''
      expect({
        msg: text,
        domainSeparator: toHex(readDomainSeparator(vector.chainId, engine)),
        structHash: toHex(structHash),
        digest: toHex(digest),
        signature: signDigest(digest, vector.privateKey, engine),
        wire: `${place}${encoded}&signature=${vector.signature}`,
      }).toEqual({
        msg: vector.msg,
        domainSeparator: vector.domainSeparator,
        structHash: vector.structHash,
        digest: vector.digest,
        signature: vector.signature,
        wire: vector.wire,
      })
    })
  })

  describe(`${inOurOrder.length} of them through agentSigner`, () => {
    it.each(inOurOrder)('$id: the very text on the wire', (vector) => {
      const nonceUs = BigInt(vector.nonce)
      const signer = agentSigner({
        privateKey: new Secret(vector.privateKey),
        signer: vector.signingAddress,
        user: vector.params.find(([param]) => param === 'user')?.[1],
        chainId: vector.chainId,
        engine: name,
        nonces: { next: () => nonceUs, last: undefined },
      })
      const params = vector.params.slice(0, listNames(vector).indexOf('nonce'))
      const { query, body } = signer.sign({ method: vector.method, params })
      expect(query === '' ? body : `${vector.path}?${query}`).toBe(vector.wire)
    })
  })

  describe(`${eip712Management.length} management calls`, () => {
    it.each(eip712Management)('$id: type, struct hash, digest, signature', (vector) => {
      const params = [...new URLSearchParams(vector.wire)].filter(([param]) => !param.startsWith('signature'))
      const struct = buildManagementStruct(managementCallOf[vector.primaryType] ?? 'deleteAgent', params)
      const { structHash, digest } = hashTypedStruct(requestDomain(vector.chainId), struct, engine)
      expect([formatTypeString(struct), toHex(structHash), toHex(digest)]).toEqual([
        vector.typeString,
        vector.structHash,
        vector.digest,
      ])
      expect(signDigest(digest, vector.privateKey, engine)).toBe(vector.signature)
    })
  })

  describe(`${eip712Withdraw.length} withdrawal`, () => {
    it.each(eip712Withdraw)('$id: field names with spaces', async ({ message, privateKey, typeString, signature }) => {
      const withdrawal: Withdrawal = {
        destination: String(message['destination']),
        destinationChain: String(message['destination Chain']) as Withdrawal['destinationChain'],
        token: String(message['token']),
        amount: String(message['amount']),
        fee: String(message['fee']),
        nonceUs: BigInt(String(message['nonce'])),
        network: 'mainnet',
      }
      expect(formatTypeString(buildWithdrawalStruct(withdrawal))).toBe(typeString)
      const wallet = localWallet({ privateKey: new Secret(privateKey), engine: name })
      expect(await signWithdrawal(withdrawal, wallet)).toBe(signature)
    })
  })
})

describe(`published vectors, ${hmac.length} of HMAC`, () => {
  const isSplit = ({ query, body }: (typeof hmac)[number]) => query !== '' && body !== ''

  it.each(hmac.filter((vector) => !isSplit(vector)))('$id: the very text through hmacSigner', (vector) => {
    const params = [...new URLSearchParams(vector.totalParams)]
    const signer = hmacSigner({
      apiKey: new Secret(vector.apiKey),
      apiSecret: new Secret(vector.secret),
      now: () => Number(params.find(([name]) => name === 'timestamp')?.[1]),
    })
    const business = params.filter(([name]) => name !== 'timestamp' && name !== 'recvWindow')
    const { body } = signer.sign({ method: 'POST', params: business, recvWindowMs: 5000 })
    expect(body).toBe(`${vector.totalParams}&signature=${vector.signature}`)
  })

  it.each(hmac)('$id: verifies as it was split, and not with a pair more', ({ query, body, signature, secret }) => {
    const sent =
      body === ''
        ? { query: `${query}&signature=${signature}`, body }
        : { query, body: `${body}&signature=${signature.toUpperCase()}` }
    expect(verifyHmac({ ...sent, secret })).toBe(true)
    expect(verifyHmac({ ...sent, query: `x=1&${sent.query}`, secret })).toBe(false)
  })
})

describe('published vectors, the other way round', () => {
  it.each(eip712Message)('$id: recovers the signing address', ({ msg, chainId, signature, signingAddress }) => {
    expect(recoverMessageSigner(msg, chainId, signature)).toBe(signingAddress)
  })

  it.each(eip712Management)('$id: is sent as the vector and taken back', async (vector) => {
    const call = managementCallOf[vector.primaryType] ?? 'deleteAgent'
    const params = [...new URLSearchParams(vector.wire)] as Param[]
    const { body } = await signManagementCall({
      call,
      params: params.slice(
        0,
        params.findIndex(([name]) => name === 'asterChain'),
      ),
      wallet: localWallet({ privateKey: new Secret(vector.privateKey) }),
      network: vector.message['AsterChain'] === 'Testnet' ? 'testnet' : 'mainnet',
      nonceUs: BigInt(String(vector.message['Nonce'])),
      signatureChainId: vector.chainId,
    })
    expect(body).toBe(vector.wire)
    expect(verifyManagementCall(call, body)).toBe(true)
  })

  it(`comes to ${total} vectors, the two superseded ones left out`, () => {
    expect(total).toBe(40)
  })
})
