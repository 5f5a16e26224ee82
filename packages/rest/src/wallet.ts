/** What moves money off the account. It has to be enabled, and pays only to addresses it was given. */
export {
  createWalletClient,
  type EvmWithdrawal,
  type WalletClient,
  type WalletClientOptions,
} from './wallet/create-wallet-client.ts'
export type { WalletAuthority } from './wallet/wallet-authority.ts'
export { type LostTransfer, settleTransfer, type TransferSettlement } from './wallet/settle-transfer.ts'
