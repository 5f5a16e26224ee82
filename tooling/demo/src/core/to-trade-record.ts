import type { TradeResult } from '@aster/trades'

import type { TradeRecord } from './trade-record.ts'

/** What the summary keeps of a trade. The span is in milliseconds since the start of the run. */
export function toTradeRecord(
  result: TradeResult,
  span: { readonly startedMs: number; readonly endedMs: number },
): TradeRecord {
  return {
    symbol: result.symbol,
    side: result.side,
    quantity: result.entry.quantity,
    entryPrice: result.entry.averagePrice,
    exitReason: result.exitReason,
    realizedPnl: result.realizedPnl,
    fees: result.fees,
    fills: result.fills.length,
    unprotectedMs: result.longestUnprotectedMs,
    ...span,
    // The state says it all: the exchange confirmed that the position is flat and that no order of the trade rests.
    isCompleted: result.state === 'completed',
  }
}
