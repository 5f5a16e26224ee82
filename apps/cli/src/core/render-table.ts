import { toPlainLine } from '@aster/core'

/** Rows under their names, numbers to the right. Ids and reasons may be anybody's words: a terminal only shows them. */
export function renderTable(names: readonly string[], given: readonly (readonly string[])[]): string {
  if (given.length === 0) return 'none\n'
  const rows = given.map((row) => row.map((cell) => toPlainLine(cell)))
  const isNumeric = names.map((_name, column) => rows.every((row) => /^-?[\d.]*%?$/.test((row[column] ?? '').trim())))
  const widths = names.map((name, column) => Math.max(name.length, ...rows.map((row) => (row[column] ?? '').length)))
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) =>
        isNumeric[column] === true ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd()
  return `${[line(names), ...rows.map(line)].join('\n')}\n`
}
