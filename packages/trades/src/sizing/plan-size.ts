import { Decimal, floorQuantity, formatDecimal, ParameterError, type SymbolRules, toDecimal } from '@aster/core'

import type { DecimalInput } from '../trade/trade-options.ts'

/** How big a position is to be. */
export type SizeOptions =
  /** Base asset. */
  | { readonly base: DecimalInput }
  /** Worth so much, in quote asset. */
  | { readonly quote: DecimalInput }
  /** Worth so much of the equity, in percent; times `leverage` when given. */
  | { readonly equityPercent: DecimalInput; readonly leverage?: DecimalInput }
  /** Loses so much, in quote asset, when the stop is met. */
  | { readonly risk: DecimalInput }
  /** Loses so much of the equity, in percent, when the stop is met. */
  | { readonly riskPercent: DecimalInput }

export interface SizeRequest {
  readonly size: SizeOptions
  /** Expected entry, quote asset per base asset. */
  readonly price: DecimalInput
  /** Needed where the size is a risk. */
  readonly stopPrice?: DecimalInput
  /** Quote asset; needed where the size is a share of it. */
  readonly equity?: DecimalInput
  /** Charged on entry and on exit, as a part of 1; makes a risk include both. */
  readonly feeRate?: DecimalInput
  /** The position is worth no more than this, in quote asset. */
  readonly maxNotional?: DecimalInput
}

/** What a size comes to on a symbol. Decimal strings. */
export interface SizePlan {
  /** Base asset, on the step; '0' when it is too small to be an order. */
  readonly quantity: string
  /** Before rounding and limits. */
  readonly wanted: string
  /** quantity x price. */
  readonly notional: string
  /** What is lost when the stop is met, fees included; undefined without a stop. */
  readonly risk: string | undefined
  /** How much of what was wanted was left out, in percent. */
  readonly leftOutPercent: string
  /** Why the quantity is not what was wanted: each rule with its number. */
  readonly report: readonly { readonly rule: string; readonly limit: string; readonly message: string }[]
}

/**
 * Turns a description of a size into a quantity. Always rounded down: never more than asked, never lifted to a minimum.
 *
 * @throws {ParameterError} A number that is not above zero, or one that the kind of size needs and lacks.
 * @example
 * planSize(rules, { size: { riskPercent: 1 }, equity: '10000', price: '100', stopPrice: '98' }).quantity // '50'
 */
export function planSize(rules: SymbolRules, request: SizeRequest): SizePlan {
  const price = readPositive('price', request.price)
  const fees = readFee(request.feeRate)
  const perUnit = readRiskPerUnit(request, price, fees)
  const wanted = readWanted(request, price, perUnit)
  const report: SizePlan['report'][number][] = []
  let quantity = wanted
  const cap = (rule: string, limit: Decimal, what: string) => {
    if (limit.lte(0) || quantity.lte(limit)) return
    report.push({ rule, limit: formatDecimal(limit), message: `${what} allows at most ${formatDecimal(limit)}` })
    quantity = limit
  }
  if (request.maxNotional !== undefined) {
    cap('maxNotional', readPositive('maxNotional', request.maxNotional).div(price), 'The largest notional')
  }
  cap('LOT_SIZE.maxQty', rules.maxQuantity, 'The largest order')
  const floored = toDecimal(floorQuantity(rules, quantity))
  if (!floored.eq(quantity)) {
    const step = formatDecimal(rules.stepSize)
    report.push({ rule: 'LOT_SIZE.stepSize', limit: step, message: `Rounded down to a multiple of ${step}` })
  }
  quantity = floored
  const isTooSmall = (rule: string, limit: Decimal, value: Decimal, unit: string) => {
    if (value.gte(limit) && !quantity.isZero()) return
    const message = `${formatDecimal(value)} ${unit} is less than the least, ${formatDecimal(limit)}: left out`
    report.push({ rule, limit: formatDecimal(limit), message })
    quantity = new Decimal(0)
  }
  if (quantity.lt(rules.minQuantity) || quantity.isZero()) {
    isTooSmall('LOT_SIZE.minQty', rules.minQuantity, quantity, rules.baseAsset)
  } else if (quantity.times(price).lt(rules.minNotional)) {
    isTooSmall('MIN_NOTIONAL', rules.minNotional, quantity.times(price), rules.quoteAsset)
  }
  const leftOut = wanted.minus(quantity).div(wanted).times(100)
  return {
    quantity: formatDecimal(quantity),
    wanted: formatDecimal(wanted.toDecimalPlaces(18)),
    notional: formatDecimal(quantity.times(price)),
    risk: perUnit === undefined ? undefined : formatDecimal(quantity.times(perUnit).toDecimalPlaces(8)),
    leftOutPercent: formatDecimal(leftOut.toDecimalPlaces(6)),
    report,
  }
}

function readWanted({ size, equity }: SizeRequest, price: Decimal, perUnit: Decimal | undefined): Decimal {
  if ('base' in size) return readPositive('size.base', size.base)
  if ('quote' in size) return readPositive('size.quote', size.quote).div(price)
  if ('equityPercent' in size) {
    const leverage = readPositive('size.leverage', size.leverage ?? 1)
    return share('size.equityPercent', size.equityPercent, equity).times(leverage).div(price)
  }
  if (perUnit === undefined) throw refuse('stopPrice', 'absent', 'is needed where the size is a risk')
  const risk =
    'risk' in size ? readPositive('size.risk', size.risk) : share('size.riskPercent', size.riskPercent, equity)
  return risk.div(perUnit)
}

function share(field: string, percent: DecimalInput, equity: DecimalInput | undefined): Decimal {
  if (equity === undefined) throw refuse('equity', 'absent', `is needed for ${field}`)
  return readPositive(field, percent).times(readPositive('equity', equity)).div(100)
}

/** What one unit loses when the stop is met: the way to it, and fees on both prices. */
function readRiskPerUnit({ stopPrice }: SizeRequest, price: Decimal, feeRate: Decimal): Decimal | undefined {
  if (stopPrice === undefined) return undefined
  const stop = readPositive('stopPrice', stopPrice)
  if (stop.eq(price)) throw refuse('stopPrice', formatDecimal(stop), 'must differ from the price')
  return price.minus(stop).abs().plus(price.plus(stop).times(feeRate))
}

function readFee(feeRate: DecimalInput | undefined): Decimal {
  const rate = toDecimal(feeRate ?? 0)
  if (rate.lt(0) || rate.gte('0.01')) throw refuse('feeRate', formatDecimal(rate), 'must be a part of 1, below 0.01')
  return rate
}

function readPositive(field: string, value: DecimalInput): Decimal {
  const decimal = toDecimal(value)
  if (decimal.gt(0)) return decimal
  throw refuse(field, formatDecimal(decimal), 'must be above zero')
}

const refuse = (field: string, value: string, message: string): ParameterError =>
  new ParameterError('planSize', [{ field, rule: 'size', value, message }])
