import type { PositionSide, Side } from '@aster/core'

import type { SignalCommand, SignalDistance } from '../../core/signal.ts'
import type { SignalOutcome, StoredSignal } from '../../core/stored-signal.ts'

/** With the stop that protects what it fills: there always is one. */
type Protected<Command> = Command & { readonly stop: SignalDistance }
export type EnteringCommand = Protected<Extract<SignalCommand, { readonly entry: unknown }>>
export type TargetCommand = Protected<Extract<SignalCommand, { readonly kind: 'target' }>>

/** A position of a symbol, as an order names it. */
export interface LegName {
  readonly symbol: string
  readonly positionSide: PositionSide
}

/** What an entry orders: its size has been decided. */
export interface EntryLeg extends LegName {
  readonly side: Side
  /** Base asset. */
  readonly quantity: string
  /** It adds to a position that others hold. */
  readonly isBeside: boolean
}

/** An order for people and programs; `wouldSend` says that a dry run did not send it. */
export type OrderFacts = NonNullable<SignalOutcome['order']> & {
  readonly symbol: string
  readonly side?: string | undefined
  readonly quantity?: string | undefined
  readonly price?: string | undefined
  readonly reduceOnly?: boolean | undefined
  readonly wouldSend?: boolean | undefined
}

/**
 * Everything that carrying a signal out does to an account. There are two pairs: one that does it, and one that says what
 * it would do.
 */
export interface Hands {
  /** Cancels entries that rest; resolves with how many, once they are gone. */
  cancelEntries(symbol: string): Promise<number>
  /** Closes a position whole; resolves once the exchange says that it is closed. */
  close(leg: LegName): Promise<OrderFacts>
  /** The one market order of a signal. */
  placeMarket(intentId: string, order: MarketOrder): Promise<OrderFacts>
  /** An entry with more than a stop, or that rests: worked by a trade. */
  openTrade(stored: StoredSignal, command: EnteringCommand, leg: EntryLeg): Promise<SignalOutcome>
  /** Brings the stop of a position to rest. */
  protect(leg: LegName, stop: SignalDistance, order: OrderFacts | undefined): Promise<CaredFor>
  /** Moves the stop of a position to where it can no longer lose. Resolves with what was done, in words. */
  moveToBreakEven(leg: LegName): Promise<string>
  setLeverage(symbol: string, leverage: number): Promise<void>
  /** Stops of ours whose position is gone go too. */
  cancelLeftStops(symbol: string): Promise<void>
}

export interface MarketOrder extends LegName {
  readonly side: Side
  /** Base asset, before rounding. */
  readonly quantity: string
  readonly reduceOnly: boolean
  /** Nothing of the signal was ever begun. */
  readonly isFirst: boolean
  /** It goes out as a limit order that fills at once, at most so far beyond the best price, or not at all. */
  readonly maxSlippagePercent?: string | undefined
}

/** How a position stands once it was cared for. */
export interface CaredFor {
  /** Undefined when the position is flat. */
  readonly stop: string | undefined
  /** As the exchange told it meanwhile; undefined when nobody asked. */
  readonly position?: { readonly quantity: string; readonly entryPrice: string } | undefined
}
