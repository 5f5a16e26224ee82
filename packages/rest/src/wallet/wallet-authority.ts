import type { Network, NonceSource } from '@aster/auth'
import type { Wallet } from '@aster/auth/wallet'

/** Who signs for the account itself: its main wallet, with the nonces of the user. */
export interface WalletAuthority {
  readonly wallet: Wallet
  /** Of the user, not of an agent: the exchange counts them apart. */
  readonly nonces: NonceSource
  readonly network: Network
}
