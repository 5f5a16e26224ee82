import type { RiskCheck } from './risk-check.ts'
import type { RiskLimits } from './risk-limits.ts'
import type { EquityMarks } from './risk-state.ts'

const dayMs = 86_400_000

/** Marks for an equity at a time: a new day begins with it, and the peak only rises. */
export function markEquity(marks: EquityMarks | undefined, equity: number, nowMs: number): EquityMarks {
  const dayStartMs = Math.floor(nowMs / dayMs) * dayMs
  const isSameDay = marks !== undefined && marks.dayStartMs >= dayStartMs
  const peakEquity = Math.max(marks?.peakEquity ?? equity, equity)
  if (isSameDay && peakEquity === marks.peakEquity) return marks
  return isSameDay ? { ...marks, peakEquity } : { dayStartMs, dayStartEquity: equity, peakEquity }
}

/** Money that came or went without trading is neither profit nor loss. */
export const shiftMarks = (marks: EquityMarks, change: number): EquityMarks => ({
  ...marks,
  dayStartEquity: marks.dayStartEquity + change,
  peakEquity: marks.peakEquity + change,
})

/** Holds the equity against loss of the day and drawdown. */
export function judgeEquity(marks: EquityMarks, equity: number, limits: RiskLimits): readonly RiskCheck[] {
  const lossPercent = percentBelow(marks.dayStartEquity, equity)
  const drawdownPercent = percentBelow(marks.peakEquity, equity)
  return [
    check('dailyLoss', lossPercent, limits.maxDailyLossPercent, `% lost since 00:00 UTC, from ${marks.dayStartEquity}`),
    check('drawdown', drawdownPercent, limits.maxDrawdownPercent, `% below the highest equity ${marks.peakEquity}`),
  ]
}

const percentBelow = (from: number, equity: number): number =>
  from <= 0 ? 0 : Math.max(0, ((from - equity) / from) * 100)

const check = (rule: 'dailyLoss' | 'drawdown', value: number, limit: number, words: string): RiskCheck => ({
  rule,
  scope: 'account',
  value,
  limit,
  ok: value <= limit,
  message: `${Number(value.toPrecision(4))} ${words}, at most ${limit} is allowed`,
})
