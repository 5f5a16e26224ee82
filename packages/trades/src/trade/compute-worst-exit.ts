import type { TradePlan } from './trade-plan.ts'

/** A trade without a time stop may last; the agent must hold for a day. */
const openEndedMs = 86_400_000
/** To flatten and to clear, with everything that can go wrong. */
const closingMs = 60_000
const marketEntryMs = 10_000

/** How long after its beginning a trade may still need to be closed. */
export function computeWorstExitMs({ entry, timeStopMs }: Pick<TradePlan, 'entry' | 'timeStopMs'>): number {
  const entryMs = 'deadlineMs' in entry ? entry.deadlineMs : 'timeoutMs' in entry ? entry.timeoutMs : marketEntryMs
  return entryMs + (timeStopMs ?? openEndedMs) + closingMs
}
