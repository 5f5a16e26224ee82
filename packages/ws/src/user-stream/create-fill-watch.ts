import type { UserEvent } from '@aster/api'
import { type Clock, parseUnits, type Timer } from '@aster/core'

/**
 * Adds up the fills of each order and compares them with the total that every event carries: what is missing in the sum
 * was filled by an event that never came. Only orders known from their beginning can be judged.
 */
export interface FillWatch {
  /** An order of ours begins now: every fill of it has to come. */
  begin(clientOrderId: string): void
  /** Takes an event that is not a repetition. */
  take(event: UserEvent): void
  /** Monotonic time since which fills are known to be missing, milliseconds; undefined when none is. */
  findMissingSince(): number | undefined
  /** What was missed has been read elsewhere: the totals seen so far are taken for granted. */
  settle(): void
  stop(): void
}

const remembered = 10_000
/** The exchange's quantities have fewer decimals. */
const decimals = 8

interface Watched {
  /** Known from its beginning. */
  isWhole: boolean
  /** Units of 10^-decimals, added up from the fills that came. */
  summed: number
  /** The largest total that an event named. */
  total: number
  /** Monotonic time at which both last agreed, milliseconds. */
  agreedAtMs: number
}

/**
 * @param parts.graceMs - How long an event may be late before it counts as missing.
 * @param parts.onMissing - Fills since that monotonic time are missing.
 */
export function createFillWatch(parts: {
  readonly clock: Clock
  readonly graceMs: number
  readonly onMissing: (sinceMs: number) => void
}): FillWatch {
  const { clock, graceMs, onMissing } = parts
  const orders = new Map<string, Watched>()
  let checking: Timer | undefined

  const findMissingSince = (): number | undefined => {
    let sinceMs: number | undefined
    for (const { isWhole, summed, total, agreedAtMs } of orders.values()) {
      if (isWhole && summed < total) sinceMs = Math.min(sinceMs ?? Infinity, agreedAtMs)
    }
    return sinceMs
  }

  const check = () => {
    checking = undefined
    const sinceMs = findMissingSince()
    if (sinceMs !== undefined) onMissing(sinceMs)
  }

  const find = (clientOrderId: string): Watched => {
    const known = orders.get(clientOrderId)
    if (known !== undefined) return known
    const watched = { isWhole: false, summed: 0, total: 0, agreedAtMs: clock.monotonicMs() }
    orders.set(clientOrderId, watched)
    if (orders.size > remembered) {
      const [oldest] = orders.keys()
      if (oldest !== undefined) orders.delete(oldest)
    }
    return watched
  }

  const judge = (watched: Watched) => {
    if (watched.summed >= watched.total) watched.agreedAtMs = clock.monotonicMs()
    else if (watched.isWhole) checking ??= clock.schedule(graceMs, check)
  }

  return {
    begin(clientOrderId) {
      const watched = find(clientOrderId)
      watched.isWhole = true
      judge(watched)
    },
    take(event) {
      if (event.type !== 'orderTradeUpdate') return
      const { clientOrderId, lastFilledQuantity, filledQuantity, status } = event.order
      const total = parseUnits(filledQuantity, decimals)
      const filled = parseUnits(lastFilledQuantity, decimals)
      if (total === undefined || filled === undefined) return
      const watched = find(clientOrderId)
      if (status === 'NEW' && total === 0) watched.isWhole = true
      watched.summed += filled
      watched.total = Math.max(watched.total, total)
      judge(watched)
    },
    findMissingSince,
    settle() {
      for (const watched of orders.values()) {
        watched.summed = watched.total
        watched.agreedAtMs = clock.monotonicMs()
      }
    },
    stop() {
      checking?.cancel()
      checking = undefined
    },
  }
}
