import type { Clock, Connector, Random } from '@aster/core'
import { ParameterError } from '@aster/core'
import type { RestClient } from '@aster/rest'
import type { StreamClient } from '@aster/ws'

import type { DeadManOptions } from '../deadman/create-dead-man-switch.ts'
import type { Journal } from '../journal/journal.ts'
import { type LockOptions, type Ownership, ownSymbols } from '../locks/own-symbols.ts'
import { readUnfinished } from '../recovery/read-unfinished.ts'
import type { RiskOptions } from '../risk/create-account-risk.ts'
import type { TradeEvent } from '../trade/trade-event.ts'
import type { EventSink } from './account-event.ts'
import { ensureAccountSettings, type WantedSettings } from './account-settings.ts'
import type { Account } from './account.ts'
import { createAccount } from './create-account.ts'
import { loadRules } from './load-rules.ts'
import { waitForBudget } from './wait-for-budget.ts'

export interface OpenAccountOptions {
  /** In messages and events; the prefix by default. */
  readonly name?: string | undefined
  /** With a signer. */
  readonly rest: RestClient
  /** Market streams, for the best prices. */
  readonly streams: Pick<StreamClient, 'watch'>
  /** For the socket of the user stream. */
  readonly connector: Connector
  /** Where the user stream is, `wss://fstream.asterdex.com`. */
  readonly wsUrl: string
  readonly clock: Clock
  /** For client order ids and the jitter of reconnects. */
  readonly random: Random
  readonly symbols: readonly string[]
  /** 1 to 12 characters; says which orders are ours. One per program and account. */
  readonly clientOrderIdPrefix: string
  /** The exchange's time in milliseconds: `now` of a `createTimeSync`. Measured by the account itself by default. */
  readonly exchangeNow?: (() => number) | undefined
  /**
   * How late a request may arrive and still be carried out; 60,000 by default, the longest that is documented. A request
   * without an answer counts as never carried out only once that has passed.
   */
  readonly nonceWindowMs?: number | undefined
  /** Older best prices lead to no order; 5,000 by default. */
  readonly maxPriceAgeMs?: number | undefined
  /** Time between two readings of the whole account; 15,000 by default. */
  readonly reconcileEveryMs?: number | undefined
  /**
   * Where everything is written down before it is sent, and what the next start recovers from. Without one, what an
   * earlier run has left is seen and not touched.
   */
  readonly journal?: Journal | undefined
  /** What the account is called in the journal; the address that the signer trades for by default. */
  readonly accountId?: string | undefined
  /** Owns the symbols against every other program of the machine; without it nobody is asked. */
  readonly locks?: LockOptions | undefined
  /** Set, and read back, before anything else; see {@link ensureAccountSettings}. */
  readonly settings?: WantedSettings | undefined
  /** The exchange cancels resting entries and quotes when we are gone; off by default. See {@link DeadManOptions}. */
  readonly deadMan?: DeadManOptions | undefined
  /** What becomes, at the start, of resting orders of ours that belong to no trade: cancelled by default. */
  readonly loneOrders?: 'cancel' | 'keep' | undefined
  /** Gets the events of trades that the start puts back to work. */
  readonly onTradeEvent?: ((event: TradeEvent) => void | Promise<void>) | undefined
  /** Limits and kill switch; the default limits without. See {@link RiskOptions}. */
  readonly risk?: RiskOptions | undefined
  /** Gets everything that happens; see {@link EventSink}. */
  readonly onEvent?: EventSink | undefined
}

/**
 * Opens an account: reads rules, position mode, positions, balances and open orders, and follows them from then on.
 * Resolves when the user stream is live and the picture is complete. Weight 48, and 2 a symbol.
 *
 * With a journal the start is a recovery: the fate of every order that was meant is found out, executions that were missed
 * are read, trades are put back to work, and what belongs to nothing is cancelled; see `account.recovery`. Weight 5 more for each
 * symbol on which something was open, 1 for each order that the exchange no longer lists.
 *
 * @throws {ParameterError} An unknown symbol, or a prefix that does not fit.
 * @throws {OwnerError} Another program owns a symbol; see `locks`.
 * @throws {RejectedError} The key is refused.
 * @throws {TransportError} The exchange cannot be reached.
 * @example
 * await using account = await openAccount({ rest, streams, connector, wsUrl, clock, random, symbols: ['BTCUSDT'], clientOrderIdPrefix: 'demo' })
 */
export async function openAccount(options: OpenAccountOptions): Promise<Account> {
  if (options.symbols.length === 0) {
    throw new ParameterError('openAccount', [
      { field: 'symbols', rule: 'required', value: '', message: 'must name at least one symbol' },
    ])
  }
  const { signer } = options.rest
  const accountId = (options.accountId ?? signer?.user ?? signer?.address ?? options.clientOrderIdPrefix).toLowerCase()
  const ownership = options.locks === undefined ? undefined : ownSymbols(accountId, options.symbols, options.locks)
  try {
    return await openOwned(options, accountId, ownership)
  } catch (error) {
    ownership?.[Symbol.dispose]()
    throw error
  }
}

async function openOwned(
  options: OpenAccountOptions,
  accountId: string,
  ownership: Ownership | undefined,
): Promise<Account> {
  const looksOn = ownership?.readOnly !== undefined
  const journal = looksOn ? undefined : options.journal?.scope(accountId)
  const unfinished = journal === undefined ? undefined : readUnfinished(journal)
  // what was begun on a symbol that is no longer asked for is ended all the same
  const symbols = [...new Set([...options.symbols, ...(unfinished?.orders ?? []).map(({ terms }) => terms.symbol)])]
  if (options.settings !== undefined && !looksOn) await ensureAccountSettings(options.rest, options.settings)
  const [rules, { dualSidePosition: hedgeMode }] = await Promise.all([
    waitForBudget(options.clock, () => loadRules(options.rest, symbols)),
    waitForBudget(options.clock, () => options.rest.position.getPositionMode()),
  ])
  const account = createAccount(options, { symbols, rules, hedgeMode, journal, unfinished, ownership })
  try {
    await account.start()
  } catch (error) {
    await account.close({ policy: 'leaveProtected', timeoutMs: 0 })
    throw error
  }
  return account
}
