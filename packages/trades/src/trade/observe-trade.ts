import { toDecimal } from '@aster/core'

import type { TradeReading } from './read-trade.ts'
import type { TradeCause } from './trade-state.ts'

/** What happened between two readings, in the order in which the machine shall hear of it. */
export function observeTrade(before: TradeReading, now: TradeReading): readonly TradeCause[] {
  const causes: TradeCause[] = []
  const hasStop = now.isCovered
  const hadStop = before.isCovered
  const isOpen = now.openQuantity !== '0'
  if (grew(before.entryFilled, now.entryFilled)) causes.push('entryFill')
  else if (before.openQuantity === '0' && isOpen) causes.push('reopened')
  if (before.entryLive && !now.entryLive) causes.push(now.entryFilled === '0' ? 'unfilled' : 'entryEnded')
  if (grew(before.exitFilled, now.exitFilled)) causes.push('exitFill')
  if (!hadStop && hasStop) causes.push('stopWorking')
  if (now.stopRefusals > before.stopRefusals) causes.push('stopRefused')
  if (now.stopsPassed > before.stopsPassed && isOpen && hasStop) causes.push('stopPassed')
  if (now.stopsSpent > before.stopsSpent && isOpen) causes.push('stopFailed')
  else if (hadStop && !hasStop && isOpen) causes.push('stopGone')
  if (!before.isFlat && now.isFlat) causes.push('flat')
  if (!before.isOverdue && now.isOverdue) causes.push('overdue')
  if (!before.isTimeUp && now.isTimeUp) causes.push('timeUp')
  return causes
}

const grew = (before: string, now: string): boolean => toDecimal(now).gt(before)
