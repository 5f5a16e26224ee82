import { planTakeProfits } from './plan-take-profits.ts'
import type { TradeReading } from './read-trade.ts'
import type { TradeContext } from './trade-context.ts'

/** Tells once, when the entry is over, which take-profits were too small to stand alone. */
export function createLadderReport({ plan, incident, facts }: TradeContext): (reading: TradeReading) => void {
  let isTold = plan.takeProfits.length === 0
  return (reading) => {
    if (isTold || reading.entryLive || reading.entryFilled === '0') return
    isTold = true
    const { merged, tooSmall } = planTakeProfits(facts().rules, plan, {
      quantity: reading.entryFilled,
      averagePrice: reading.averageEntryPrice,
      complete: true,
    })
    if (tooSmall) {
      incident('takeProfitsTooSmall', `${reading.entryFilled} is too little for a take-profit; the stop alone ends it`)
    } else if (merged.length > 0) {
      const levels = merged.map((level) => level + 1).join(', ')
      incident('takeProfitsTooSmall', `Of ${reading.entryFilled}, level ${levels} went into its neighbour`)
    }
  }
}
