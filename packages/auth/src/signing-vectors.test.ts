import { Secret } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { requestDomain } from './eip712/domains.ts'
import { getMessageHasher, readDomainSeparator } from './eip712/hash-message.ts'
import { formatTypeString, hashTypedStruct } from './eip712/typed-struct.ts'
import { type Param, encodeParams } from './encode-params.ts'
import { engineNames, selectEngine } from './engine/select-engine.ts'
import { agentSigner } from './sign/agent-signer.ts'
import { hmacSigner } from './sign/hmac-signer.ts'
import { loadVectors, managementCallOf, type MessageVector } from './testdata/load-vectors.ts'
import { formatSignature } from './verify/parse-signature.ts'
import { recoverMessageSigner } from './verify/recover-signer.ts'
import { verifyHmac } from './verify/verify-hmac.ts'
import { verifyManagementCall } from './verify/verify-management-call.ts'
import { localWallet } from './wallet/local-wallet.ts'
import { buildManagementStruct } from './wallet/management-struct.ts'
import { signManagementCall } from './wallet/sign-management-call.ts'
import { buildWithdrawalStruct, signWithdrawal, type Withdrawal } from './wallet/sign-withdrawal.ts'

const vectors = loadVectors()
const toHex = (bytes: Uint8Array) => `0x${Buffer.from(bytes).toString('hex')}`
const hmacSecret = ({ secret }: { secret: string }) => new Secret(secret)

function signDigest(digest: Uint8Array, privateKey: string, engine: ReturnType<typeof selectEngine>): string {
  const rs = new Uint8Array(64)
  const recoveryId = engine.sign(digest, new Uint8Array(Buffer.from(privateKey.slice(2), 'hex')), rs)
  return formatSignature({ rs, recoveryId })
}

/** The business parameters of a vector whose tail is the one our signer writes; `undefined` for every other order. */
function readBusinessParams(vector: MessageVector): { params: readonly Param[]; user: string | undefined } | undefined {
  const names = vector.params.map(([name]) => name)
  const nonceAt = names.indexOf('nonce')
  const tail = names.slice(nonceAt).join()
  const isOurs =
    vector.signedForm === 'encoded' &&
    vector.encoding === 'encodeURIComponent' &&
    vector.transport === (vector.method === 'GET' ? 'query' : 'body')
  if (!isOurs || (tail !== 'nonce,signer' && tail !== 'nonce,user,signer')) return undefined
  if (vector.params.at(-1)?.[1] !== vector.signingAddress) return undefined
  return { params: vector.params.slice(0, nonceAt), user: vector.params.find(([name]) => name === 'user')?.[1] }
}

