import { Decimal, floorQuantity, formatDecimal, type Side, type SymbolRules, toDecimal } from '@aster/core'

/** What a bracket is planned from. Prices are decimal strings, quote asset per base asset. */
export interface BracketInput {
  readonly side: Side
  readonly bid: string
  readonly ask: string
  /** Standard deviation of the price over the horizon of a trade, price units. */
  readonly deviation: number
  readonly riskUsdt: number
  readonly maxNotionalUsdt: number
}

/** One trade as it is wanted: how much, and how far its exits lie from the entry. */
export interface Bracket {
  readonly side: Side
  /** Base asset. */
  readonly quantity: string
  /** Distance of the exits from the entry price, percent of it. */
  readonly takeProfitPercent: string
  readonly stopPercent: string
  /** What the stop would lose on this quantity before fees, USDT. */
  readonly riskUsdt: string
}

/** Exits lie this many standard deviations away, so that a random walk mostly reaches one before the time stop. */
const takeProfitDeviations = 0.9
const stopDeviations = 0.8
/** And never so close that the spread alone could trigger them. */
const leastSpreads = 2
const leastTicks = 4

/** Sizes a trade by its risk: the wider the stop, the smaller the quantity. Undefined where the symbol's limits leave no room. */
export function planBracket(rules: SymbolRules, input: BracketInput): Bracket | undefined {
  const bid = toDecimal(input.bid)
  const ask = toDecimal(input.ask)
  const price = input.side === 'BUY' ? bid : ask
  const least = Decimal.max(ask.minus(bid).times(leastSpreads), rules.tickSize.times(leastTicks))
  const stopDistance = Decimal.max(new Decimal(input.deviation).times(stopDeviations), least)
  const takeProfitDistance = Decimal.max(new Decimal(input.deviation).times(takeProfitDeviations), least)

  const byRisk = new Decimal(input.riskUsdt).div(stopDistance)
  const byNotional = new Decimal(input.maxNotionalUsdt).div(price)
  const limits = [rules.maxQuantity, rules.marketMaxQuantity].filter((limit) => limit.gt(0))
  const wanted = Decimal.min(byRisk, byNotional, ...limits)
  const quantity = toDecimal(floorQuantity(rules, wanted))
  const isTooSmall = quantity.lt(Decimal.max(rules.minQuantity, rules.marketMinQuantity))
  // A stop that fills lower must still be worth the least notional.
  if (isTooSmall || quantity.times(price.minus(stopDistance)).lt(rules.minNotional)) return undefined
  return {
    side: input.side,
    quantity: formatDecimal(quantity),
    takeProfitPercent: toPercent(takeProfitDistance, price),
    stopPercent: toPercent(stopDistance, price),
    riskUsdt: quantity.times(stopDistance).toFixed(2),
  }
}

function toPercent(distance: Decimal, price: Decimal): string {
  return formatDecimal(distance.div(price).times(100).toDecimalPlaces(6, Decimal.ROUND_UP))
}
