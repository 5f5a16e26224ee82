import { toDecimal } from '@aster/core'

import { isBookClear, lookAgain, readLeft } from './confirm-end.ts'
import type { TradeProgress } from './plan-trade-actions.ts'
import type { TradeContext } from './trade-context.ts'

/** Readings that must find a position where our fills say flat, before it counts as another's. */
const doubtsNeeded = 5
/** How often missing executions are asked for at the end, before the result counts as an estimate. */
const fillReadings = 4

/** Asks the exchange whether a trade has ended as its fills say. */
export interface EndChecks {
  readonly progress: TradeProgress
  /** What is left of the position although all that is ours has been closed; undefined when nothing is. */
  readonly foreignLeft: string | undefined
  /** True when it is settled, one way or the other. */
  readonly confirmFlat: () => Promise<boolean>
  readonly confirmBook: () => Promise<boolean>
  /** There is a position again: what was confirmed no longer counts. */
  readonly reset: () => void
}

export function createEndChecks(context: TradeContext): EndChecks {
  let progress: TradeProgress = { flatConfirmed: false, bookConfirmed: false }
  let foreignLeft: string | undefined
  let doubts = 0
  let fillReadingsDone = 0
  const isIncomplete = () => context.facts().orders.some(({ view }) => !view.fillsComplete)
  return {
    get progress() {
      return progress
    },
    get foreignLeft() {
      return foreignLeft
    },
    async confirmFlat() {
      const read = await readLeft(context)
      // what others hold beside us stays
      const { foreignQuantity } = context.reading()
      const left = toDecimal(read).lte(foreignQuantity) ? '0' : read
      if (left !== '0' && context.memory.get().closedUnseen !== '0') {
        // what we took for closed by others is still there
        context.memory.remember({ closedUnseen: '0' })
        return true
      }
      if (left !== '0') {
        doubts += 1
        if (doubts === 1) await lookAgain(context)
        if (doubts < doubtsNeeded) return false
        // every order of ours has ended, and all its fills are counted: this is not ours
        foreignLeft = left
        const { symbol } = context.plan
        context.incident('foreignPosition', `${left} is left on ${symbol} that the trade did not open`)
      } else if (read !== '0' && !context.plan.besideOthers) foreignLeft = read
      progress = { ...progress, flatConfirmed: true }
      return true
    },
    async confirmBook() {
      if (!(await isBookClear(context))) return false
      if (isIncomplete() && fillReadingsDone < fillReadings) {
        fillReadingsDone += 1
        await lookAgain(context).catch(() => undefined)
        if (isIncomplete()) return false
      }
      progress = { ...progress, bookConfirmed: true }
      return true
    },
    reset() {
      foreignLeft = undefined
      progress = { flatConfirmed: false, bookConfirmed: false }
      doubts = 0
    },
  }
}
