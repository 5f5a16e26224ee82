import type { Trade } from '../trade/trade.ts'

/** What a start found of an earlier run, and did about it. */
export interface RecoveryReport {
  /** Trades that were put back to work. */
  readonly trades: readonly Trade[]
  /** Orders whose fate was not written down and that the exchange was asked about. */
  readonly settled: readonly string[]
  /** Orders of which nothing is known yet; they are asked for until it is. */
  readonly inDoubt: readonly string[]
  /** Orders of ours that belonged to nothing and were cancelled. */
  readonly swept: readonly string[]
  /** Orders of ours that belong to no trade and were left: protective ones of an open position, or all if so asked. */
  readonly kept: readonly string[]
  /** Executions that nobody had written down. */
  readonly missedFills: number
  readonly durationMs: number
}
