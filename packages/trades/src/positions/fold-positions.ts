import { positionKey, type PositionView } from './position-view.ts'

export type Positions = ReadonlyMap<string, PositionView>

/**
 * Adds absolute reports about positions: rows of a query, rows of an account update. A report older than what is known
 * changes nothing; of two with one time, the later to arrive holds, because the exchange sends several within one
 * millisecond. What depends on money asks the exchange, or counts its own fills.
 */
export function foldPositions(positions: Positions, reports: readonly PositionView[]): Positions {
  const next = new Map(positions)
  for (const report of reports) {
    const key = positionKey(report.symbol, report.positionSide)
    const known = next.get(key)
    if (known === undefined || report.timeMs >= known.timeMs) next.set(key, keepLiquidation(known, report))
  }
  return next
}

/** The stream does not tell where a position is liquidated: what was read holds while the position is the same. */
function keepLiquidation(known: PositionView | undefined, report: PositionView): PositionView {
  const { liquidationPrice } = known ?? {}
  const isSame = known?.quantity === report.quantity && known.entryPrice === report.entryPrice
  return liquidationPrice === undefined || 'liquidationPrice' in report || !isSame
    ? report
    : { ...report, liquidationPrice }
}
