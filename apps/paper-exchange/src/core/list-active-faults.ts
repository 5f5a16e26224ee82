import type { ConsoleList } from '@aster/runtime'
import type { FaultReport } from '@aster/simulator'

const seconds = (ms: number): string => `${Math.ceil(ms / 1_000)} s`
const countWords = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`

/** What goes wrong just now, or will: one line each. */
export function listActiveFaults(report: FaultReport): ConsoleList {
  const lines: { text: string; tone?: 'warn' | 'down' | undefined }[] = []
  if (report.maintenance) lines.push({ text: 'closed for maintenance', tone: 'down' })
  if (report.outage) lines.push({ text: 'connections are refused', tone: 'down' })
  for (const symbol of report.halted) lines.push({ text: `${symbol} is halted`, tone: 'down' })
  if (report.clockStepMs !== 0) lines.push({ text: `the clock is ${report.clockStepMs} ms off`, tone: 'down' })
  for (const { kind, leftMs } of report.holds) {
    const status = kind === 'ban' ? '418' : '429'
    if (leftMs > 0) lines.push({ text: `an address hears ${status} for ${seconds(leftMs)} more`, tone: 'down' })
  }
  for (const [where, rules] of [
    ['request', report.rules],
    ['stream', report.streams],
    ['incident', report.incidents],
  ] as const) {
    for (const { name, fired, isSpent } of rules) {
      if (!isSpent) lines.push({ text: `${where}: ${name} (fired ${countWords(fired, 'time')})`, tone: 'warn' })
    }
  }
  if (report.pending > 0) lines.push({ text: `${countWords(report.pending, 'message')} held up` })
  return { id: 'faults', title: 'Active faults', lines, empty: 'nothing goes wrong' }
}

/** What the page says over everything while something goes wrong. What is held up is a consequence, and arrives by itself. */
export function renderFaultBanner(report: FaultReport): string | undefined {
  const { length } = listActiveFaults({ ...report, pending: 0 }).lines
  return length === 0 ? undefined : `FAULTS ARE ACTIVE: ${length}`
}
