import type { CloseReason } from './trade-facts.ts'

/** Why the machine began to close the position by itself. */
export type ClosingReason = CloseReason | 'timeStop' | 'unprotected' | 'stop'

/**
 * What a running trade knows and can read neither from the exchange nor from its plan again. Plain JSON: written down
 * whenever it changes, it lets another process go on with the trade.
 */
export interface TradeMemory {
  /** Our clock when the trade was created. */
  readonly startedMs: number
  /** Time of the first fill by the exchange's clock; the time stop counts from it. */
  readonly firstFillMs?: number | undefined
  /** Once it has begun to close, it goes on closing. */
  readonly closing?: ClosingReason | undefined
  /** What was refused, in the exchange's words. */
  readonly refusal?: string | undefined
  /** Closed by others without an execution that we could find. Base asset. */
  readonly closedUnseen: string
}

/** The memory of a trade that has not begun. */
export const createTradeMemory = (startedMs: number): TradeMemory => ({ startedMs, closedUnseen: '0' })

/** Holds the memory of one trade and tells of every change. */
export interface MemoryKeeper {
  readonly get: () => TradeMemory
  readonly remember: (change: Partial<TradeMemory>) => void
}

export function createMemoryKeeper(initial: TradeMemory, onChange: (memory: TradeMemory) => void): MemoryKeeper {
  let memory = initial
  return {
    get: () => memory,
    remember(change) {
      const isNews = Object.entries(change).some(([name, value]) => memory[name as keyof TradeMemory] !== value)
      if (!isNews) return
      memory = { ...memory, ...change }
      onChange(memory)
    },
  }
}
