import type { Clock, PositionSide, RejectedError, Side, SymbolRules, TimeInForce, WorkingType } from '@aster/core'
import type { RestClient } from '@aster/rest'

import type { AccountEvent, AccountIncidentType } from '../account/account-event.ts'
import type { ApprovedOrder } from '../risk/approved-order.ts'
import type { OrderTracker } from './order-tracker.ts'
import type { OrderView } from './order-view.ts'
import type { PlanOutcome } from './place-plan.ts'

/** What an order asks for. Decimal strings; base asset and quote asset per base asset. */
export interface OrderRequest {
  readonly symbol: string
  readonly side: Side
  /** Needed in hedge mode, never guessed; absent in one-way mode. */
  readonly positionSide?: PositionSide | undefined
  readonly type:
    | 'LIMIT'
    | 'MARKET'
    | 'STOP'
    | 'STOP_MARKET'
    | 'TAKE_PROFIT'
    | 'TAKE_PROFIT_MARKET'
    | 'TRAILING_STOP_MARKET'
  readonly quantity?: string | undefined
  readonly price?: string | undefined
  readonly stopPrice?: string | undefined
  readonly timeInForce?: Exclude<TimeInForce, 'RPI'> | undefined
  /** In hedge mode the pair of sides says it, and the flag is not sent. */
  readonly reduceOnly?: boolean | undefined
  readonly closePosition?: boolean | undefined
  readonly workingType?: WorkingType | undefined
  /** The exchange lets a triggered order expire while mark and last price are too far apart. */
  readonly priceProtect?: boolean | undefined
  /** Of a trailing stop: from where it follows the price. */
  readonly activationPrice?: string | undefined
  /** Of a trailing stop, in percent: 1 is 1 %; 0.1 to 5. */
  readonly callbackRate?: string | undefined
  /** Chosen by the account when absent. Never use one twice. */
  readonly clientOrderId?: string | undefined
  /** Part of the chosen id, at most 4 characters: what the order is for. */
  readonly label?: string | undefined
}

export interface PlaceOptions {
  /** How long it may wait for the budgets of this machine before it is given up unsent; the lane's own time by default. */
  readonly sendWithinMs?: number | undefined
  /** Ends the waiting. An order that was sent already is settled all the same. */
  readonly signal?: AbortSignal | undefined
  /** How long to wait for the answer before asking what became of the order; 4,000 by default, less for what is urgent. */
  readonly timeoutMs?: number | undefined
  /**
   * A stop that the exchange places with the order's first fill, with an id of its own (`clientOrderId`). Both go out as
   * one strategy; V3 only, weight 50.
   */
  readonly stop?: (OrderRequest & { readonly clientOrderId: string }) | undefined
  /** How long to wait for the truth when the answer is lost; without limit by default. The asking goes on after it. */
  readonly settleWithinMs?: number | undefined
}

export interface WaitOptions {
  /** Ends the waiting, not the order. */
  readonly signal?: AbortSignal | undefined
  readonly timeoutMs?: number | undefined
  /** Silence of the user stream after which the exchange is asked; 1,000 by default. */
  readonly askAfterMs?: number | undefined
}

