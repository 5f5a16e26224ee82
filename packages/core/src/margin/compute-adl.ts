import { Decimal, type DecimalInput, toDecimal } from '../decimal/decimal.ts'

/** What decides in which order positions on the winning side are reduced when a liquidation finds nobody. */
export interface AdlScore {
  /** Profit per wallet balance, never below 0. */
  readonly profitRatio: Decimal
  /** Maintenance margin per margin balance; 0 when nothing is left of that. */
  readonly marginRatio: Decimal
  /** The product: the highest goes first. */
  readonly score: Decimal
}

/** The rank of a position in auto-deleveraging: profit and leverage together. Amounts in quote asset. */
export function computeAdlScore(state: {
  readonly walletBalance: DecimalInput
  readonly unrealizedPnl: DecimalInput
  readonly maintenanceMargin: DecimalInput
}): AdlScore {
  const wallet = toDecimal(state.walletBalance)
  const unrealized = toDecimal(state.unrealizedPnl)
  const balance = wallet.plus(unrealized)
  const profitRatio = Decimal.max(0, unrealized).dividedBy(Decimal.max(1, wallet))
  const marginRatio = balance.greaterThan(0) ? toDecimal(state.maintenanceMargin).dividedBy(balance) : new Decimal(0)
  return { profitRatio, marginRatio, score: profitRatio.times(marginRatio) }
}

/**
 * The shown quantile, 0 to 4, of a position at a rank among those of its side. The exchange publishes no more than that 0 to 4 run
 * from low to high: the even split is ours.
 *
 * @param rank - 1 for the lowest score.
 */
export function computeAdlQuantile(rank: number, count: number): number {
  return Math.min(4, Math.floor((5 * (rank - 1)) / count))
}
