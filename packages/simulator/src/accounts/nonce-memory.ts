const remembered = 100

/** What a nonce turned out to be. Duplicate and expired are answered alike, with -4225. */
export type NonceVerdict = 'fresh' | 'duplicate' | 'expired'

/**
 * The newest hundred nonces of each agent. A nonce need not arrive in order, but one that is older than the whole list
 * is expired, and one that is on the list is a duplicate.
 */
export interface NonceMemory {
  judge(agent: string, nonceUs: bigint): NonceVerdict
  /** Remembers it. Only for nonces judged fresh, and only once the signature is known to be right. */
  record(agent: string, nonceUs: bigint): void
  /** What is remembered of each agent, ascending. */
  getAll(): ReadonlyMap<string, readonly bigint[]>
  setAll(all: ReadonlyMap<string, readonly bigint[]>): void
}

export function createNonceMemory(): NonceMemory {
  /** Ascending, per agent. */
  const lists = new Map<string, bigint[]>()

  const judge = (agent: string, nonceUs: bigint): NonceVerdict => {
    const list = lists.get(agent)
    if (list === undefined) return 'fresh'
    const at = lowerBound(list, nonceUs)
    if (list[at] === nonceUs) return 'duplicate'
    return at === 0 && list.length >= remembered ? 'expired' : 'fresh'
  }

  const record = (agent: string, nonceUs: bigint): void => {
    const list = lists.get(agent)
    if (list === undefined) {
      lists.set(agent, [nonceUs])
      return
    }
    list.splice(lowerBound(list, nonceUs), 0, nonceUs)
    if (list.length > remembered) list.shift()
  }

  return {
    judge,
    record,
    getAll: () => lists,
    setAll(all) {
      lists.clear()
      for (const [agent, list] of all) lists.set(agent, [...list])
    },
  }
}

/** Index of the first entry that is not below `value`. Nonces mostly rise, so the end is tried first. */
function lowerBound(list: readonly bigint[], value: bigint): number {
  const last = list.at(-1)
  if (last === undefined || last < value) return list.length
  let low = 0
  let high = list.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((list[middle] as bigint) < value) low = middle + 1
    else high = middle
  }
  return low
}
