import { Decimal, formatDecimal } from '../decimal/decimal.ts'
import { isConditionalOrderType } from '../domain/order-words.ts'
import type { Violation } from '../errors/index.ts'
import { getMarketStep } from '../rules/round-quantity.ts'
import { breakRule, type CheckedOrder, isMarketLike } from './checked-order.ts'

/** Checks the quantity (LOT_SIZE, MARKET_LOT_SIZE), its value (MIN_NOTIONAL) and how many orders there are already. */
export function checkSize(checked: CheckedOrder): Violation[] {
  const { quantity } = checked.numbers
  const sized = quantity === undefined ? [] : [...checkLotSize(checked, quantity), ...checkNotional(checked, quantity)]
  return [...sized, ...checkOrderCounts(checked)]
}

/** Orders that end as MARKET orders obey both filters; all others LOT_SIZE alone. */
function checkLotSize({ rules, order, type }: CheckedOrder, quantity: Decimal): Violation[] {
  const market = isMarketLike(type)
  const least = market ? Decimal.max(rules.minQuantity, rules.marketMinQuantity) : rules.minQuantity
  const most = getLowestLimit(market ? [rules.maxQuantity, rules.marketMaxQuantity] : [rules.maxQuantity])
  const step = market ? getMarketStep(rules) : rules.stepSize
  const toStepUp = (value: Decimal) => formatDecimal(value.dividedBy(step).ceil().times(step))
  const toStepDown = (value: Decimal) => value.dividedToIntegerBy(step).times(step)
  const report = (filter: string, rule: string, code: number, message: string, suggestion?: string) =>
    breakRule(order, 'quantity', `${filter}.${rule}`, { message, code, suggestion })

  const smallest = toStepUp(Decimal.max(least, step))
  if (!quantity.greaterThan(0)) return [report('LOT_SIZE', 'minQty', -4003, 'is above 0', smallest)]
  if (quantity.lessThan(least)) {
    const filter = least.equals(rules.minQuantity) ? 'LOT_SIZE' : 'MARKET_LOT_SIZE'
    return [report(filter, 'minQty', -4004, `is at least ${formatDecimal(least)}`, smallest)]
  }
  if (most !== undefined && quantity.greaterThan(most)) {
    const filter = most.equals(rules.maxQuantity) ? 'LOT_SIZE' : 'MARKET_LOT_SIZE'
    const message = `of ${type} is at most ${formatDecimal(most)}; split it`
    return [report(filter, 'maxQty', -4005, message, formatDecimal(toStepDown(most)))]
  }
  if (quantity.modulo(step).isZero()) return []
  const filter = quantity.modulo(rules.stepSize).isZero() ? 'MARKET_LOT_SIZE' : 'LOT_SIZE'
  const code = quantity.decimalPlaces() > rules.quantityPrecision ? -1111 : -4023
  const floor = toStepDown(quantity)
  const suggestion = floor.lessThan(least) || floor.isZero() ? smallest : formatDecimal(floor)
  return [report(filter, 'stepSize', code, `is a multiple of ${formatDecimal(step)}`, suggestion)]
}

function getLowestLimit(limits: readonly Decimal[]): Decimal | undefined {
  const set = limits.filter((limit) => limit.greaterThan(0))
  return set.length === 0 ? undefined : Decimal.min(...set)
}

/**
 * The value of an order that may open. Reduce-only and closePosition are exempt; a closing order of hedge mode carries neither and
 * is not.
 */
function checkNotional(checked: CheckedOrder, quantity: Decimal): Violation[] {
  const { rules, order, type, reduceOnly, closePosition, numbers, markPrice } = checked
  const price = numbers.price ?? numbers.stopPrice ?? numbers.activationPrice ?? markPrice
  if (reduceOnly || closePosition || price === undefined || !price.greaterThan(0)) return []
  const notional = price.times(quantity)
  if (!quantity.greaterThan(0) || notional.greaterThanOrEqualTo(rules.minNotional)) return []
  const step = isMarketLike(type) ? getMarketStep(rules) : rules.stepSize
  const least = rules.minNotional.dividedBy(price).dividedBy(step).ceil().times(step)
  const message = `times ${formatDecimal(price)} is ${formatDecimal(notional)}, and at least ${formatDecimal(rules.minNotional)} is needed unless the order only reduces`
  const suggestion = formatDecimal(Decimal.max(least, rules.minQuantity))
  return [breakRule(order, 'quantity', 'MIN_NOTIONAL.notional', { message, code: -4164, suggestion })]
}

function checkOrderCounts({ rules, order, context, type }: CheckedOrder): Violation[] {
  const violations: Violation[] = []
  const { openOrders, openAlgoOrders } = context
  if (openOrders !== undefined && rules.maxOrders !== undefined && openOrders >= rules.maxOrders) {
    const message = `has ${openOrders} open orders, and ${rules.maxOrders} are allowed`
    violations.push(breakRule(order, 'symbol', 'MAX_NUM_ORDERS.limit', { message, code: -2025 }))
  }
  const { maxAlgoOrders } = rules
  if (!isConditionalOrderType(type) || openAlgoOrders === undefined || maxAlgoOrders === undefined) return violations
  if (openAlgoOrders < maxAlgoOrders) return violations
  const message = `has ${openAlgoOrders} open conditional orders, and ${maxAlgoOrders} are allowed`
  return [...violations, breakRule(order, 'symbol', 'MAX_NUM_ALGO_ORDERS.limit', { message, code: -4045 })]
}
