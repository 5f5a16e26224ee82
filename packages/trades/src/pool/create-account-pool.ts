import { type Clock, type DecimalInput, ParameterError } from '@aster/core'

import type { Account, BalanceView, CloseOptions, CloseReport } from '../account/account.ts'
import type { BboResult, BboRetryOptions } from '../bbo/bbo-options.ts'
import { placeBboOrderWithRetry } from '../bbo/place-bbo-order-with-retry.ts'
import { placeBboOrder, type PlaceBboOptions } from '../bbo/place-bbo-order.ts'
import { cancelAll, type CancelAllOptions, type CancelAllReport } from '../close/cancel-all.ts'
import { closePosition, type ClosePositionOptions, type ClosePositionResult } from '../close/close-position.ts'
import { flatten, type FlattenOptions, type FlattenReport } from '../close/flatten.ts'
import type { OrderRequest } from '../orders/order-desk.ts'
import type { OrderView } from '../orders/order-view.ts'
import type { PositionView } from '../positions/position-view.ts'
import type { SizeOptions } from '../sizing/plan-size.ts'
import { createTrade } from '../trade/create-trade.ts'
import type { TradeOptions } from '../trade/trade-options.ts'
import type { Trade } from '../trade/trade.ts'
import type { AccountOutcome } from './account-outcome.ts'
import { placeOnAccounts, type PoolPlaceOptions, type PoolPlaceReport } from './place-on-accounts.ts'
import { AccountPausedError, SizeTooSmallError, UnknownAccountError } from './pool-errors.ts'
import { type PoolMember, runOnAccounts } from './run-on-accounts.ts'
import { type AccountShare, type ShareRequest, sizeShare } from './size-share.ts'

/** One account of a pool. */
export interface PoolAccount {
  /** Unique in the pool. */
  readonly id: string
  readonly account: Account
  /** Of every share that the pool sizes; 1 by default. */
  readonly multiplier?: DecimalInput | undefined
}

/** The same for all accounts, or chosen for each. Throw for an account that shall take no part. */
export type PerAccount<T> = T | ((member: PoolMember) => T)

export interface PoolOptions {
  /** Only these; all by default. */
  readonly ids?: readonly string[] | undefined
  /** After it an account counts as failed; it goes on all the same. Without limit by default. */
  readonly timeoutMs?: number | undefined
}

type Outcomes<T> = Promise<readonly AccountOutcome<T>[]>

/**
 * Many accounts as one. Everything runs on all of them at the same time, each account's outcome is its own, and nothing
 * here rejects because of one account. Weights are limited per IP: let the accounts' clients share one transport or one
 * `budgets`, and they share them; order limits are each account's own.
 */
export interface AccountPool extends AsyncDisposable {
  readonly ids: readonly string[]
  /** @throws {UnknownAccountError} */
  get(id: string): Account
  /** Runs anything on every account. */
  run<T>(work: (member: PoolMember) => Promise<T>, options?: PoolOptions): Outcomes<T>
  /** Asks the exchange; weight 5 each. */
  readPositions(options?: PoolOptions): Outcomes<readonly PositionView[]>
  /** As last reported, after a reading of the whole account; weight 10 and 1 a symbol each. */
  readBalances(options?: PoolOptions): Outcomes<readonly BalanceView[]>
  /** Open orders of a symbol, ours and those of others; weight 1 each. */
  readOpenOrders(symbol: string, options?: PoolOptions): Outcomes<readonly OrderView[]>
  /** What each account would order, and what rounding leaves out. Nothing is sent. */
  size(request: ShareRequest, options?: PoolOptions): Outcomes<AccountShare>
  place(request: PerAccount<OrderRequest>, options?: PoolOptions & PoolPlaceOptions): Promise<PoolPlaceReport>
  placeBbo(request: PerAccount<PlaceBboOptions>, options?: PoolOptions): Outcomes<OrderView>
  placeBboWithRetry(request: PerAccount<BboRetryOptions>, options?: PoolOptions): Outcomes<BboResult>
  /** Begins a trade on each account. With `size`, each account's quantity is its own share. */
  createTrades(
    trade: PerAccount<Omit<TradeOptions, 'quantity'> & { readonly quantity?: TradeOptions['quantity'] }>,
    options?: PoolOptions & { readonly size?: SizeOptions },
  ): Outcomes<Trade>
  /** Cancels orders by their ids; those of other accounts are not looked for. */
  cancel(ids: PerAccount<readonly string[]>, options?: PoolOptions): Outcomes<readonly OrderView[]>
  cancelAll(request?: CancelAllOptions, options?: PoolOptions): Outcomes<CancelAllReport>
  closePosition(request: ClosePositionOptions, options?: PoolOptions): Outcomes<ClosePositionResult>
  flatten(request?: FlattenOptions, options?: PoolOptions): Outcomes<FlattenReport>
  /** Nothing that adds risk is begun by the pool on this account; exits and cancels go on. Not kept over a restart: halt for that. */
  pause(id: string, reason: string): void
  resume(id: string): void
  isPaused(id: string): boolean
  /** Stops accounts by their risk gates. */
  halt(reason: string, options?: PoolOptions): Outcomes<void>
  /** Closes every account; see `account.close`. Safe to call twice. */
  close(options?: CloseOptions): Outcomes<CloseReport>
}

