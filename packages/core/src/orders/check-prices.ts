import { type Decimal, formatDecimal } from '../decimal/decimal.ts'
import { getSideSign } from '../domain/order-words.ts'
import type { Violation } from '../errors/index.ts'
import { type PriceRole, roundOrderPrice, roundPriceDown, roundPriceUp } from '../rules/round-price.ts'
import { breakRule, type CheckedOrder } from './checked-order.ts'

const priceFields = ['price', 'stopPrice', 'activationPrice'] as const
type PriceField = (typeof priceFields)[number]

/** Checks every price of the order: PRICE_FILTER, PERCENT_PRICE, and the tick of a peg. */
export function checkPrices(checked: CheckedOrder): Violation[] {
  const violations: Violation[] = []
  for (const field of priceFields) {
    const price = checked.numbers[field]
    if (price !== undefined) violations.push(...checkPriceFilter(checked, field, price))
  }
  return [...violations, ...checkPercentPrice(checked), ...checkPeg(checked)]
}

function checkPriceFilter({ rules, order, side, type }: CheckedOrder, field: PriceField, price: Decimal): Violation[] {
  const isTrigger = field === 'stopPrice'
  const report = (rule: string, code: number, message: string, suggestion?: string) =>
    breakRule(order, field, `PRICE_FILTER.${rule}`, { message, code, suggestion })
  const { minPrice, maxPrice, tickSize } = rules

  if (!price.greaterThan(0)) return [report('minPrice', isTrigger ? -4006 : -4001, 'is above 0')]
  const violations: Violation[] = []
  if (price.lessThan(minPrice)) {
    const least = formatDecimal(minPrice)
    violations.push(
      report('minPrice', isTrigger ? -4006 : -4013, `is at least ${least}`, roundPriceUp(rules, minPrice)),
    )
  } else if (maxPrice.greaterThan(0) && price.greaterThan(maxPrice)) {
    const most = formatDecimal(maxPrice)
    violations.push(
      report('maxPrice', isTrigger ? -4007 : -4002, `is at most ${most}`, roundPriceDown(rules, maxPrice)),
    )
  } else if (!price.modulo(tickSize).isZero()) {
    const code = price.decimalPlaces() > rules.pricePrecision ? -1111 : -4014
    const nearest = roundOrderPrice(rules, price, side, getRole(type, field))
    const suggestion = nearest === '0' ? roundPriceUp(rules, price) : nearest
    violations.push(report('tickSize', code, `is a multiple of ${formatDecimal(tickSize)}`, suggestion))
  }
  return violations
}

function getRole(type: string, field: PriceField): PriceRole {
  if (field === 'stopPrice') return type.startsWith('TAKE_PROFIT') ? 'target' : 'stop'
  return field === 'activationPrice' ? 'target' : 'entry'
}

/**
 * Only the aggressive side is limited: a buy from above, a sell from below. The limit price of a triggered order is measured from
 * its trigger, all others from the mark price.
 */
function checkPercentPrice({ rules, order, side, type, numbers, markPrice }: CheckedOrder): Violation[] {
  const { price } = numbers
  const isTriggered = type === 'STOP' || type === 'TAKE_PROFIT'
  const reference = isTriggered ? numbers.stopPrice : markPrice
  const buys = getSideSign(side) === 1
  const multiplier = buys ? rules.multiplierUp : rules.multiplierDown
  if (price === undefined || reference === undefined || multiplier === undefined) return []
  const bound = reference.times(multiplier)
  if (buys ? price.lessThanOrEqualTo(bound) : price.greaterThanOrEqualTo(bound)) return []
  const of = `${formatDecimal(multiplier)} times the ${isTriggered ? 'stop' : 'mark'} price ${formatDecimal(reference)}`
  return [
    breakRule(order, 'price', `PERCENT_PRICE.${buys ? 'multiplierUp' : 'multiplierDown'}`, {
      message: `of a ${side} is at ${buys ? 'most' : 'least'} ${formatDecimal(bound)}, ${of}`,
      code: isTriggered ? (buys ? -4183 : -4184) : buys ? -4016 : -4024,
      suggestion: buys ? roundPriceDown(rules, bound) : roundPriceUp(rules, bound),
    }),
  ]
}

function checkPeg({ rules, order, side, numbers }: CheckedOrder): Violation[] {
  const { pegOffset } = numbers
  if (pegOffset === undefined) return []
  const violations: Violation[] = []
  const isAway = pegOffset.isZero() || pegOffset.isNegative() === (side === 'BUY')
  if (!isAway) {
    const message = `of a ${side} is ${side === 'BUY' ? '0 or negative' : '0 or positive'}`
    violations.push(breakRule(order, 'pegOffset', 'peg', { message, code: -1130 }))
  }
  if (!pegOffset.modulo(rules.tickSize).isZero()) {
    const message = `is a multiple of ${formatDecimal(rules.tickSize)}`
    const suggestion = roundOrderPrice(rules, pegOffset, side)
    violations.push(breakRule(order, 'pegOffset', 'PRICE_FILTER.tickSize', { message, code: -4014, suggestion }))
  }
  return violations
}
