import type { Verdict } from './judge-run.ts'
import type { Count } from './ledger.ts'
import type { RunResult } from './run-seed.ts'

/** The figures of many runs. */
export interface Tally {
  readonly runs: number
  add(result: RunResult): void
  read(): Readonly<Record<string, unknown>>
}

type Counts = Record<string, number>
const wrongs = [
  'duplicates',
  'lost',
  'unsettled',
  'leftOpen',
  'wrongPrice',
  'noncesReused',
  'bansIgnored',
] as const satisfies readonly (keyof Verdict)[]
const counted = ['amends', 'cancels', 'unknownAnswers', 'resent'] as const satisfies readonly Count[]

export function createTally(): Tally {
  let runs = 0
  let orders = 0
  let requestsWhileHeld = 0
  const wrong = startAtZero(wrongs)
  const counts = startAtZero(counted)
  const faults: Counts = {}
  const runsWithFault: Counts = {}
  const refusals: Counts = {}
  return {
    get runs() {
      return runs
    },
    add({ verdict, ledger, report }) {
      runs += 1
      orders += ledger.attempts.length
      for (const name of wrongs) addTo(wrong, name, verdict[name])
      for (const name of counted) addTo(counts, name, ledger.counts[name])
      for (const { hitsAtMs } of report.holds) requestsWhileHeld += hitsAtMs.length
      const fired: Counts = {}
      for (const rule of report.rules) if (rule.fired > 0) addTo(fired, rule.kind, rule.fired)
      for (const [kind, count] of Object.entries(fired)) {
        addTo(faults, kind, count)
        addTo(runsWithFault, kind, 1)
      }
      for (const [reason, count] of Object.entries(ledger.refusals)) addTo(refusals, reason, count)
    },
    read: () => ({
      runs,
      orders,
      ...wrong,
      ...counts,
      requestsWhileHeld,
      faults: sortKeys(faults),
      runsWithFault: sortKeys(runsWithFault),
      refusals: sortKeys(refusals),
    }),
  }
}

function startAtZero(names: readonly string[]): Counts {
  return Object.fromEntries(names.map((name) => [name, 0]))
}

function addTo(counts: Counts, name: string, count: number): void {
  counts[name] = (counts[name] ?? 0) + count
}

function sortKeys(counts: Readonly<Counts>): Readonly<Counts> {
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)))
}
