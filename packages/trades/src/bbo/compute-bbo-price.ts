import { fromTicks, ParameterError, type Side, type SymbolRules, toDecimal, toTicks, type Violation } from '@aster/core'

import { pickOwnPrice } from '../prices/pick-price.ts'

/**
 * The price of an order at the best bid or offer: for a buy the best bid less `ticksDistance` ticks, for a sell the best
 * offer plus as many. Off-grid prices go to the passive side: bids down, offers up.
 *
 * @throws {ParameterError} A price that is not above zero, a distance that is no whole number from 0, or a result that
 *   is not above zero.
 * @example
 * computeBboPrice(rules, 'BUY', { bidPrice: '134.00', askPrice: '134.01' }, 1) // '133.99' with a tick of 0.01
 */
export function computeBboPrice(
  rules: SymbolRules,
  side: Side,
  touch: { readonly bidPrice: string; readonly askPrice: string },
  ticksDistance: number,
): string {
  const best = pickOwnPrice(touch, side)
  const violations: Violation[] = []
  if (!Number.isInteger(ticksDistance) || ticksDistance < 0) {
    violations.push(violation('ticksDistance', 'wholeFromZero', ticksDistance, 'must be a whole number from 0'))
  }
  if (toDecimal(best).lte(0)) {
    violations.push(violation(side === 'BUY' ? 'bidPrice' : 'askPrice', 'positive', best, 'must be above zero'))
  }
  if (violations.length > 0) throw new ParameterError('computeBboPrice', violations)
  const ticks =
    side === 'BUY' ? toTicks(rules, best, 'down') - ticksDistance : toTicks(rules, best, 'up') + ticksDistance
  if (ticks <= 0) {
    throw new ParameterError('computeBboPrice', [
      violation(
        'ticksDistance',
        'positivePrice',
        ticksDistance,
        `leads from ${best} to a price that is not above zero`,
      ),
    ])
  }
  return fromTicks(rules, ticks)
}

const violation = (field: string, rule: string, value: string | number, message: string): Violation => ({
  field,
  rule,
  value: String(value),
  message,
})
