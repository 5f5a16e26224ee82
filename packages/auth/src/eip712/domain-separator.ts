import type { CryptoEngine } from '../engine/crypto-engine.ts'
import { hashText, uint256 } from './encode-value.ts'

/** An EIP-712 domain. The verifying contract is always the zero address on this exchange. */
export interface TypedDomain {
  readonly name: string
  readonly version: string
  readonly chainId: number
}

const domainType = 'EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)'

/** keccak256 of the ABI-encoded domain, 32 bytes. */
export function computeDomainSeparator(domain: TypedDomain, engine: CryptoEngine): Uint8Array {
  const encoded = new Uint8Array(160)
  encoded.set(hashText(domainType, engine), 0)
  encoded.set(hashText(domain.name, engine), 32)
  encoded.set(hashText(domain.version, engine), 64)
  encoded.set(uint256(BigInt(domain.chainId)), 96)
  return engine.keccak256(encoded)
}
