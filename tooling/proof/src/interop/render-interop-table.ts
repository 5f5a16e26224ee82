import type { StepResult } from './run-session.ts'

/** What one client went through. */
export interface ClientReport {
  readonly client: string
  readonly version: string
  readonly speaks: string
  readonly results: readonly StepResult[]
}

/** The table as Markdown: one row per client, its figures, and each thing it missed with the reason. */
export function renderInteropTable(reports: readonly ClientReport[]): string {
  const rows = reports.map(({ client, version, speaks, results }) => {
    const passed = results.filter(({ outcome }) => outcome === 'passed').length
    const reasons = groupReasons(results).map(([reason, names]) => `${names.join(', ')}: ${reason}`)
    return `| ${client} | ${version} | ${speaks} | ${passed} of ${results.length} | ${reasons.join('; ') || '–'} |`
  })
  return [
    '| client | version | speaks | steps passed | what is missing, and why |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n')
}

/** Steps that are missing for one reason stand together. */
function groupReasons(results: readonly StepResult[]): readonly (readonly [string, readonly string[]])[] {
  const groups = new Map<string, string[]>()
  for (const { name, outcome, reason } of results) {
    if (outcome === 'passed') continue
    const text = outcome === 'missed' ? `MISSED: ${reason}` : reason
    groups.set(text, [...(groups.get(text) ?? []), name])
  }
  return [...groups]
}
