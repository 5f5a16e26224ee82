import {
  agentSigner,
  encodeParams,
  type EngineName,
  hmacSigner,
  messageDigest,
  type Param,
  type SignedRequest,
} from '@aster/auth'
import {
  localWallet,
  type ManagementRequest,
  signManagementCall,
  signWithdrawal,
  type Wallet,
  type Withdrawal,
} from '@aster/auth/wallet'
import { Secret } from '@aster/core'

/** A request in the order of our own signer: parameters, nonce, user where known, signer. */
interface OrderedRequest {
  readonly privateKey: string
  readonly engine: EngineName
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly params: readonly Param[]
  readonly nonceUs: bigint
  readonly chainId: number
  readonly signer: string
  readonly user: string | undefined
}

/** Everything of `@aster/auth` that the vectors go through. A planted bug is another facade with one function replaced. */
export interface SigningFacade {
  encode(params: readonly Param[], style: 'percent' | 'form'): string
  signText(text: string, chainId: number, privateKey: string, engine: EngineName): string
  signOrdered(request: OrderedRequest): SignedRequest
  signHmac(params: readonly Param[], timestampMs: number, recvWindowMs: number | undefined, secret: string): string
  signManagement(request: Omit<ManagementRequest, 'wallet'>, privateKey: string, engine: EngineName): Promise<string>
  signWithdrawal(withdrawal: Withdrawal, privateKey: string, engine: EngineName): Promise<string>
}

const createWallet = (privateKey: string, engine: EngineName): Wallet =>
  localWallet({ privateKey: new Secret(privateKey), engine })

/** The real thing. */
export const signingFacade: SigningFacade = {
  encode: encodeParams,
  signText(text, chainId, privateKey, engine) {
    const payload = { digest: messageDigest(text, chainId), typedData: emptyTypedData }
    const signature = createWallet(privateKey, engine).sign(payload)
    if (typeof signature !== 'string') throw new TypeError('A local wallet answers at once')
    return signature
  },
  signOrdered({ privateKey, engine, chainId, signer, user, nonceUs, method, params }) {
    const nonces = { next: () => nonceUs, last: undefined }
    const options = {
      privateKey: new Secret(privateKey),
      engine,
      chainId,
      signer,
      user,
      nonces,
      allowSignerAsUser: true,
    }
    return agentSigner(options).sign({ method, params })
  },
  signHmac(params, timestampMs, recvWindowMs, secret) {
    const key = new Secret(secret)
    return hmacSigner({ apiKey: key, apiSecret: key, now: () => timestampMs }).sign({
      method: 'POST',
      params,
      recvWindowMs,
    }).body
  },
  async signManagement(request, privateKey, engine) {
    return (await signManagementCall({ ...request, wallet: createWallet(privateKey, engine) })).body
  },
  signWithdrawal: (withdrawal, privateKey, engine) => signWithdrawal(withdrawal, createWallet(privateKey, engine)),
}

/** A local wallet signs the digest and looks at nothing else. */
const emptyTypedData = {
  domain: { name: '', version: '', chainId: 0, verifyingContract: '' },
  primaryType: '',
  types: {},
  message: {},
}
