/**
 * - `active`: what the limits allow.
 * - `reducing`: only what makes a position smaller, by whatever order.
 * - `halted`: only exits that cannot open anything: reduce-only, close-position, and closing sides in hedge mode.
 *
 * Cancels and exits go out in every state.
 */
export type RiskState = 'active' | 'reducing' | 'halted'

/** A state that stays until somebody changes it, also over a restart. */
export interface RiskLatch {
  readonly state: RiskState
  readonly reason: string
  readonly atMs: number
}

/** What daily loss and drawdown are counted from. Quote asset. */
export interface EquityMarks {
  /** 00:00 UTC of the day. */
  readonly dayStartMs: number
  readonly dayStartEquity: number
  readonly peakEquity: number
}

/** Where the risk gate keeps what must survive the process. */
export interface RiskStore {
  readLatch(): RiskLatch | undefined
  /** Counts at once; resolves when it is safe. */
  writeLatch(latch: RiskLatch): Promise<void>
  readEquityMarks(): EquityMarks | undefined
  writeEquityMarks(marks: EquityMarks): void
}

/** Forgets everything with the process. For simulations, and accounts without a journal. */
export function createMemoryRiskStore(): RiskStore {
  let latch: RiskLatch | undefined
  let marks: EquityMarks | undefined
  return {
    readLatch: () => latch,
    writeLatch(next) {
      latch = next
      return Promise.resolve()
    },
    readEquityMarks: () => marks,
    writeEquityMarks: (next) => void (marks = next),
  }
}
