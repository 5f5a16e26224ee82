import type { Side } from '@aster/core'

/** One trade as the summary counts it. Money and quantities are decimal strings. */
export interface TradeRecord {
  readonly symbol: string
  readonly side: Side
  /** What the entry filled, base asset; '0' when it never did. */
  readonly quantity: string
  readonly entryPrice: string
  readonly exitReason: string
  /** Profit and loss of the fills after fees, USDT. */
  readonly realizedPnl: string
  /** USDT. */
  readonly fees: string
  readonly fills: number
  /** Longest time in which a filled quantity had no stop on the book, milliseconds. */
  readonly unprotectedMs: number
  readonly startedMs: number
  readonly endedMs: number
  /** Its entry filled, the exchange says that it is flat again and that nothing of it rests. */
  readonly isCompleted: boolean
}
