import type { RunResult } from './run-seed.ts'

/** The figures of many runs. */
export interface Tally {
  add(result: RunResult): void
  read(): Readonly<Record<string, unknown>>
}

export function createTally(): Tally {
  const sums = {
    runs: 0,
    orders: 0,
    duplicates: 0,
    lost: 0,
    unsettled: 0,
    leftOpen: 0,
    noncesReused: 0,
    bansIgnored: 0,
  }
  const more = { unknownAnswers: 0, resent: 0, requestsWhileHeld: 0 }
  const faults: Record<string, number> = {}
  const runsWithFault: Record<string, number> = {}
  const refusals: Record<string, number> = {}
  return {
    add({ verdict, ledger, report }) {
      sums.runs += 1
      sums.orders += ledger.attempts.length
      for (const name of ['duplicates', 'lost', 'unsettled', 'leftOpen', 'noncesReused', 'bansIgnored'] as const) {
        sums[name] += verdict[name]
      }
      more.unknownAnswers += ledger.unknownAnswers
      more.resent += ledger.resent
      for (const { hitsAtMs } of report.holds) more.requestsWhileHeld += hitsAtMs.length
      const fired: Record<string, number> = {}
      for (const rule of report.rules) if (rule.fired > 0) addTo(fired, rule.kind, rule.fired)
      for (const [kind, count] of Object.entries(fired)) {
        addTo(faults, kind, count)
        addTo(runsWithFault, kind, 1)
      }
      for (const [reason, count] of Object.entries(ledger.refusals)) addTo(refusals, reason, count)
    },
    read: () => ({ ...sums, ...more, faults: sortKeys(faults), runsWithFault: sortKeys(runsWithFault), refusals }),
  }
}

function addTo(counts: Record<string, number>, name: string, count: number): void {
  counts[name] = (counts[name] ?? 0) + count
}

const sortKeys = (counts: Readonly<Record<string, number>>): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)))
