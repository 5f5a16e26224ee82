import type { Side } from '@aster/core'
import type { Tone } from '@aster/runtime'

/** Everything the terminal view shows at one moment. Prices and quantities are decimal strings. */
export interface DemoSnapshot {
  /** Where it trades: `paper exchange http://127.0.0.1:40001, synthetic market, seed 7`. */
  readonly place: string
  readonly consoleUrl: string | undefined
  /** Page of the exchange. */
  readonly panelUrl: string | undefined
  /** What a person has to see at once: halted, and why. */
  readonly alert: string | undefined
  readonly elapsedMs: number
  readonly durationMs: number
  /** Why the run is ending; undefined while it trades. */
  readonly ending: string | undefined
  readonly symbols: readonly SymbolSnapshot[]
  /** Newest last. */
  readonly events: readonly EventLine[]
  readonly tally: Tally
}

export interface SymbolSnapshot {
  readonly symbol: string
  /** Undefined while the book is not in step with the exchange. */
  readonly quote: { readonly bid: string; readonly ask: string } | undefined
  /** Mid prices, oldest first, evenly spaced. */
  readonly prices: readonly number[]
  /** What the trader does: `waits for its entry`, `protected`. */
  readonly phase: string
  readonly position: PositionSnapshot | undefined
  readonly orders: readonly OrderSnapshot[]
}

export interface PositionSnapshot {
  readonly side: Side
  readonly quantity: string
  readonly entryPrice: string
  /** USDT at the current mid price. */
  readonly unrealizedPnl: string
  readonly hasStop: boolean
}

export interface OrderSnapshot {
  readonly side: Side
  readonly purpose: 'entry' | 'stop' | 'take-profit'
  /** Limit price, or trigger price of a conditional order. */
  readonly price: string
  readonly quantity: string
}

export interface EventLine {
  readonly atMs: number
  readonly symbol: string
  readonly text: string
  readonly tone: Tone
}

/** What is done so far. Money in USDT. */
export interface Tally {
  readonly trades: number
  readonly longs: number
  readonly shorts: number
  readonly byTakeProfit: number
  readonly byStop: number
  readonly byTimeStop: number
  readonly realizedPnl: string
  readonly fees: string
}
