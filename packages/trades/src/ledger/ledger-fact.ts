import type { Fill } from '../fills/fill.ts'

/** An execution, and whose it was. */
export interface FillFact {
  readonly kind: 'fill'
  /** The owner of the trade, or the account's name; `foreign` for orders of others. */
  readonly strategy: string
  readonly fill: Fill
}

/** A row of the exchange's income history. */
export interface IncomeFact {
  readonly kind: 'income'
  readonly incomeType: string
  /** Empty when it belongs to no symbol. */
  readonly symbol: string
  readonly asset: string
  /** Decimal, negative when it was paid. */
  readonly income: string
  readonly timeMs: number
  readonly transactionId: string
  /** Of the execution, for fees and profits. */
  readonly tradeId: string | undefined
}

export type LedgerFact = FillFact | IncomeFact
