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
  readonly canSpotTrade: boolean
  readonly canPerpTrade: boolean
  readonly canWithdraw: boolean
  /** Addresses and ranges it may be used from; empty means any. */
  readonly ipWhitelist: readonly string[]
}

/** What a builder may charge an account. */
export interface BuilderGrant {
  readonly address: string
  readonly name: string
  /** Fraction of the notional, decimal text. */
  readonly maxFeeRate: string
  readonly approvedMs: number
}

/** The place of a sub-account in its family. */
export interface Membership {
  readonly parentId: string
  readonly name: string
  /** A frozen sub-account cannot transfer. */
  readonly isFrozen: boolean
}

export interface RegisteredAccount {
  readonly accountId: string
  /** Main wallet; undefined for an account that only has an API key. */
  readonly user: string | undefined
  readonly agents: ReadonlyMap<string, Agent>
  readonly builders: ReadonlyMap<string, BuilderGrant>
  /** Undefined for a master account. */
  readonly membership: Membership | undefined
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
  /** Finds the account of the wallet or the key, and gives it the key and the agents that it lacks; undefined when there is none. */
  adopt(spec: AccountSpec): RegisteredAccount | undefined
  get(accountId: string): RegisteredAccount | undefined
  findUser(user: string): RegisteredAccount | undefined
  /** The account that approved this agent first. */
  findAgentAccount(signer: string): RegisteredAccount | undefined
  findApiKey(apiKey: string): ApiKeyEntry | undefined
  list(): readonly RegisteredAccount[]
  /** Approves an agent, or changes what it may do. */
  putAgent(accountId: string, agent: Agent): void
  /** False when the account has no such agent. */
  removeAgent(accountId: string, address: string): boolean
  putBuilder(accountId: string, builder: BuilderGrant): void
  removeBuilder(accountId: string, address: string): boolean
  /** Makes an account a sub-account, or changes its name or state. */
  setMembership(accountId: string, membership: Membership): void
}

export interface AccountRegistryOptions {
  /** Called for each new account, with its wallet balance in USDT and what else it holds. */
  readonly onOpen: (accountId: string, usdt: string, assets: AccountSpec['assets']) => void
}

interface Entry extends RegisteredAccount {
  readonly agents: Map<string, Agent>
  readonly builders: Map<string, BuilderGrant>
  membership: Membership | undefined
  /** Agents that were revoked and not approved again: being given at a later start does not bring them back. */
  readonly revoked: Set<string>
}

const farFutureMs = 4_102_444_800_000
const keyOf = (address: string): string => address.toLowerCase()

/** Accounts are numbered in the order in which they are opened, so that a repeated run gives the same ids. */
export function createAccountRegistry({ onOpen }: AccountRegistryOptions): AccountRegistry {
  const accounts = new Map<string, Entry>()
  const users = new Map<string, Entry>()
  /** Accounts by the agent, in the order of approval. */
  const agentOwners = new Map<string, Entry[]>()
  const apiKeys = new Map<string, ApiKeyEntry>()

  const find = (accountId: string): Entry => {
    const account = accounts.get(accountId)
    if (account === undefined) throw new RangeError(`No account ${accountId}`)
    return account
  }
  const putAgent = (account: Entry, agent: Agent): void => {
    const key = keyOf(agent.address)
    const owners = agentOwners.get(key) ?? []
    if (!owners.includes(account)) owners.push(account)
    agentOwners.set(key, owners)
    account.agents.set(key, agent)
    account.revoked.delete(key)
  }
  /** An agent that was given at the start. */
  const addSigner = (account: Entry, address: string): void =>
    putAgent(account, {
      address,
      name: `agent${account.agents.size + 1}`,
      expiresMs: farFutureMs,
      canSpotTrade: false,
      canPerpTrade: true,
      canWithdraw: false,
      ipWhitelist: [],
    })

  return {
    open(spec) {
      const accountId = String(accounts.size + 1)
      const user = spec.v3?.user
      if (user !== undefined && users.has(keyOf(user))) throw givenTwice('user', user)
      const apiKey = spec.v1?.apiKey.reveal()
      if (apiKey !== undefined && apiKeys.has(apiKey)) throw givenTwice('key', '(not shown)')
      const account: Entry = {
        accountId,
        user,
        agents: new Map(),
        builders: new Map(),
        membership: undefined,
        revoked: new Set(),
      }
      accounts.set(accountId, account)
      if (user !== undefined) users.set(keyOf(user), account)
      for (const address of spec.v3?.signers ?? []) addSigner(account, address)
      if (spec.v1 !== undefined) apiKeys.set(spec.v1.apiKey.reveal(), { accountId, apiSecret: spec.v1.apiSecret })
      onOpen(accountId, spec.usdt, spec.assets)
      return account
    },
    adopt({ v3, v1 }) {
      const keyed = v1 === undefined ? undefined : apiKeys.get(v1.apiKey.reveal())
      const account = v3 === undefined ? accounts.get(keyed?.accountId ?? '') : users.get(keyOf(v3.user))
      if (account === undefined) return undefined
      const { accountId } = account
      if (keyed !== undefined && keyed.accountId !== accountId) throw givenTwice('key', '(not shown)')
      if (v1 !== undefined) apiKeys.set(v1.apiKey.reveal(), { accountId, apiSecret: v1.apiSecret })
      for (const address of v3?.signers ?? []) {
        const key = keyOf(address)
        if (!account.agents.has(key) && !account.revoked.has(key)) addSigner(account, address)
      }
      return account
    },
    get: (accountId) => accounts.get(accountId),
    findUser: (user) => (isAddress(user) ? users.get(keyOf(user)) : undefined),
    findAgentAccount: (signer) => agentOwners.get(keyOf(signer))?.[0],
    findApiKey: (apiKey) => apiKeys.get(apiKey),
    list: () => [...accounts.values()],
    putAgent: (accountId, agent) => putAgent(find(accountId), agent),
    removeAgent(accountId, address) {
      const account = find(accountId)
      const owners = agentOwners.get(keyOf(address))?.filter((owner) => owner !== account) ?? []
      if (owners.length === 0) agentOwners.delete(keyOf(address))
      else agentOwners.set(keyOf(address), owners)
      const isGone = account.agents.delete(keyOf(address))
      if (isGone) account.revoked.add(keyOf(address))
      return isGone
    },
    putBuilder: (accountId, builder) => void find(accountId).builders.set(keyOf(builder.address), builder),
    removeBuilder: (accountId, address) => find(accountId).builders.delete(keyOf(address)),
    setMembership(accountId, membership) {
      find(accountId).membership = membership
    },
  }
}

const givenTwice = (field: string, value: string): ParameterError =>
  new ParameterError('account', [
    { field: `account.${field}`, rule: 'account.unique', value, message: 'is given to two accounts' },
  ])
