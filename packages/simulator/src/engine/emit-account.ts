import type { Account } from './account.ts'
import type { EngineContext } from './context.ts'
import { formatAveragePrice } from './format.ts'
import type { Leg } from './leg.ts'
import { computeUnrealized } from './margin.ts'
import { formatMoney } from './money.ts'
import type { AccountEvent } from './types.ts'

/** Tells the account what changed: its wallet, unless `withBalance` is false, and the given positions. */
export function emitAccountUpdate(
  context: EngineContext,
  account: Account,
  reason: string,
  options: AccountUpdateOptions,
): void {
  account.updateMs = context.nowMs
  context.emit(new AccountUpdate(account, reason, context.nowMs, options))
}

interface AccountUpdateOptions {
  readonly legs?: readonly Leg[]
  readonly balanceChange?: bigint
  readonly withBalance?: boolean
  /** Other assets that changed. */
  readonly assets?: readonly { readonly asset: string; readonly change: bigint }[]
}

/** Everything in an account: its cross wallet and what lies in isolated positions. */
export function computeWallet(account: Account): bigint {
  let wallet = account.wallet
  for (const holding of account.holdings) {
    wallet += holding.both.isolatedWallet + holding.long.isolatedWallet + holding.short.isolatedWallet
  }
  return wallet
}

interface LegState {
  readonly leg: Leg
  readonly lots: number
  readonly entryValue: bigint
  readonly entryLots: number
  readonly realized: bigint
  readonly unrealized: bigint
  readonly isolated: boolean
  readonly isolatedWallet: bigint
}

class AccountUpdate implements AccountEvent {
  readonly kind = 'account'
  readonly accountId: string
  readonly timeMs: number
  readonly reason: string
  readonly #wallet: bigint
  readonly #crossWallet: bigint
  readonly #balanceChange: bigint
  readonly #withBalance: boolean
  readonly #legs: readonly LegState[]
  readonly #assets: readonly { readonly asset: string; readonly change: bigint; readonly balance: bigint }[]

  constructor(account: Account, reason: string, timeMs: number, options: AccountUpdateOptions) {
    this.accountId = account.id
    this.timeMs = timeMs
    this.reason = reason
    this.#wallet = computeWallet(account)
    this.#crossWallet = account.wallet
    this.#balanceChange = options.balanceChange ?? 0n
    this.#withBalance = options.withBalance ?? true
    this.#assets = (options.assets ?? []).map((row) => ({ ...row, balance: account.assets.get(row.asset) ?? 0n }))
    this.#legs = (options.legs ?? []).map((leg) => ({
      leg,
      lots: leg.lots,
      entryValue: leg.entryValue,
      entryLots: leg.entryLots,
      realized: leg.realized,
      unrealized: computeUnrealized(leg),
      isolated: leg.holding.marginType === 'ISOLATED',
      isolatedWallet: leg.isolatedWallet,
    }))
  }

  get balances(): AccountEvent['balances'] {
    const others = this.#assets.map(({ asset, change, balance }) => ({
      asset,
      walletBalance: formatMoney(balance),
      crossWalletBalance: formatMoney(balance),
      balanceChange: formatMoney(change),
    }))
    if (!this.#withBalance) return others
    return [
      {
        asset: 'USDT',
        walletBalance: formatMoney(this.#wallet),
        crossWalletBalance: formatMoney(this.#crossWallet),
        balanceChange: formatMoney(this.#balanceChange),
      },
      ...others,
    ]
  }

  get positions(): AccountEvent['positions'] {
    return this.#legs.map((state) => {
      const { instrument } = state.leg.holding.market
      return {
        symbol: instrument.symbol,
        positionSide: state.leg.positionSide,
        quantity: instrument.rules.quantityGrid.format(state.lots),
        entryPrice: formatAveragePrice(instrument, state.entryValue, state.entryLots),
        accumulatedRealized: formatMoney(state.realized),
        unrealizedPnl: formatMoney(state.unrealized),
        marginType: state.isolated ? 'isolated' : 'cross',
        isolatedWallet: formatMoney(state.isolatedWallet),
        marginAsset: instrument.marginAsset,
      }
    })
  }

  toJSON(): AccountEvent {
    const { kind, accountId, timeMs, reason, balances, positions } = this
    return { kind, accountId, timeMs, reason, balances, positions }
  }
}