for (const name of engineNames) {
  const engine = selectEngine(name)

  describe(`published vectors with the ${name} engine`, () => {
    it(`reproduces all ${vectors.eip712Message.length} of type Message: text, struct hash, digest, signature, wire`, () => {
      for (const vector of vectors.eip712Message) {
        const encoded = encodeParams(vector.params, vector.encoding.startsWith('form') ? 'form' : 'percent')
        const text = vector.signedForm === 'encoded' ? encoded : decodeURIComponent(encoded)
        expect(text, vector.id).toBe(vector.msg)
        const { structHash, digest } = getMessageHasher(vector.chainId, engine)(text)
        expect(toHex(readDomainSeparator(vector.chainId, engine)), vector.id).toBe(vector.domainSeparator)
        expect(toHex(structHash), vector.id).toBe(vector.structHash)
        expect(toHex(digest), vector.id).toBe(vector.digest)
        expect(signDigest(digest, vector.privateKey, engine), vector.id).toBe(vector.signature)
        const place = vector.transport === 'query' ? `${vector.path}?` : ''
        expect(`${place}${encoded}&signature=${vector.signature}`, vector.id).toBe(vector.wire)
      }
    })

    it('puts the very wire text of each vector in our own order through agentSigner', () => {
      let count = 0
      for (const vector of vectors.eip712Message) {
        const business = readBusinessParams(vector)
        if (business === undefined) continue
        const nonceUs = BigInt(vector.nonce)
        const signer = agentSigner({
          privateKey: new Secret(vector.privateKey),
          signer: vector.signingAddress,
          user: business.user,
          chainId: vector.chainId,
          engine: name,
          nonces: { next: () => nonceUs, last: undefined },
        })
        const { query, body } = signer.sign({ method: vector.method, params: business.params })
        expect(query === '' ? body : `${vector.path}?${query}`, vector.id).toBe(vector.wire)
        count++
      }
      expect(count).toBe(10)
    })

    it(`reproduces all ${vectors.eip712Management.length} management calls: type, struct hash, digest, signature`, () => {
      for (const vector of vectors.eip712Management) {
        const params = [...new URLSearchParams(vector.wire)].filter(([param]) => !param.startsWith('signature'))
        const struct = buildManagementStruct(managementCallOf[vector.primaryType] ?? 'deleteAgent', params)
        expect(formatTypeString(struct), vector.id).toBe(vector.typeString)
        const { structHash, digest } = hashTypedStruct(requestDomain(vector.chainId), struct, engine)
        expect(toHex(structHash), vector.id).toBe(vector.structHash)
        expect(toHex(digest), vector.id).toBe(vector.digest)
        expect(signDigest(digest, vector.privateKey, engine), vector.id).toBe(vector.signature)
      }
    })

    it(`reproduces the ${vectors.eip712Withdraw.length} withdrawal, whose field names hold spaces`, async () => {
      for (const vector of vectors.eip712Withdraw) {
        const { message } = vector
        const withdrawal: Withdrawal = {
          destination: String(message['destination']),
          destinationChain: String(message['destination Chain']) as Withdrawal['destinationChain'],
          token: String(message['token']),
          amount: String(message['amount']),
          fee: String(message['fee']),
          nonceUs: BigInt(String(message['nonce'])),
          network: 'mainnet',
        }
        expect(formatTypeString(buildWithdrawalStruct(withdrawal))).toBe(vector.typeString)
        const wallet = localWallet({ privateKey: new Secret(vector.privateKey), engine: name })
        expect(await signWithdrawal(withdrawal, wallet)).toBe(vector.signature)
      }
    })
  })
}

describe('published vectors', () => {
  it(`reproduces all ${vectors.hmac.length} of HMAC, and verifies them with query and body as they were split`, () => {
    for (const vector of vectors.hmac) {
      const params = [...new URLSearchParams(vector.totalParams)]
      const timestamp = Number(params.find(([name]) => name === 'timestamp')?.[1])
      const signer = hmacSigner({
        apiKey: new Secret(vector.apiKey),
        apiSecret: hmacSecret(vector),
        now: () => timestamp,
      })
      const isSplit = vector.query !== '' && vector.body !== ''
      if (!isSplit) {
        const business = params.filter(([name]) => name !== 'timestamp' && name !== 'recvWindow')
        const { body } = signer.sign({ method: 'POST', params: business, recvWindowMs: 5000 })
        expect(body, vector.id).toBe(`${vector.totalParams}&signature=${vector.signature}`)
      }
      const query = vector.body === '' ? `${vector.query}&signature=${vector.signature}` : vector.query
      const body = vector.body === '' ? '' : `${vector.body}&signature=${vector.signature.toUpperCase()}`
      expect(verifyHmac({ query, body, secret: vector.secret }), vector.id).toBe(true)
      expect(verifyHmac({ query: `x=1&${query}`, body, secret: vector.secret }), vector.id).toBe(false)
    }
  })

  it('sends each management call as its vector does, and takes it back', async () => {
    for (const vector of vectors.eip712Management) {
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
      expect(body, vector.id).toBe(vector.wire)
      expect(verifyManagementCall(call, body), vector.id).toBe(true)
    }
  })

  it('recovers the signing address of every Message vector', () => {
    for (const { id, msg, chainId, signature, signingAddress } of vectors.eip712Message) {
      expect(recoverMessageSigner(msg, chainId, signature), id).toBe(signingAddress)
    }
  })

  it(`come to 40 without the two superseded ones`, () => {
    const { hmac, eip712Message, eip712Management, eip712Withdraw } = vectors
    expect(hmac.length + eip712Message.length + eip712Management.length + eip712Withdraw.length).toBe(40)
  })
})
