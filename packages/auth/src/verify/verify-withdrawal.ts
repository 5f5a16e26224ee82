import { withdrawalDomain } from '../eip712/domains.ts'
import { hashTypedStruct } from '../eip712/typed-struct.ts'
import { selectEngine } from '../engine/select-engine.ts'
import { type Address, isSameAddress } from '../keys/address.ts'
import { type Withdrawal, buildWithdrawalStruct, withdrawalChainIds } from '../wallet/sign-withdrawal.ts'
import { recoverDigestSigner } from './recover-signer.ts'

/** Checks the `userSignature` of a withdrawal to an EVM chain: whether this wallet signed these very amounts and this receiver. */
export function verifyWithdrawal(withdrawal: Withdrawal, signature: string, wallet: Address): boolean {
  const domain = withdrawalDomain(withdrawalChainIds[withdrawal.destinationChain])
  const { digest } = hashTypedStruct(domain, buildWithdrawalStruct(withdrawal), selectEngine())
  const recovered = recoverDigestSigner(digest, signature)
  return recovered !== undefined && isSameAddress(recovered, wallet)
}
