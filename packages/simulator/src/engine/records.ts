import type { Instrument } from './instrument.ts'
import type { Order } from './order.ts'

/** A fill as it is kept: numbers only. */
export interface FillRecord {
  readonly tradeId: number
  readonly order: Order
  /** What its ticks and lots count in. */
  readonly instrument: Instrument
  readonly ticks: number
  readonly lots: number
  readonly value: bigint
  readonly realized: bigint
  readonly commission: bigint
  readonly maker: boolean
  readonly timeMs: number
}

export interface IncomeRecord {
  /** Undefined for transfers. */
  readonly instrument: Instrument | undefined
  readonly asset: string
  readonly type: string
  readonly amount: bigint
  readonly info: string
  readonly transactionId: number
  readonly tradeId: number | undefined
  readonly timeMs: number
}
