import { Decimal, formatDecimal, toDecimal } from '@aster/core'

import { heldOf, lookAgain } from './confirm-end.ts'
import type { ActionRunner } from './create-action-runner.ts'
import type { TradeReading } from './read-trade.ts'
import type { TradeContext } from './trade-context.ts'
import type { TradeState } from './trade-state.ts'

/** Readings that must find less than our fills say, before the rest counts as closed by others. */
const doubtsNeeded = 4
/** Account updates and order events come apart by so much at times. */
const patienceMs = 1_500
/** A fill that we have not heard of is not protected yet: it is looked for sooner, and a few times only. */
const unseenFillPatienceMs = 150
const unseenFillDoubts = 4

/** Holds what the account shows of the position against what a trade's fills add up to. */
export interface PositionWatch {
  /** Compares, and starts to ask when they stay apart. */
  readonly compare: (state: TradeState, seen: TradeReading) => void
  /** Looks at everything anew. */
  readonly investigate: () => void
  /** Monotonic time at which a difference has lasted long enough to act on. */
  readonly dueMs: number | undefined
}

export function createPositionWatch(context: TradeContext, runner: ActionRunner): PositionWatch {
  const { account, plan } = context
  const { clock } = account
  let sinceMs: number | undefined
  let doubts = 0
  let hasReportedForeign = false
  const held = () => heldOf(plan, account.getPosition(plan.symbol, plan.positionSide))

  const findMissing = async (): Promise<boolean> => {
    await lookAgain(context)
    const position = await account.readPosition(plan.symbol, plan.positionSide)
    const { openQuantity, foreignQuantity } = context.reading()
    const missing = toDecimal(openQuantity).plus(foreignQuantity).minus(heldOf(plan, position))
    if (missing.lte(0)) {
      doubts = 0
      return true
    }
    doubts += 1
    if (doubts < doubtsNeeded) return false
    doubts = 0
    // what others held goes first
    const theirs = Decimal.min(missing, foreignQuantity)
    if (theirs.gt(0)) addForeign(theirs.negated())
    const ours = missing.minus(theirs)
    if (ours.isZero()) return true
    const closedUnseen = formatDecimal(ours.plus(context.memory.get().closedUnseen))
    context.memory.remember({ closedUnseen })
    const what = `${ours.toFixed()} was closed by others, without an execution that we can find`
    context.incident('closedElsewhere', what)
    return true
  }

  const findUnseenFill = async (): Promise<boolean> => {
    await lookAgain(context)
    const { openQuantity, foreignQuantity } = context.reading()
    const surplus = held().minus(openQuantity).minus(foreignQuantity)
    if (surplus.lte(0)) return true
    if (runner.failuresOf('lookAgain') === unseenFillDoubts - 1) {
      // it may be an execution of ours that nobody tells of: the stop goes on closing all of it
      const what = `${formatDecimal(surplus)} on ${plan.symbol} is more than the executions that we can find add up to`
      context.incident('foreignPosition', what)
    }
    return false
  }

  const addForeign = (quantity: Decimal) => {
    const known = context.memory.get().foreignQuantity ?? '0'
    context.memory.remember({ foreignQuantity: formatDecimal(quantity.plus(known)) })
  }

  const investigate = () => runner.launch('investigate', findMissing)

  return {
    investigate,
    compare(state, seen) {
      if (seen.foreignQuantity !== '0' && !plan.besideOthers && !hasReportedForeign) {
        hasReportedForeign = true
        const what = `${seen.foreignQuantity} of the position on ${plan.symbol} is not the trade's; stops are bound to its own`
        context.incident('foreignPosition', what)
      }
      const isOpen = state === 'protecting' || state === 'protected' || state === 'exiting'
      const isLess = isOpen && held().lt(toDecimal(seen.openQuantity).plus(seen.foreignQuantity))
      const isMore =
        state !== 'clearing' &&
        held().gt(toDecimal(seen.openQuantity).plus(seen.foreignQuantity)) &&
        runner.failuresOf('lookAgain') < unseenFillDoubts
      if (!isLess) doubts = 0
      if (!isLess && !isMore) {
        sinceMs = undefined
        return
      }
      sinceMs ??= clock.monotonicMs()
      const lastedMs = clock.monotonicMs() - sinceMs
      if (isLess && lastedMs >= patienceMs) investigate()
      if (isMore && lastedMs >= unseenFillPatienceMs) runner.launch('lookAgain', findUnseenFill)
    },
    get dueMs() {
      const from = sinceMs
      if (from === undefined) return undefined
      const due = [from + unseenFillPatienceMs, from + patienceMs].filter((atMs) => atMs > clock.monotonicMs())
      return due[0]
    },
  }
}
