import type { CloseReason } from './trade-facts.ts'
import type { TradeCause } from './trade-state.ts'

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
  /** Asked for beside the plan's quantity. Base asset. */
  readonly addedQuantity?: string | undefined
  /** What others held on our side of the position when it began, and what has come to it unseen. Base asset. */
  readonly foreignQuantity?: string | undefined
  /** The best price since the trailing stop follows, in steps that move the stop. */
  readonly extremePrice?: string | undefined
  /** The exchange would not trail; the stop itself is moved. */
  readonly trailsLocally?: boolean | undefined
  /** The price has won what the move to break-even asks for. */
  readonly breakEvenReached?: boolean | undefined
  /** Somebody asked for the move to break-even. */
  readonly breakEvenAsked?: boolean | undefined
}

/** What a cause that makes the trade close is called afterwards. */
export const closingReasons: Readonly<Partial<Record<TradeCause, ClosingReason>>> = {
  overdue: 'unprotected',
  stopRefused: 'unprotected',
  stopFailed: 'stop',
  stopPassed: 'stop',
  timeUp: 'timeStop',
}

/** The memory of a trade that has not begun. */
export const createTradeMemory = (startedMs: number, foreignQuantity = '0'): TradeMemory => ({
  startedMs,
  closedUnseen: '0',
  foreignQuantity,
})

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
