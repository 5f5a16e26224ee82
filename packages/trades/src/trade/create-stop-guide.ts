import { getSideSign, toDecimal, toTicks } from '@aster/core'

import { pickOwnPrice } from '../prices/pick-price.ts'
import type { Touch } from '../prices/touch.ts'
import { computeCallback, priceActivation } from './price-stop-now.ts'
import type { TradeReading } from './read-trade.ts'
import type { TradeContext } from './trade-context.ts'
import type { TradeState } from './trade-state.ts'

/** A trailing stop moves in steps of this part of its distance: each move costs an order and a cancel. */
const stepsOfCallback = 10

/** Follows the price while a trade is open, for what the exchange does not follow by itself. */
export interface StopGuide {
  /** Takes over where the trade stands now, and looks at the price. */
  readonly update: (state: TradeState, reading: TradeReading) => void
  readonly stop: () => void
}

/**
 * Remembers the best price since the trailing stop follows, and whether the price has won what the move to break-even
 * asks for. It looks at the price at which the position could be closed: the best bid for a long, the best offer for a
 * short.
 *
 * @param onNews - Called when the stop has to move.
 */
export function createStopGuide(context: TradeContext, onNews: () => void): StopGuide {
  const { account, plan, memory } = context
  const { trailing, breakEven } = plan
  const sign = getSideSign(plan.side)
  let averageEntryPrice: string | undefined
  let breakEvenAt = Infinity
  let activateAt = -Infinity

  const look = (touch: Touch) => {
    if (averageEntryPrice === undefined) return
    const text = pickOwnPrice(touch, plan.side)
    const price = Number(text)
    if (!(price > 0)) return
    if (price * sign >= breakEvenAt && memory.get().breakEvenReached !== true) {
      memory.remember({ breakEvenReached: true })
      onNews()
    }
    if (trailing === undefined) return
    const { extremePrice } = memory.get()
    if (extremePrice === undefined ? price * sign < activateAt : !isStep(extremePrice, text)) return
    memory.remember({ extremePrice: text })
    onNews()
  }

  const isStep = (extremePrice: string, price: string): boolean => {
    const won = toDecimal(price).minus(extremePrice).times(sign)
    if (won.lte(0)) return false
    const rules = account.getRules(plan.symbol)
    const step = trailing === undefined ? 0 : computeCallback(trailing, extremePrice).div(stepsOfCallback)
    return won.gte(step) && toTicks(rules, won, 'down') >= 1
  }

  const stop =
    trailing === undefined && breakEven?.atPercent === undefined
      ? () => undefined
      : account.prices.onChange(plan.symbol, look)

  return {
    stop,
    update(state, reading) {
      const isOpen = (state === 'protecting' || state === 'protected') && reading.openQuantity !== '0'
      if (!isOpen || reading.entryLive) {
        averageEntryPrice = undefined
        return
      }
      if (averageEntryPrice === reading.averageEntryPrice) return
      averageEntryPrice = reading.averageEntryPrice
      const rules = account.getRules(plan.symbol)
      const activation = priceActivation(rules, plan, averageEntryPrice)
      activateAt = activation === undefined ? -Infinity : Number(activation) * sign
      if (breakEven?.atPercent !== undefined) {
        const won = toDecimal(breakEven.atPercent).times(sign).plus(100).div(100)
        breakEvenAt = toDecimal(averageEntryPrice).times(won).times(sign).toNumber()
      }
      const touch = account.prices.get(plan.symbol)
      if (touch !== undefined) look(touch)
    },
  }
}
