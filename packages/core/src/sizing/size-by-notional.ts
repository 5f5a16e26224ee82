import { Decimal, type DecimalInput, formatDecimal, toDecimal } from '../decimal/decimal.ts'
import { ParameterError } from '../errors/index.ts'
import { getMarketStep } from '../rules/round-quantity.ts'
import type { SymbolRules } from '../rules/symbol-rules.ts'

/** A quantity and why it is what it is. */
export interface NotionalSize {
  /** Base asset, on the step. */
  readonly quantity: string
  /** quantity x price, quote asset. */
  readonly notional: string
  /** What decided: the notional asked for, or the minimum that lifted it. */
  readonly decidedBy: 'notional' | 'minQuantity' | 'minNotional'
}

/**
 * Turns an amount of quote asset into a quantity that the symbol takes: rounded to the step, then lifted to the smallest that is
 * allowed.
 *
 * @param request.rounding - `down`: at most the notional asked for; `up`: at least.
 * @param request.maxNotional - The most that rounding and lifting may make of it: a coarse step can multiply a small amount.
 * @param request.market - True for MARKET orders, which have limits of their own.
 * @throws {ParameterError} More than the largest quantity, or than `maxNotional`.
 */
export function sizeByNotional(
  rules: SymbolRules,
  request: {
    readonly notional: DecimalInput
    readonly price: DecimalInput
    readonly rounding: 'down' | 'up'
    readonly maxNotional: DecimalInput
    readonly market?: boolean
  },
): NotionalSize {
  const price = readPositive('price', request.price)
  const market = request.market === true
  const step = market ? getMarketStep(rules) : rules.stepSize
  const toStepUp = (value: Decimal) => value.dividedBy(step).ceil().times(step)

  const asked = readPositive('notional', request.notional).dividedBy(price).dividedBy(step)
  const wanted = (request.rounding === 'up' ? asked.ceil() : asked.floor()).times(step)
  const smallest = market ? Decimal.max(rules.minQuantity, rules.marketMinQuantity) : rules.minQuantity
  const minQuantity = toStepUp(Decimal.max(smallest, step))
  const minNotional = toStepUp(rules.minNotional.dividedBy(price))
  const quantity = Decimal.max(wanted, minQuantity, minNotional)
  const notional = quantity.times(price)

  for (const [rule, limit] of [
    ['LOT_SIZE.maxQty', rules.maxQuantity],
    ['MARKET_LOT_SIZE.maxQty', market ? rules.marketMaxQuantity : new Decimal(0)],
  ] as const) {
    if (limit.isZero() || quantity.lessThanOrEqualTo(limit)) continue
    throw refuse('quantity', rule, formatDecimal(quantity), `is at most ${formatDecimal(limit)}`)
  }
  if (notional.greaterThan(toDecimal(request.maxNotional))) {
    const message = `is at most ${formatDecimal(request.maxNotional)}; the smallest quantity that fits is ${formatDecimal(quantity)}`
    throw refuse('notional', 'maxNotional', formatDecimal(notional), message)
  }
  const lifted = minQuantity.greaterThanOrEqualTo(minNotional) ? 'minQuantity' : 'minNotional'
  return {
    quantity: formatDecimal(quantity),
    notional: formatDecimal(notional),
    decidedBy: quantity.greaterThan(wanted) ? lifted : 'notional',
  }
}

function readPositive(field: string, value: DecimalInput): Decimal {
  const decimal = toDecimal(value)
  if (decimal.greaterThan(0)) return decimal
  throw refuse(field, 'positive', formatDecimal(decimal), 'is above 0')
}

function refuse(field: string, rule: string, value: string, message: string): ParameterError {
  return new ParameterError('sizeByNotional', [{ field, rule, value, message }])
}
