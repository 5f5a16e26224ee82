import { checksumAddress, isSameAddress } from '@aster/auth'
import type { Clock } from '@aster/core'

import type { AccountRegistry, RegisteredAccount } from '../accounts/account-registry.ts'
import type { SpotWallets } from '../accounts/spot-wallets.ts'
import { readAddress } from '../accounts/v3-proof.ts'
import { formatMoney, type Money } from '../engine/money.ts'
import type { Engine } from '../engine/types.ts'
import { refuse } from '../http/api-refusal.ts'
import { type Handlers, forAccount } from '../http/handler.ts'
import { type Params, readOptionalText, readOptionalWord, readText, readWord } from '../http/read-params.ts'
import { success } from './answers.ts'
import { readAmount } from './read-amount.ts'
import { unwrap } from './unwrap.ts'

export interface SubAccountHandlerParts {
  readonly engine: Engine
  readonly clock: Clock
  readonly registry: AccountRegistry
  readonly spot: SpotWallets
}

const kinds = ['FUTURE_FUTURE', 'FUTURE_SPOT', 'SPOT_FUTURE', 'SPOT_SPOT'] as const

/** Families of accounts: a master, its sub-accounts, and the money that moves among them. A family has two generations. */
export function createSubAccountHandlers({ engine, clock, registry, spot }: SubAccountHandlerParts): Handlers {
  const find = (accountId: string): RegisteredAccount => {
    const account = registry.get(accountId)
    if (account === undefined) throw new RangeError(`No account ${accountId}`)
    return account
  }
  const masterOf = (account: RegisteredAccount): string => account.membership?.parentId ?? account.accountId
  const isMaster = (accountId: string) => registry.list().some(({ membership }) => membership?.parentId === accountId)

  /** Whoever becomes a child must be free: no sub-account already, no master, not the master itself. */
  const adopt = (masterId: string, address: string, name: string, mayExist: boolean) => {
    const master = find(masterId)
    if (master.membership !== undefined) throw refuse(-2015)
    const known = registry.findUser(address)
    const isFree = known === undefined || (mayExist && known.membership === undefined && !isMaster(known.accountId))
    if (!isFree || known?.accountId === masterId) throw refuseAddress(mayExist ? 'childAddress' : 'subSourceAddr')
    const child = known ?? registry.open({ usdt: '0', v3: { user: checksumAddress(address), signers: [] } })
    registry.setMembership(child.accountId, { parentId: masterId, name, isFrozen: false })
    return success
  }

  const move = (from: RegisteredAccount, to: RegisteredAccount, asset: string, amount: Money, kind: string): void => {
    const [source, target] = kind.split('_')
    if (source === 'SPOT') {
      if (!spot.add(from.accountId, asset, -amount)) throw refuse(-2018)
    } else {
      unwrap(engine.transfer(from.accountId, formatMoney(-amount), clock.now(), { asset, kind: 'internal' }))
    }
    if (target === 'SPOT') spot.add(to.accountId, asset, amount)
    else unwrap(engine.transfer(to.accountId, formatMoney(amount), clock.now(), { asset, kind: 'internal' }))
  }

  return {
    createSubAccount: forAccount(({ caller, params }) =>
      adopt(caller.accountId, readWallet(params, 'subSourceAddr'), readText(params, 'subAccountName'), false),
    ),
    bindSubAccount: forAccount(({ caller, params }) =>
      adopt(caller.accountId, readWallet(params, 'childAddress'), readText(params, 'name'), true),
    ),
    updateSubAccount: forAccount(({ caller, params }) => {
      const child = registry.findUser(readWallet(params, 'subSourceAddr'))
      if (child?.membership?.parentId !== caller.accountId) throw refuseAddress('subSourceAddr')
      const name = readOptionalText(params, 'subAccountName')
      const status = readOptionalWord(params, 'status', ['NORMAL', 'FROZEN'])
      if (name === undefined && status === undefined) {
        throw refuse(-1102, "Param 'subAccountName' or 'status' must be sent, but both were empty/null!")
      }
      registry.setMembership(child.accountId, {
        ...child.membership,
        ...(name !== undefined && { name }),
        ...(status !== undefined && { isFrozen: status === 'FROZEN' }),
      })
      return success
    }),
    getSubAccounts: forAccount(({ caller }) => {
      const masterId = masterOf(find(caller.accountId))
      const family = registry.list().filter((account) => masterOf(account) === masterId)
      return family.map(({ accountId, membership }) => ({
        accountId: Number(accountId),
        subAccountName: membership?.name ?? '',
        parentAccount: membership === undefined,
      }))
    }),
    transferSubAccount: forAccount(({ caller, params }) => {
      const self = find(caller.accountId)
      const fromAddress = readAddress(params, 'fromAccountAddress')
      const from = fromAddress === undefined ? self : registry.findUser(fromAddress)
      const to = registry.findUser(readWallet(params, 'toAccountAddress'))
      const masterId = masterOf(self)
      // a sub-account moves its own money only
      const mayTake = from !== undefined && (from === self || self.accountId === masterId)
      if (from === undefined || !mayTake || masterOf(from) !== masterId) throw refuseAddress('fromAccountAddress')
      if (to === undefined || masterOf(to) !== masterId) throw refuseAddress('toAccountAddress')
      if (from.membership?.isFrozen === true || to.membership?.isFrozen === true) throw refuse(-4088)
      const kind = readWord(params, 'kindType', kinds)
      const isCircle = from === to && (kind === 'FUTURE_FUTURE' || kind === 'SPOT_SPOT')
      if (isCircle) throw refuseAddress('toAccountAddress')
      move(from, to, readText(params, 'asset'), readAmount(params), kind)
      return success
    }),
  }
}

function readWallet(params: Params, name: string): string {
  const address = readAddress({ [name]: readText(params, name) }, name)
  if (address === undefined || isSameAddress(address, `0x${'0'.repeat(40)}`)) throw refuseAddress(name)
  return address
}

const refuseAddress = (name: string) => refuse(-1130, `Data sent for parameter '${name}' is not valid.`)