/**
 * Binds open accounts into a pool. The pool owns them: closing it closes them.
 *
 * @throws {ParameterError} No account, or two of one id.
 */
export function createAccountPool(accounts: readonly PoolAccount[], { clock }: { readonly clock: Clock }): AccountPool {
  const byId = new Map(accounts.map((entry) => [entry.id, entry]))
  checkIds(accounts, byId.size)
  const paused = new Map<string, string>()
  let closing: Outcomes<CloseReport> | undefined

  const get = (id: string): PoolAccount => {
    const entry = byId.get(id)
    if (entry === undefined) throw new UnknownAccountError(id, [...byId.keys()])
    return entry
  }
  const select = ({ ids }: PoolOptions): readonly PoolMember[] => (ids === undefined ? accounts : ids.map(get))
  const run = <T>(work: (member: PoolMember) => Promise<T>, options: PoolOptions = {}) =>
    runOnAccounts(clock, select(options), work, options.timeoutMs)
  const checkActive = ({ id }: PoolMember) => {
    const reason = paused.get(id)
    if (reason !== undefined) throw new AccountPausedError(id, reason)
  }
  /** For what adds risk. */
  const enter = <T>(work: (member: PoolMember) => Promise<T>, options: PoolOptions = {}) =>
    run((member) => {
      checkActive(member)
      return work(member)
    }, options)
  const shareOf = (member: PoolMember, request: ShareRequest) =>
    sizeShare(member, request, get(member.id).multiplier ?? 1)

  const pool: AccountPool = {
    ids: [...byId.keys()],
    get: (id) => get(id).account,
    run,
    readPositions: (options) =>
      run(async ({ account }) => {
        await account.readPositions()
        return account.positions
      }, options),
    readBalances: (options) =>
      run(async ({ account }) => {
        await account.reconcile()
        return account.balances
      }, options),
    readOpenOrders: (symbol, options) => run(({ account }) => account.readOpenOrders(symbol), options),
    size: (request, options) => run((member) => shareOf(member, request), options),
    place: (request, options = {}) =>
      placeOnAccounts(
        clock,
        select(options),
        (member) => {
          checkActive(member)
          const own = resolve(request, member)
          return { ...own, clientOrderId: own.clientOrderId ?? member.account.orders.nextId(own.label ?? '') }
        },
        options,
      ),
    placeBbo: (request, options) => enter((member) => placeBboOrder(member.account, resolve(request, member)), options),
    placeBboWithRetry: (request, options) =>
      enter((member) => placeBboOrderWithRetry(member.account, resolve(request, member)), options),
    createTrades: (trade, options = {}) =>
      enter(async (member) => {
        const own = resolve(trade, member)
        if (options.size === undefined) return createTrade(member.account, own as TradeOptions)
        const { symbol, side, stop } = own
        const share = await shareOf(member, { symbol, side, stop, size: options.size })
        if (share.skipped !== undefined) throw new SizeTooSmallError(member.id, share.wanted, share.skipped)
        return createTrade(member.account, { ...own, quantity: share.quantity })
      }, options),
    cancel: (ids, options) =>
      run(
        (member) =>
          Promise.all(resolve(ids, member).map((clientOrderId) => member.account.orders.cancel(clientOrderId))),
        options,
      ),
    cancelAll: (request, options) => run(({ account }) => cancelAll(account, request), options),
    closePosition: (request, options) => run(({ account }) => closePosition(account, request), options),
    flatten: (request, options) => run(({ account }) => flatten(account, request), options),
    pause(id, reason) {
      get(id)
      paused.set(id, reason)
    },
    resume(id) {
      get(id)
      paused.delete(id)
    },
    isPaused: (id) => paused.has(get(id).id),
    halt: (reason, options) => run(({ account }) => account.risk.halt(reason), options),
    close(options) {
      closing ??= run(({ account }) => account.close(options))
      return closing
    },
    async [Symbol.asyncDispose]() {
      await pool.close()
    },
  }
  return pool
}

const resolve = <T>(value: PerAccount<T>, member: PoolMember): T =>
  typeof value === 'function' ? (value as (member: PoolMember) => T)(member) : value

function checkIds(accounts: readonly PoolAccount[], different: number): void {
  const refuse = (rule: string, value: string, message: string) => {
    throw new ParameterError('createAccountPool', [{ field: 'accounts', rule, value, message }])
  }
  if (accounts.length === 0) refuse('required', '', 'must be at least one')
  if (different === accounts.length) return
  const ids = accounts.map(({ id }) => id)
  refuse('unique', ids.find((id, index) => ids.indexOf(id) !== index) ?? '', 'must have ids of their own')
}
