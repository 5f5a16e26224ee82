import type { TradeReading } from './read-trade.ts'
import type { TradePlan } from './trade-plan.ts'
import type { TradeState } from './trade-state.ts'

/** Without anything to wait for, a trade is looked at this often. */
const idleMs = 5_000

/** How long nothing can become due in a trade. */
export function computeWaitMs(
  state: TradeState,
  seen: TradeReading,
  plan: Pick<TradePlan, 'protectWithinMs' | 'timeStopMs'>,
  times: {
    readonly exchangeNowMs: number
    readonly nowMs: number
    /** Monotonic times at which something held back may go on. */
    readonly dueMs: readonly (number | undefined)[]
  },
): number {
  const { unprotected, firstFillMs } = seen
  const waits = [idleMs]
  if (state === 'protecting' && unprotected.sinceMs !== undefined) {
    waits.push(unprotected.sinceMs + plan.protectWithinMs - times.exchangeNowMs)
  }
  // the hour means nothing once the position is closed
  if (plan.timeStopMs !== undefined && firstFillMs !== undefined && !seen.isTimeUp && seen.openQuantity !== '0') {
    waits.push(firstFillMs + plan.timeStopMs - times.exchangeNowMs)
  }
  // an exit without an answer stops standing in the way at its hour
  if (state === 'exiting' && seen.liveExits.some((view) => view.state === 'sent')) waits.push(500)
  for (const dueMs of times.dueMs) if (dueMs !== undefined) waits.push(dueMs - times.nowMs)
  return Math.max(1, Math.min(...waits))
}
