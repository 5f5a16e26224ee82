import type { MarginBracket, Open, PositionSide, Side } from '@aster/core'

import type { RiskState } from './risk-state.ts'

/** A position as the gate sees it. Its numbers decide about orders and never become part of one. */
export interface RiskPosition {
  readonly symbol: string
  readonly positionSide: Open<PositionSide>
  /** Base asset, negative for shorts. */
  readonly quantity: number
  readonly entryPrice: number
}

/** An order that may still execute. */
export interface RiskOrder {
  readonly symbol: string
  readonly side: Open<Side>
  readonly positionSide: Open<PositionSide>
  /** Base asset. */
  readonly remaining: number
  /** It can only make a position smaller. */
  readonly isReducing: boolean
}

/** Everything that the gate decides by. */
export interface RiskFacts {
  readonly state: RiskState
  /** Why it is not active. */
  readonly reason: string
  readonly hedgeMode: boolean
  readonly positions: readonly RiskPosition[]
  readonly openOrders: readonly RiskOrder[]
  /** Quote asset; `ageMs` since it was learned. */
  readonly marks: ReadonlyMap<string, { readonly price: number; readonly ageMs: number }>
  /** Wallet balance and unrealised profit, quote asset; undefined before the balances are known. */
  readonly equity: number | undefined
  readonly ordersLast10Seconds: number
  readonly ordersLastMinute: number
  /** Of a symbol; undefined when they could not be read. */
  readonly brackets: ReadonlyMap<string, readonly MarginBracket[]>
}
