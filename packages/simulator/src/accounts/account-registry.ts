import { isAddress } from '@aster/auth'
import { ParameterError, type Secret } from '@aster/core'

import type { AccountSpec } from './account-spec.ts'

/** An agent: a key that may sign for a wallet. */
export interface Agent {
  /** Checksummed or as given; compare without regard to case. */
  readonly address: string
  readonly name: string
  /** Milliseconds; the end of its rights. */
  readonly expiresMs: number
  readonly canPerpTrade: boolean
  /** Addresses it may be used from; empty means any. */
  readonly ipWhitelist: readonly string[]
}

export interface RegisteredAccount {
  readonly accountId: string
  /** Main wallet; undefined for an account that only has an API key. */
  readonly user: string | undefined
  readonly agents: ReadonlyMap<string, Agent>
}

export interface ApiKeyEntry {
  readonly accountId: string
  readonly apiSecret: Secret
}

/** Who may reach which account. The balances live in the engine. */
export interface AccountRegistry {
  /**
   * Opens an account; the engine's account is opened by `onOpen` before this returns.
   *
   * @throws {ParameterError} The wallet or the key has an account already.
   */
  open(spec: AccountSpec): RegisteredAccount
  get(accountId: string): RegisteredAccount | undefined
  findUser(user: string): RegisteredAccount | undefined
  /** The account that approved this agent first. */
  findAgentAccount(signer: string): RegisteredAccount | undefined
  findApiKey(apiKey: string): ApiKeyEntry | undefined
  list(): readonly RegisteredAccount[]
}

export interface AccountRegistryOptions {
  /** Called for each new account, with its wallet balance in USDT. */
  readonly onOpen: (accountId: string, usdt: string) => void
}

const farFutureMs = 4_102_444_800_000
const keyOf = (address: string): string => address.toLowerCase()

/** Accounts are numbered in the order in which they are opened, so that a repeated run gives the same ids. */
export function createAccountRegistry({ onOpen }: AccountRegistryOptions): AccountRegistry {
  const accounts = new Map<string, RegisteredAccount>()
  const users = new Map<string, RegisteredAccount>()
  const agentOwners = new Map<string, RegisteredAccount>()
  const apiKeys = new Map<string, ApiKeyEntry>()

  const registry: AccountRegistry = {
    open(spec) {
      const accountId = String(accounts.size + 1)
      const user = spec.v3?.user
      if (user !== undefined && users.has(keyOf(user))) throw givenTwice('user', user)
      const apiKey = spec.v1?.apiKey.reveal()
      if (apiKey !== undefined && apiKeys.has(apiKey)) throw givenTwice('key', '(not shown)')
      const agents = new Map<string, Agent>()
      for (const [index, address] of (spec.v3?.signers ?? []).entries()) {
        agents.set(keyOf(address), {
          address,
          name: `agent${index + 1}`,
          expiresMs: farFutureMs,
          canPerpTrade: true,
          ipWhitelist: [],
        })
      }
      const account: RegisteredAccount = { accountId, user, agents }
      accounts.set(accountId, account)
      if (user !== undefined) users.set(keyOf(user), account)
      for (const signer of agents.keys()) if (!agentOwners.has(signer)) agentOwners.set(signer, account)
      if (spec.v1 !== undefined) apiKeys.set(spec.v1.apiKey.reveal(), { accountId, apiSecret: spec.v1.apiSecret })
      onOpen(accountId, spec.usdt)
      return account
    },
    get: (accountId) => accounts.get(accountId),
    findUser: (user) => (isAddress(user) ? users.get(keyOf(user)) : undefined),
    findAgentAccount: (signer) => agentOwners.get(keyOf(signer)),
    findApiKey: (apiKey) => apiKeys.get(apiKey),
    list: () => [...accounts.values()],
  }
  return registry
}

const givenTwice = (field: string, value: string): ParameterError =>
  new ParameterError('account', [
    { field: `account.${field}`, rule: 'account.unique', value, message: 'is given to two accounts' },
  ])
