import { formatDecimal, toDecimal } from '../decimal/decimal.ts'
import { getHedgeEffect } from '../domain/order-words.ts'
import type { Violation } from '../errors/index.ts'
import { breakRule, type CheckedOrder } from './checked-order.ts'
import type { OrderParameterName } from './order-parameters.ts'

/** Statuses in which not even a position can be closed by an order. */
const closedStatuses = ['PENDING_TRADING', 'SETTLING', 'CLOSE']

/** Checks the order against the symbol's status, the position mode and the position. */
export function checkModes(checked: CheckedOrder): Violation[] {
  const { rules, order, context, side, positionSide, reduceOnly, closePosition } = checked
  const violations: Violation[] = []
  const report = (field: OrderParameterName, rule: string, code: number, message: string, suggestion?: string) =>
    violations.push(breakRule(order, field, rule, { message, code, suggestion }))
  const effect = getHedgeEffect(side, positionSide)
  const closes = reduceOnly || closePosition || effect === 'close'

  if (closedStatuses.includes(rules.status)) {
    report('symbol', 'status', -4141, `is ${rules.status} and takes no orders`)
  } else if (rules.status !== 'TRADING' && !closes) {
    report('symbol', 'status', -4140, `is ${rules.status} and takes no orders that open`)
  }

  if (context.hedgeMode === true && effect === undefined) {
    report('positionSide', 'positionMode', -4061, 'is LONG or SHORT, because the account is in hedge mode')
  }
  if (context.hedgeMode === false && effect !== undefined) {
    report('positionSide', 'positionMode', -4061, 'is BOTH or absent, because the account is in one-way mode', 'BOTH')
  }
  if (effect !== undefined && order.reduceOnly !== undefined) {
    report(
      'reduceOnly',
      'hedgeMode',
      -4062,
      `is not sent in hedge mode; ${side} ${positionSide} says ${effect}`,
      'leave it out',
    )
  }
  if (effect === 'open' && closePosition) {
    const other = positionSide === 'LONG' ? 'SELL' : 'BUY'
    report('side', 'closePosition', -4020, `of an order that closes ${positionSide} is ${other}`, other)
  }
  return [...violations, ...checkPosition(checked, reduceOnly || effect === 'close')]
}

/** An order that may only reduce needs something to reduce, on the other side and as large. */
function checkPosition({ order, context, side, positionSide, numbers }: CheckedOrder, reduces: boolean): Violation[] {
  const { positionQuantity } = context
  if (!reduces || positionQuantity === undefined) return []
  const position = toDecimal(positionQuantity)
  const isOpposite = !position.isZero() && (positionSide !== 'BOTH' || position.isNegative() === (side === 'BUY'))
  const field = order.reduceOnly === undefined ? 'side' : 'reduceOnly'
  if (!isOpposite) {
    const message = `finds nothing to reduce: the position is ${positionQuantity}`
    return [breakRule(order, field, 'position', { message, code: -2022 })]
  }
  const largest = formatDecimal(position.abs())
  if (numbers.quantity === undefined || numbers.quantity.lessThanOrEqualTo(largest)) return []
  const message = `is more than the position of ${largest} that it may only reduce`
  return [breakRule(order, 'quantity', 'position', { message, code: -2022, suggestion: largest })]
}
