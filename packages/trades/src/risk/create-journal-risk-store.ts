import { type AccountJournal, riskLatch } from '../journal/journal.ts'
import type { EquityMarks, RiskState, RiskStore } from './risk-state.ts'

const marksKey = 'equity-marks'
/** A peak that rises all day is not written down each time. */
const noteEveryMs = 60_000

/** Keeps latch and equity marks in the account's journal. A journal that cannot write halts the account by itself. */
export function createJournalRiskStore(journal: AccountJournal, now: () => number): RiskStore {
  let marks = readMarks(journal)
  let notedMs = Number.NEGATIVE_INFINITY
  return {
    readLatch() {
      const latch = journal.latch(riskLatch)
      // a state that this version does not know is taken for the strictest
      return latch && { state: toState(latch.state), reason: latch.reason, atMs: latch.atMs }
    },
    writeLatch: (latch) => journal.setLatch({ name: riskLatch, ...latch }),
    readEquityMarks: () => marks,
    writeEquityMarks(next) {
      const isUrgent = next.dayStartEquity !== marks?.dayStartEquity || next.peakEquity < marks.peakEquity
      marks = next
      if (!isUrgent && now() - notedMs < noteEveryMs) return
      notedMs = now()
      journal.note({ type: 'ledger', atMs: now(), key: marksKey, body: { ...next } })
    },
  }
}

const toState = (text: string): RiskState => (text === 'active' || text === 'reducing' ? text : 'halted')

function readMarks(journal: AccountJournal): EquityMarks | undefined {
  const body = journal.list('ledger', marksKey).at(-1)?.body
  if (typeof body !== 'object' || body === null) return undefined
  const { dayStartMs, dayStartEquity, peakEquity } = body as Record<string, unknown>
  const isComplete =
    typeof dayStartMs === 'number' && typeof dayStartEquity === 'number' && typeof peakEquity === 'number'
  return isComplete ? { dayStartMs, dayStartEquity, peakEquity } : undefined
}
