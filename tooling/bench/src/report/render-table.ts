import type { Row } from '../benchmark.ts'

const heading = ['row', 'ours', 'peer', 'ratio', 'target', '', 'engine', 'compared with']

/** The rows as a table for people. `ours` and `peer` carry their unit; a ratio above 1 means that we are better. */
export function renderTable(rows: readonly Row[]): string {
  const cells = [heading, ...rows.map(renderRow)]
  const widths = heading.map((_, column) => Math.max(...cells.map((line) => (line[column] ?? '').length)))
  const lines = cells.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  return `${lines.join('\n')}\n`
}

function renderRow(row: Row): string[] {
  const isAlone = row.ratio === null
  return [
    row.name,
    `${row.ours} ${row.unit}`,
    row.peer === null ? '' : `${row.peer} ${row.unit}`,
    isAlone ? '' : `${row.ratio}x`,
    isAlone ? `${row.target} ${row.unit}` : `${row.target}x`,
    row.ok ? 'ok' : 'short',
    row.engine ?? '',
    row.peerName ?? '',
  ]
}
