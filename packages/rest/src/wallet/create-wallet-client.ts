import {
  approveBuilderEndpoint,
  deleteBuilderEndpoint,
  depositWithdrawHistoryEndpoint,
  migrateUserEndpoint,
  migrationEndpoint,
  type ParamsOf,
  transferSubAccountEndpoint,
  transferWalletsEndpoint,
  updateBuilderEndpoint,
  withdrawEndpoint,
  withdrawInfoEndpoint,
  withdrawToSolanaEndpoint,
} from '@aster/api'
import { signWithdrawal, type Withdrawal } from '@aster/auth/wallet'

import type { CallOptions, RestClient } from '../client/rest-client.ts'
import { refuseCall } from '../request/violations.ts'
import { callManaged } from './call-managed.ts'
import { callSubAccount } from './call-sub-account.ts'
import { markMoneyMover } from './money-mover.ts'
import type { WalletAuthority } from './wallet-authority.ts'

export interface WalletClientOptions {
  readonly client: RestClient
  /** The main wallet, which signs what leaves the account. */
  readonly authority: WalletAuthority
  /** Has to be said: every call here can move money for good. */
  readonly enable: 'this moves money'
  /** The only addresses that may receive: wallets, sub-accounts, builders. Compared without regard to case. */
  readonly addresses: readonly string[]
}

/** A withdrawal to an EVM chain. `amount` and `fee` are plain decimal texts of the asset. */
export interface EvmWithdrawal {
  readonly chain: Withdrawal['destinationChain']
  readonly asset: string
  readonly amount: string
  readonly fee: string
  readonly receiver: string
}

const chainIds = { ETH: 1, BSC: 56, Arbitrum: 42_161 } as const

/**
 * What moves money off the account, or lets others take a share: an entry point of its own, which has to be enabled and
 * knows only the addresses it was given. No program of ours imports it.
 *
 * A call without an answer ends as `OutcomeUnknownError`; look into the history before anything is sent again.
 *
 * @throws {ParameterError} It was not enabled.
 */
export function createWalletClient({ client, authority, enable, addresses }: WalletClientOptions) {
  if (enable !== 'this moves money') {
    throw refuseCall('createWalletClient', 'enable', 'consent', enable, "must be 'this moves money'")
  }
  const allowed = new Set(addresses.map((address) => address.toLowerCase()))
  const assertAllowed = (operation: string, field: string, address: string) => {
    if (allowed.has(address.toLowerCase())) return
    throw refuseCall(operation, field, 'addressList', address, 'is not on the address list')
  }
  const mark = markMoneyMover

  return {
    /** Between the futures and the spot wallet of the account. Weight 50 (V1: 5). */
    transferWallets: async (params: ParamsOf<typeof transferWalletsEndpoint>, options?: CallOptions) =>
      client.call(transferWalletsEndpoint, params, mark(options)),

    /** To a wallet on Ethereum, BSC or Arbitrum, signed by the main wallet and by the client. */
    async withdraw({ chain, asset, amount, fee, receiver }: EvmWithdrawal, options?: CallOptions) {
      assertAllowed('withdraw', 'receiver', receiver)
      const { wallet, nonces, network } = authority
      const nonceUs = nonces.next()
      const signed = { destination: receiver, destinationChain: chain, token: asset, amount, fee, nonceUs, network }
      const userSignature = await signWithdrawal(signed, wallet)
      const params = {
        chainId: chainIds[chain],
        asset,
        amount,
        fee,
        receiver,
        userNonce: String(nonceUs),
        userSignature,
      }
      return client.call(withdrawEndpoint, params, mark(options))
    },

    /** To a Solana wallet; `userSignature` is made by that wallet's software, Ed25519 in base58. */
    async withdrawToSolana(params: ParamsOf<typeof withdrawToSolanaEndpoint>, options?: CallOptions) {
      assertAllowed('withdrawToSolana', 'receiver', params.receiver)
      return client.call(withdrawToSolanaEndpoint, params, mark(options))
    },

    /** Limits, fees and what can be withdrawn. */
    getWithdrawInfo: (options?: CallOptions) => client.call(withdrawInfoEndpoint, {}, mark(options)),

    /** Deposits and withdrawals. */
    getDepositWithdrawHistory: (options?: CallOptions) =>
      client.call(depositWithdrawHistoryEndpoint, {}, mark(options)),

    /**
     * Within the family of one master account. Weight 5.
     *
     * @param signer - The approved agent that signs, when the authority's wallet is not the user's own.
     */
    async transferSubAccount(
      params: ParamsOf<typeof transferSubAccountEndpoint>,
      { signer, ...options }: CallOptions & { readonly signer?: string } = {},
    ) {
      assertAllowed('transferSubAccount', 'toAccountAddress', params.toAccountAddress)
      const user = signer === undefined ? undefined : client.signer?.user
      const family = { ...authority, signer, user }
      return callSubAccount(client, family, 'subAccountTransfer', transferSubAccountEndpoint, params, mark(options))
    },

    /** Moves up to 300 assets from the authority's wallet to the account of the client. Weight 50. */
    migrateUser: (options?: CallOptions) => callManaged(client, authority, migrateUserEndpoint, {}, mark(options)),

    /** How a migration goes. Weight 50. */
    getMigration: (params: ParamsOf<typeof migrationEndpoint>, options?: CallOptions) =>
      client.call(migrationEndpoint, params, mark(options)),

    /** Lets a builder charge up to `maxFeeRate` on orders that name it. */
    async approveBuilder(params: ParamsOf<typeof approveBuilderEndpoint>, options?: CallOptions) {
      assertAllowed('approveBuilder', 'builder', params.builder)
      return callManaged(client, authority, approveBuilderEndpoint, params, mark(options))
    },

    /** Changes what a builder may charge. */
    async updateBuilder(params: ParamsOf<typeof updateBuilderEndpoint>, options?: CallOptions) {
      assertAllowed('updateBuilder', 'builder', params.builder)
      return callManaged(client, authority, updateBuilderEndpoint, params, mark(options))
    },

    /** Takes back what `approveBuilder` gave. */
    deleteBuilder: (params: ParamsOf<typeof deleteBuilderEndpoint>, options?: CallOptions) =>
      callManaged(client, authority, deleteBuilderEndpoint, params, mark(options)),
  }
}

export type WalletClient = ReturnType<typeof createWalletClient>
