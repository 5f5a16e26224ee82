import type { Clock, PositionSide, SymbolRules } from '@aster/core'
import type { RestClient } from '@aster/rest'

import type { AccountJournal } from '../journal/journal.ts'
import type { Ledger } from '../ledger/create-ledger.ts'
import type { OrderDesk } from '../orders/order-desk.ts'
import type { OrderView } from '../orders/order-view.ts'
import type { PositionView } from '../positions/position-view.ts'
import type { Prices } from '../prices/create-prices.ts'
import type { RecoveryReport } from '../recovery/recovery-report.ts'
import type { Mark } from '../risk/create-marks.ts'
import type { RiskGate } from '../risk/create-risk-gate.ts'
import type { AccountEvent } from './account-event.ts'

export interface BalanceView {
  readonly asset: string
  readonly walletBalance: string
  readonly crossWalletBalance: string
  /** From the last reading; the stream does not tell it. */
  readonly availableBalance: string | undefined
  readonly timeMs: number
}

/**
 * - `live`: the user stream runs and the picture is complete.
 * - `recovering`: something may have been missed; the exchange is being asked.
 */
export type AccountState = 'live' | 'recovering' | 'closing' | 'closed'

/**
 * What becomes of live trades and resting orders when an account closes.
 * - `flatten`: trades are closed, orders of ours are cancelled.
 * - `leaveProtected`: entries are cancelled; a trade whose stop is acknowledged keeps it and its take-profits on the
 *   exchange and is handed back as it is; every other one is closed.
 */
export type ClosePolicy = 'flatten' | 'leaveProtected'

export interface CloseOptions {
  readonly policy?: ClosePolicy
  /** Time for trades to end and orders to go; 30,000 by default. */
  readonly timeoutMs?: number
}

/** What was still there when the account closed. Empty lists and no positions: everything is in order. */
export interface CloseReport {
  /** Orders of ours that may still execute and that no kept trade owns. */
  readonly openOrders: readonly OrderView[]
  /** Trades that were left with their stop on the exchange. */
  readonly keptTrades: readonly string[]
  /** Trades that had not ended in time. */
  readonly unfinishedTrades: readonly string[]
}

/** Something on the account that has to end before it closes. */
export interface AccountGuest {
  readonly id: string
  readonly symbol: string
  readonly positionSide: PositionSide
  /** Ends it by the policy. Resolves with true when it was left on the exchange, protected. */
  end(policy: ClosePolicy): Promise<boolean>
  /** The account has closed and it had not ended: it stops working and ends as it stands. */
  abandon(): Promise<void>
  /** Orders that are its own. */
  orderIds(): readonly string[]
}

export interface Account extends AsyncDisposable {
  readonly name: string
  readonly rest: RestClient
  readonly clock: Clock
  readonly symbols: readonly string[]
  readonly hedgeMode: boolean
  readonly state: AccountState
  /** Events that the sink failed on. */
  readonly lostEvents: number
  /** What has been written down about the account; undefined when it was opened without a journal. */
  readonly journal: AccountJournal | undefined
  /** What the start found of an earlier run; undefined without a journal. */
  readonly recovery: RecoveryReport | undefined
  readonly orders: OrderDesk
  readonly prices: Prices
  /** Symbols on which the exchange's countdown runs; see `deadMan` of the options. */
  readonly deadManArmed: readonly string[]
  /** When the agent that signs expires, by the exchange's time; undefined when it does not or nobody can tell. */
  readonly agentExpiresMs: number | undefined
  /** Another program owns the symbols: everything is seen and nothing can be sent. */
  readonly isReadOnly: boolean
  /**
   * For what has to be closed again later.
   *
   * @throws {AgentExpiresError} The agent that signs expires before this time of the exchange.
   */
  checkAgent(untilMs: number): void
  /** Stands before every order; the kill switch. */
  readonly risk: RiskGate
  /** What was earned and paid. */
  readonly ledger: Ledger
  /** Open positions as last reported; see `readPosition` for the truth. */
  readonly positions: readonly PositionView[]
  readonly balances: readonly BalanceView[]
  /** @throws {ParameterError} The account does not trade this symbol. */
  getRules(symbol: string): SymbolRules
  /** Reads the rules of all its symbols anew; weight 1. It does so every hour, and when the exchange refuses for a rule. */
  refreshRules(): Promise<void>
  getPosition(symbol: string, positionSide: PositionSide): PositionView | undefined
  /** The mark price of one of the account's symbols, as last reported, with its age. */
  getMark(symbol: string): Mark | undefined
  /** The exchange's time in milliseconds, as well as we know it. */
  exchangeNow(): number
  /**
   * Waits until the picture is complete: nothing that adds risk should be begun before.
   *
   * @throws {AccountNotLiveError} Not within `timeoutMs`.
   */
  whenLive(options: { readonly timeoutMs: number; readonly signal?: AbortSignal | undefined }): Promise<void>
  /** Asks the exchange for one position; weight 5. */
  readPosition(
    symbol: string,
    positionSide: PositionSide,
    options?: {
      /** `close` by default: it goes out as stops and exits do. `read` leaves the reserve of the budget to them. */
      readonly lane?: 'close' | 'read'
    },
  ): Promise<PositionView>
  /** Asks for all positions of the account's symbols; weight 5. */
  readPositions(): Promise<void>
  /** Asks for the open orders of a symbol, everybody's; weight 1. */
  readOpenOrders(symbol: string): Promise<readonly OrderView[]>
  /** Asks for the executions of a symbol since a time of the exchange and adds them to the orders; weight 5 a page. */
  readFills(symbol: string, sinceMs: number): Promise<void>
  /**
   * Asks the exchange for positions, balances, open orders, and for each order of ours that it does not list.
   * Weight 10, 1 a symbol, 1 an order looked up. Calls that overlap share one reading.
   */
  reconcile(): Promise<void>
  /**
   * Takes a position for oneself.
   *
   * @returns The way to give it back.
   * @throws {TradeConflictError} It is taken.
   * @throws {AccountClosedError} The account is closing.
   */
  claim(symbol: string, positionSide: PositionSide, owner: string): () => void
  /** Who has claimed a position. */
  ownerOf(symbol: string, positionSide: PositionSide): string | undefined
  /** Registers something to be ended before the account closes. Returns the way to leave. */
  admit(guest: AccountGuest): () => void
  /** Ends some of what lives on the account and waits for its end. */
  endGuests(policy: ClosePolicy, isMeant: (guest: AccountGuest) => boolean): Promise<void>
  /** Keeps an order in memory although it is over, until `releaseOrder`. */
  keepOrder(clientOrderId: string): void
  releaseOrder(clientOrderId: string): void
  /** These orders are over and unwanted: should one come to life after all, it is cancelled. */
  retireOrders(clientOrderIds: readonly string[]): void
  /** Hands an event to the sink. */
  emit(event: AccountEvent): void
  onPosition(listener: (position: PositionView) => void): () => void
  /** Ends everything in order and tells what was left. Safe to call twice. */
  close(options?: CloseOptions): Promise<CloseReport>
}
