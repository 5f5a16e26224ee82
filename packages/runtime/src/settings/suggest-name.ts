/** The known name that the given one most likely meant: few letters off, or cut short. Undefined when none is near. */
export function suggestName(given: string, known: readonly string[]): string | undefined {
  const text = given.toLowerCase()
  let best: { name: string; distance: number } | undefined
  for (const name of known) {
    const distance = computeDistance(text, name.toLowerCase())
    if (best === undefined || distance < best.distance) best = { name, distance }
  }
  if (best !== undefined && best.distance <= Math.max(1, Math.floor(text.length / 3))) return best.name
  const longer = known.filter((name) => text.length >= 2 && name.toLowerCase().startsWith(text))
  return longer.length === 1 ? longer[0] : undefined
}

/** Edits (insert, delete, replace, swap of neighbours) between two words. */
function computeDistance(a: string, b: string): number {
  let older: number[] = []
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1]
      let edits = Math.min(
        at(previous, column) + 1,
        at(current, column - 1) + 1,
        at(previous, column - 1) + (same ? 0 : 1),
      )
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      if (swapped) edits = Math.min(edits, at(older, column - 2) + 1)
      current.push(edits)
    }
    older = previous
    previous = current
  }
  return at(previous, b.length)
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Infinity
}
