/** Remembers the newest `limit` texts. */
export interface RecentSet {
  has(text: string): boolean
  /** True when it was new. */
  add(text: string): boolean
  readonly size: number
}

export function createRecentSet(limit: number): RecentSet {
  const texts = new Set<string>()
  return {
    has: (text) => texts.has(text),
    add(text) {
      if (texts.has(text)) return false
      texts.add(text)
      if (texts.size > limit) {
        const [oldest] = texts
        if (oldest !== undefined) texts.delete(oldest)
      }
      return true
    },
    get size() {
      return texts.size
    },
  }
}
