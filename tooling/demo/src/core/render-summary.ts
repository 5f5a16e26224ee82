import { exitWords } from './describe-trade-event.ts'
import { formatMoney } from './format-money.ts'
import type { Summary } from './summarize-trades.ts'
import type { TradeRecord } from './trade-record.ts'

/** The table at the end: every trade that was entered, then the totals. */
export function renderSummary(records: readonly TradeRecord[], summary: Summary): string {
  const head = ['time', 'symbol', 'side', 'quantity', 'entry', 'exit', 'seconds', 'PnL', 'fees']
  const rows = records
    .filter((record) => record.quantity !== '0')
    .sort((a, b) => a.startedMs - b.startedMs)
    .map((record) => [
      (record.startedMs / 1_000).toFixed(1),
      record.symbol,
      record.side === 'BUY' ? 'long' : 'short',
      record.quantity,
      record.entryPrice,
      record.isCompleted
        ? (tableWords[record.exitReason] ?? exitWords[record.exitReason] ?? record.exitReason)
        : 'NOT COMPLETED',
      ((record.endedMs - record.startedMs) / 1_000).toFixed(1),
      formatMoney(record.realizedPnl),
      formatMoney(record.fees),
    ])
  return [...renderTable([head, ...rows]), '', ...renderTotals(summary)].join('\n')
}

function renderTotals(summary: Summary): string[] {
  const { trades, longs, shorts, byTakeProfit, byStop, byTimeStop, byEnd } = summary
  return [
    `${trades} trades completed: ${longs} long, ${shorts} short; ${byTakeProfit} by take-profit, ${byStop} by stop, ${byTimeStop} by time stop, ${byEnd} closed at the end`,
    `PnL ${formatMoney(summary.realizedPnl)} USDT after fees of ${formatMoney(summary.fees)} USDT; ${summary.fills} fills; longest time without a stop ${summary.unprotectedMsMax} ms`,
    `left on the exchange: ${summary.openOrdersLeft} open orders, position ${summary.positionLeft}`,
  ]
}

/** Columns as wide as their widest cell; the first rows on top, numbers to the right. */
function renderTable(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const isNumber = (text: string): boolean => /^-?[\d.]+$/.test(text)
  return rows.map((row) =>
    row
      .map((cell, column) => (isNumber(cell) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  )
}

/** Shorter than {@link exitWords}. */
const tableWords: Readonly<Record<string, string>> = {
  manual: 'end of run',
  shutdown: 'end of run',
  unprotected: 'flattened',
}