/** What the procedures on orders need. */
export interface DeskParts {
  readonly rest: RestClient
  readonly clock: Clock
  readonly tracker: OrderTracker
  readonly isHedgeMode: () => boolean
  /** How late a request may arrive and still be carried out; the longest that is documented when absent. */
  readonly nonceWindowMs: number | undefined
  /** Aborts when the account closes. */
  readonly lifetime: AbortSignal
  readonly getRules: (symbol: string) => SymbolRules
  readonly nextId: (label: string) => string
  /** Awaited where it matters; see {@link AccountEvent}. */
  readonly write: (event: AccountEvent) => Promise<void>
  readonly report: (what: AccountIncidentType, detail: string, clientOrderId?: string) => void
  /** Told of every order that the exchange has taken, so that a silent user stream is noticed. */
  readonly onAcknowledged: (clientOrderId: string) => void
  /** Told of every refusal, so that what we believe is corrected. */
  readonly onRefused: (error: RejectedError) => void
  /** @throws {AccountClosedError} The account takes no new risk any more. */
  readonly checkOpen: () => void
  /** Reads what the risk gate needs and has too old; undefined when nothing is. */
  readonly prepareRisk: (request: OrderRequest) => Promise<void> | undefined
  /**
   * @param replaces - A resting order that it takes the place of, and that is not counted besides it.
   * @throws {RiskRefusedError} Names the rules that the order breaks.
   */
  readonly approve: (request: OrderRequest, replaces?: string) => ApprovedOrder
  /**
   * Asked once more as it leaves.
   *
   * @throws {RiskRefusedError} The account has been halted, or may only reduce, since it was approved.
   */
  readonly confirm: (request: OrderRequest, clientOrderId: string) => void
}

/** The orders of an account. */
export interface OrderDesk {
  /**
   * Places an order once. When no answer comes, the exchange is asked by client order id until the truth is known.
   *
   * @throws {ParameterError} The order breaks a rule. Nothing was sent.
   * @throws {RiskRefusedError} The risk gate refused it. Nothing was sent.
   * @throws {RejectedError} The exchange said no.
   * @throws {RateLimitError} A budget is spent. Nothing was carried out.
   * @throws {TransportError} The request certainly never left.
   * @throws {OrderNotPlacedError} The answer got lost, and the order certainly does not exist.
   * @throws {OutcomeUnknownError} The truth is not known yet. It is asked for until it is; see the order's state.
   */
  place(request: OrderRequest, options?: PlaceOptions): Promise<OrderView>
  /**
   * Places several orders in as few signed requests as possible: batches of 5, those that take risk off apart, and alone what
   * a batch does not take (closePosition, trailing stops). All are judged first, and written down in one commit. Which
   * reaches the book first is not fixed.
   *
   * @returns In the order of the requests: the order, or the error with which `place` would have ended.
   */
  placePlan(requests: readonly OrderRequest[], options?: PlaceOptions): Promise<readonly PlanOutcome[]>
  /**
   * Cancels an order and returns once the exchange has confirmed its final state, which may be `filled`.
   *
   * @throws {OutcomeUnknownError} Not confirmed within the time. Call `ensureGone` to leave it to the account.
   */
  cancel(clientOrderId: string, options?: WaitOptions): Promise<OrderView>
  /**
   * Moves a resting limit order to another price; it keeps its id, its quantity and its fills. One request, one order of
   * the order budget; V3 only, and at most 10,000 times an order. Undefined when the exchange does not know the order.
   *
   * @throws {RejectedError} The exchange said no; the order is where it was.
   * @throws {RateLimitError} A budget is spent; the order is where it was.
   */
  amend(
    clientOrderId: string,
    price: string,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<OrderView | undefined>
  /** Asks the exchange for one order; weight 1. The order is undefined when the exchange does not know it. */
  query(clientOrderId: string, options?: { readonly signal?: AbortSignal | undefined }): Promise<OrderView | undefined>
  /** Resolves when the order is over, or with its state when the time is up. User stream first, REST as the safety net. */
  awaitTerminal(clientOrderId: string, options?: WaitOptions): Promise<OrderView>
  /** As `awaitTerminal`, until something of it has filled. */
  awaitFill(clientOrderId: string, options?: WaitOptions): Promise<OrderView>
  /** Cancels until the exchange confirms, however long it takes. Does not fail; survives everything but the process. */
  ensureGone(clientOrderId: string): Promise<void>
  get(clientOrderId: string): OrderView | undefined
  list(filter?: (view: OrderView) => boolean): readonly OrderView[]
  onChange(listener: (view: OrderView, before: OrderView | undefined) => void): () => void
  /** A fresh id with the account's prefix. */
  nextId(label: string): string
  /** True for ids with the account's prefix. */
  owns(clientOrderId: string): boolean
}
