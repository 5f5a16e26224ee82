import type { OrderReference, OrderRequest, PositionSide, Side } from '../requests.ts'
import type { Outcome } from '../types.ts'
import type { OrderView } from '../views.ts'

/** What a leg can come to, as conditions name it. FILLED is also PARTIALLY_FILLED_OR_FILLED. */
export type DrivenOn =
  | 'NEW'
  | 'PARTIALLY_FILLED_OR_FILLED'
  | 'FILLED'
  | 'CANCELED'
  | 'REPLACED'
  | 'STOPPED'
  | 'REJECTED'
  | 'EXPIRED'
export type StrategyTrigger = 'PLACE_ORDER' | 'CANCEL_ORDER'
export type StrategyStatus = 'WORKING' | 'FILLED' | 'CANCELED' | 'EXPIRED'
export type StrategyType = 'OTO' | 'OCO' | 'OTOCO' | 'CHASE'

/** One leg as it was sent: every value as text. It has `clientOrderId` where an order has `newClientOrderId`. */
export interface StrategyLegRequest extends Omit<OrderRequest, 'newClientOrderId'> {
  readonly strategySubId: string
  readonly securityType: string
  readonly clientOrderId?: string | undefined
  readonly firstDrivenId?: string | undefined
  readonly firstDrivenOn?: string | undefined
  readonly firstTrigger?: string | undefined
  readonly secondDrivenId?: string | undefined
  readonly secondDrivenOn?: string | undefined
  readonly secondTrigger?: string | undefined
}

export interface StrategyRequest {
  readonly clientStrategyId?: string | undefined
  readonly strategyType: string
  readonly legs: readonly StrategyLegRequest[]
}

export interface StrategyUpdateRequest {
  readonly strategyId: string
  readonly strategyType: string
  readonly legs: readonly StrategyLegRequest[]
}

/** A post-only order that follows the best price of its side; every value as text. */
export interface ChaseRequest {
  readonly symbol: string
  readonly side: string
  readonly positionSide?: string | undefined
  readonly quantityUnit: string
  readonly quantity: string
  readonly reduceOnly?: string | undefined
  readonly chaseOffset?: string | undefined
  readonly chaseOffsetType?: string | undefined
  readonly maxChaseOffset?: string | undefined
  readonly maxChaseOffsetType?: string | undefined
  readonly timeInForce?: string | undefined
  readonly clientStrategyId?: string | undefined
}

/** Names a strategy of an account; with both ids, the exchange's decides. */
export interface StrategyReference {
  readonly strategyId?: string | undefined
  readonly clientStrategyId?: string | undefined
  /** A strategy of another type is not found. */
  readonly strategyType?: string | undefined
}

export interface StrategyLink {
  readonly drivenId: number
  readonly drivenOn: DrivenOn
  readonly trigger: StrategyTrigger
}

export interface StrategyLegView {
  readonly subId: number
  readonly links: readonly StrategyLink[]
  readonly request: OrderRequest
  readonly side: Side
  readonly positionSide: PositionSide
  readonly timeInForce: string
  /** Undefined while it waits for its condition, and when it was never placed. */
  readonly order: OrderView | undefined
  /** NEW while it waits, CANCELED when its condition can no longer come true, REJECTED when placing it failed; else the order's. */
  readonly status: string
  /** When its condition came true; 0 before. */
  readonly triggerMs: number
}

export interface ChaseView {
  readonly quantity: string
  readonly quantityUnit: string
  readonly chaseOffset: string
  readonly maxChaseOffset: string | undefined
  readonly maxChaseOffsetType: string
}

export interface StrategyView {
  readonly strategyId: string
  readonly clientStrategyId: string
  readonly strategyType: StrategyType
  readonly status: StrategyStatus
  readonly symbol: string
  readonly bookMs: number
  readonly updateMs: number
  /** The latest refusal of a leg: its code, or 0. `OFFSET_CANCELLED` is the reason of a chase that ran too far. */
  readonly failureCode: number
  readonly failureReason: string
  readonly legs: readonly StrategyLegView[]
  readonly chase: ChaseView | undefined
}

/** What became of one leg's change. */
export interface StrategyLegUpdate {
  readonly subId: number
  readonly failureCode: number
  readonly failureReason: string
}

/** STRATEGY_UPDATE: a strategy began, a leg of it was refused or changed, or it ended. */
export interface StrategyEvent {
  readonly kind: 'strategy'
  readonly accountId: string
  readonly timeMs: number
  readonly strategyId: string
  readonly strategyType: StrategyType
  readonly status: StrategyStatus
  readonly symbol: string
  /** The latest refusal of a leg: its code, or 0. */
  readonly failureCode: number
}

/** Orders that place, cancel and move each other. */
export interface StrategyCommands {
  /**
   * Two or three orders of one symbol that place and cancel each other. Refused whole when any leg is malformed, or one
   * that is placed at once would be refused; -4142 when a conditional leg would trigger immediately.
   */
  placeStrategy(accountId: string, request: StrategyRequest, nowMs: number): Outcome<StrategyView>
  /** Changes legs that wait or are open; each succeeds or fails alone. -2013 when the strategy is not open. */
  updateStrategy(
    accountId: string,
    request: StrategyUpdateRequest,
    nowMs: number,
  ): Outcome<{ readonly strategy: StrategyView; readonly updates: readonly StrategyLegUpdate[] }>
  /** An order that is moved to the best price of its side once a second in `advance`. -1112 when that side is empty. */
  placeChase(accountId: string, request: ChaseRequest, nowMs: number): Outcome<StrategyView>
  /** -2013 when there is none, or (`openOnly`) it has ended. */
  getStrategy(accountId: string, reference: StrategyReference, openOnly: boolean): Outcome<StrategyView>
  /** The nonce of the request that placed an order, undefined when it had none. -2013 when the order is unknown. */
  getPlacingNonce(accountId: string, reference: OrderReference): Outcome<string | undefined>
}
