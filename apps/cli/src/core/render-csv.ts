/** Rows under their names, for a spreadsheet: commas, and quotes where a cell needs them. */
export function renderCsv(names: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    cells.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')
  return `${[names, ...rows].map(line).join('\n')}\n`
}
