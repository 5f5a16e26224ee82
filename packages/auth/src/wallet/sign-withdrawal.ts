import { withdrawalDomain } from '../eip712/domains.ts'
import { toTypedData } from '../eip712/typed-data.ts'
import { type TypedStruct, hashTypedStruct } from '../eip712/typed-struct.ts'
import { selectEngine } from '../engine/select-engine.ts'
import { type Network, asterChainOf } from '../networks.ts'
import { signWithWallet } from './sign-with-wallet.ts'
import type { Wallet } from './wallet.ts'

/** Chain ids of the destinations, as requests name them. */
export const withdrawalChainIds = { ETH: 1, BSC: 56, Arbitrum: 42161 } as const

export interface Withdrawal {
  /** The address that receives. */
  readonly destination: string
  readonly destinationChain: keyof typeof withdrawalChainIds
  readonly token: string
  /** Decimal text, the very characters that go into the request. */
  readonly amount: string
  /** Decimal text, the very characters that go into the request. */
  readonly fee: string
  /** Microseconds; sent as `nonce` in V1 and `userNonce` in V3. */
  readonly nonceUs: bigint
  readonly network: Network
}

/** The struct of a withdrawal, field names with spaces included. */
export const buildWithdrawalStruct = (withdrawal: Withdrawal): TypedStruct => ({
  primaryType: 'Action',
  fields: [
    { name: 'type', type: 'string', value: 'Withdraw' },
    { name: 'destination', type: 'address', value: withdrawal.destination },
    { name: 'destination Chain', type: 'string', value: withdrawal.destinationChain },
    { name: 'token', type: 'string', value: withdrawal.token },
    { name: 'amount', type: 'string', value: withdrawal.amount },
    { name: 'fee', type: 'string', value: withdrawal.fee },
    { name: 'nonce', type: 'uint256', value: withdrawal.nonceUs.toString() },
    { name: 'aster chain', type: 'string', value: asterChainOf[withdrawal.network] },
  ],
})

/**
 * The `userSignature` of a withdrawal, by the wallet that owns the account. The request around it is signed apart from
 * this, as every other.
 */
export function signWithdrawal(withdrawal: Withdrawal, wallet: Wallet): Promise<string> {
  const struct = buildWithdrawalStruct(withdrawal)
  const domain = withdrawalDomain(withdrawalChainIds[withdrawal.destinationChain])
  const { digest } = hashTypedStruct(domain, struct, selectEngine())
  return signWithWallet(wallet, { digest, typedData: toTypedData(domain, struct) })
}
