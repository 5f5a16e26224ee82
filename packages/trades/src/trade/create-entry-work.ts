import type { TradeContext } from './trade-context.ts'
import type { TradePlan } from './trade-plan.ts'
import { clearEntry, keepEntry, workEntry } from './work-entry.ts'

/** The procedure that works an entry, one at a time. */
export interface EntryWork {
  readonly runs: boolean
  /** Works an entry to its end; the answer is what was refused, if that is why it ended. */
  start(context: TradeContext, plan: TradePlan): Promise<string | undefined>
  /** Goes on with an order that an earlier process left resting, for at most so long. */
  keep(context: TradeContext, clientOrderId: string, timeoutMs: number): void
  /** Ends it, and cancels what of any entry may still execute. */
  end(context: TradeContext): Promise<void>
  /** Stops working, and leaves everything as it stands. */
  abandon(): void
}

/** @param onEnd - Called when an entry has ended. */
export function createEntryWork(onEnd: () => void): EntryWork {
  let control = new AbortController()
  let runs = false
  let ended: Promise<unknown> = Promise.resolve()
  const track = <T>(work: Promise<T>): Promise<T> => {
    runs = true
    ended = work
    return work
  }
  return {
    get runs() {
      return runs
    },
    async start(context, plan) {
      control = new AbortController()
      const refusal = await track(workEntry({ ...context, plan }, control.signal))
      if (refusal !== undefined) context.memory.remember({ refusal })
      runs = false
      onEnd()
      return refusal
    },
    keep(context, clientOrderId, timeoutMs) {
      control = new AbortController()
      void track(keepEntry(context, clientOrderId, { timeoutMs, signal: control.signal })).then(() => {
        runs = false
        onEnd()
      })
    },
    async end(context) {
      control.abort(new DOMException('The trade has ended its entry', 'AbortError'))
      await ended
      await clearEntry(context)
    },
    abandon() {
      control.abort(new DOMException('The account has closed', 'AbortError'))
    },
  }
}
