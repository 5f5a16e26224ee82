import { Decimal, formatDecimal } from '@aster/core'

import type { TradeRecord } from './trade-record.ts'

/** What the exchange says is left at the end, asked by REST. */
export interface Leftovers {
  /** Orders of ours that still rest. */
  readonly openOrders: number
  /** Sum of the absolute quantities of all positions, base assets. */
  readonly position: string
  /** Positions without a stop on the book. */
  readonly unprotectedPositions: number
}

/** The result of a run, as `--json` prints it. Money in USDT as decimal strings; `realizedPnl` is after fees. */
export interface Summary {
  /** Completed trades: entered, flat again, nothing left. */
  readonly trades: number
  readonly fills: number
  readonly openOrdersLeft: number
  readonly positionLeft: string
  readonly unprotectedMsMax: number
  readonly realizedPnl: string
  readonly fees: string
  readonly longs: number
  readonly shorts: number
  readonly byTakeProfit: number
  readonly byStop: number
  readonly byTimeStop: number
  /** Closed by us because the run ended. */
  readonly byEnd: number
  readonly byOther: number
  /** Entries that did not fill, and were taken back. */
  readonly notEntered: number
  /** Trades that did not end as they should have. */
  readonly incomplete: number
  readonly durationMs: number
}

/** Adds up a run. Pure: the order of the trades does not matter. */
export function summarizeTrades(records: readonly TradeRecord[], left: Leftovers, durationMs: number): Summary {
  const completed = records.filter((record) => record.isCompleted)
  const entered = records.filter((record) => record.quantity !== '0')
  const count = (reason: string): number => completed.filter((record) => record.exitReason === reason).length
  const [byTakeProfit, byStop, byTimeStop] = [count('takeProfit'), count('stop'), count('timeStop')]
  const byEnd = count('manual') + count('shutdown')
  const longs = completed.filter((record) => record.side === 'BUY').length
  return {
    trades: completed.length,
    fills: records.reduce((sum, record) => sum + record.fills, 0),
    openOrdersLeft: left.openOrders,
    positionLeft: left.position,
    unprotectedMsMax: Math.max(0, ...records.map((record) => record.unprotectedMs)),
    realizedPnl: addUp(records.map((record) => record.realizedPnl)),
    fees: addUp(records.map((record) => record.fees)),
    longs,
    shorts: completed.length - longs,
    byTakeProfit,
    byStop,
    byTimeStop,
    byEnd,
    byOther: completed.length - byTakeProfit - byStop - byTimeStop - byEnd,
    notEntered: records.length - entered.length,
    incomplete: entered.length - completed.length,
    durationMs,
  }
}

/** True when nothing of ours is left on the book, held, or unprotected, and every trade ended as it should. */
export function isClean(summary: Summary, left: Leftovers): boolean {
  return left.openOrders === 0 && left.position === '0' && left.unprotectedPositions === 0 && summary.incomplete === 0
}

function addUp(amounts: readonly string[]): string {
  return formatDecimal(amounts.reduce((sum, amount) => sum.plus(amount), new Decimal(0)))
}
