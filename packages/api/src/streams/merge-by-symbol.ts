/** Joins two lists that hold changed symbols only: the newer row of each symbol stays. */
export function mergeBySymbol<Row extends { readonly symbol: string }>(
  older: readonly Row[],
  newer: readonly Row[],
): readonly Row[] {
  const rows = new Map(older.map((row) => [row.symbol, row]))
  for (const row of newer) rows.set(row.symbol, row)
  return [...rows.values()]
}
