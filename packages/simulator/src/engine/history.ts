/** The newest `limit` entries, oldest first; adding one more drops the oldest. */
export class History<T> {
  private readonly entries: T[] = []
  private readonly limit: number
  private start = 0

  constructor(limit: number) {
    this.limit = Math.max(1, limit)
  }

  get size(): number {
    return this.entries.length
  }

  /** Adds an entry and returns the one that had to go. */
  add(entry: T): T | undefined {
    if (this.entries.length < this.limit) {
      this.entries.push(entry)
      return undefined
    }
    const dropped = this.entries[this.start]
    this.entries[this.start] = entry
    this.start = (this.start + 1) % this.limit
    return dropped
  }

  *[Symbol.iterator](): Generator<T> {
    for (let index = 0; index < this.entries.length; index++) {
      const entry = this.entries[(this.start + index) % this.entries.length]
      if (entry !== undefined) yield entry
    }
  }
}

/** Rows in range: the oldest ones from a start or an id on, otherwise the newest. */
export function selectRange<T>(
  rows: Iterable<T>,
  range: {
    startMs?: number | undefined
    endMs?: number | undefined
    fromId?: string | undefined
    limit?: number | undefined
  },
  read: { readonly id: (row: T) => number; readonly timeMs: (row: T) => number },
): T[] {
  const fromId = range.fromId === undefined ? -Infinity : Number(range.fromId)
  const startMs = range.startMs ?? -Infinity
  const endMs = range.endMs ?? Infinity
  const found: T[] = []
  for (const row of rows) {
    const timeMs = read.timeMs(row)
    if (read.id(row) >= fromId && timeMs >= startMs && timeMs <= endMs) found.push(row)
  }
  const limit = range.limit ?? found.length
  const fromOldest = range.fromId !== undefined || range.startMs !== undefined
  return fromOldest ? found.slice(0, limit) : found.slice(Math.max(0, found.length - limit))
}
