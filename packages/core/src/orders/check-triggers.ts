import { type Decimal, formatDecimal } from '../decimal/decimal.ts'
import { getSideSign } from '../domain/order-words.ts'
import type { Violation } from '../errors/index.ts'
import { breakRule, type CheckedOrder } from './checked-order.ts'

const smallestCallbackPercent = '0.1'
const largestCallbackPercent = '5'
const largestCallbackPercentInBatch = '4'

/** Checks that a trigger waits for something that is not so yet, and the range of a trailing stop. */
export function checkTriggers(checked: CheckedOrder): Violation[] {
  return [...checkStopPrice(checked), ...checkTrailing(checked)]
}

/** The price that the trigger watches: the latest trade unless `workingType` asks for the mark price. */
function getWorkingPrice({ order, markPrice, lastPrice }: CheckedOrder): Decimal | undefined {
  return order.workingType === 'MARK_PRICE' ? markPrice : lastPrice
}

/** A stop buys at or above its trigger and sells at or below; a take profit the other way round. */
function checkStopPrice(checked: CheckedOrder): Violation[] {
  const { order, type, side, numbers } = checked
  const working = getWorkingPrice(checked)
  const { stopPrice } = numbers
  if (stopPrice === undefined || working === undefined) return []
  const firesAtOrAbove = (getSideSign(side) === 1) !== type.startsWith('TAKE_PROFIT')
  const fires = firesAtOrAbove ? working.greaterThanOrEqualTo(stopPrice) : working.lessThanOrEqualTo(stopPrice)
  if (!fires) return []
  const message = `of a ${side} ${type} is ${firesAtOrAbove ? 'above' : 'below'} the current price ${formatDecimal(working)}; this one would trigger at once`
  return [breakRule(order, 'stopPrice', 'trigger', { message, code: -2021 })]
}

function checkTrailing(checked: CheckedOrder): Violation[] {
  const { order, context, side, numbers } = checked
  const { callbackRate, activationPrice } = numbers
  const violations: Violation[] = []
  const largest = context.batch === true ? largestCallbackPercentInBatch : largestCallbackPercent
  if (callbackRate?.lessThan(smallestCallbackPercent) || callbackRate?.greaterThan(largest)) {
    const message = `is ${smallestCallbackPercent} to ${largest} percent`
    const suggestion = callbackRate.greaterThan(largest) ? largest : smallestCallbackPercent
    violations.push(breakRule(order, 'callbackRate', 'range', { message, code: -1130, suggestion }))
  }
  const working = getWorkingPrice(checked)
  if (activationPrice === undefined || working === undefined) return violations
  const waits = side === 'BUY' ? activationPrice.lessThan(working) : activationPrice.greaterThan(working)
  if (waits) return violations
  const message = `of a ${side} is ${side === 'BUY' ? 'below' : 'above'} the current price ${formatDecimal(working)}`
  return [...violations, breakRule(order, 'activationPrice', 'trigger', { message, code: -2021 })]
}
