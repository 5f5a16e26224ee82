import type { Money } from '../engine/money.ts'

/** What accounts hold outside the futures engine. Plain data: amounts in 1e-8 by account and asset. */
export interface SpotWallets {
  balance(accountId: string, asset: string): Money
  /** False, and nothing happens, when there is less than is taken. */
  add(accountId: string, asset: string, amount: Money): boolean
  /** Every balance that is not 0. */
  list(): readonly { readonly accountId: string; readonly asset: string; readonly amount: Money }[]
}

/** Spot wallets begin empty: what comes back must have gone there. */
export function createSpotWallets(): SpotWallets {
  const balances = new Map<string, Map<string, Money>>()
  const balance = (accountId: string, asset: string): Money => balances.get(accountId)?.get(asset) ?? 0n
  return {
    balance,
    add(accountId, asset, amount) {
      const after = balance(accountId, asset) + amount
      if (after < 0n) return false
      const wallet = balances.get(accountId) ?? new Map<string, Money>()
      wallet.set(asset, after)
      balances.set(accountId, wallet)
      return true
    },
    list: () =>
      [...balances].flatMap(([accountId, wallet]) =>
        [...wallet].flatMap(([asset, amount]) => (amount === 0n ? [] : [{ accountId, asset, amount }])),
      ),
  }
}
