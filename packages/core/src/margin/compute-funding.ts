import { Decimal, type DecimalInput, toDecimal } from '../decimal/decimal.ts'

// Rates are fractions: 0.0001 is one basis point. Prices are in quote asset. Sources are the exchange's family of APIs.

const eightHours = 8
const largestPull = '0.0005'

/** A price level of a book: price and quantity. */
export type PriceLevel = readonly [price: DecimalInput, quantity: DecimalInput]

/**
 * The average price at which a notional trades into one side of the book, best level first. `undefined` when the side does not
 * hold that much.
 *
 * @param notional - In quote asset; the exchange takes 200 / initial margin rate at the highest leverage.
 */
export function computeImpactPrice(levels: readonly PriceLevel[], notional: DecimalInput): Decimal | undefined {
  const wanted = toDecimal(notional)
  let left = wanted
  let quantity = new Decimal(0)
  for (const level of levels) {
    const price = toDecimal(level[0])
    const worth = price.times(toDecimal(level[1]))
    const taken = Decimal.min(left, worth)
    quantity = quantity.plus(taken.dividedBy(price))
    left = left.minus(taken)
    if (left.isZero()) return wanted.dividedBy(quantity)
  }
  return undefined
}

/** How far the book stands away from the index: above 0 when it can be sold above it, below 0 when it can be bought below it. */
export function computePremium(impactBid: DecimalInput, impactAsk: DecimalInput, indexPrice: DecimalInput): Decimal {
  const index = toDecimal(indexPrice)
  const above = Decimal.max(0, toDecimal(impactBid).minus(index))
  const below = Decimal.max(0, index.minus(toDecimal(impactAsk)))
  return above.minus(below).dividedBy(index)
}

/**
 * The rate of a funding interval: the average premium, pulled towards the interest by at most 0.0005, for the length of the
 * interval, within the cap of the symbol.
 *
 * @param state.interestRate - For eight hours; 0.0001 by default.
 * @param state.cap - Largest rate either way; none by default.
 */
export function computeFundingRate(state: {
  readonly averagePremium: DecimalInput
  readonly intervalHours: number
  readonly interestRate?: DecimalInput
  readonly cap?: DecimalInput | undefined
}): Decimal {
  const premium = toDecimal(state.averagePremium)
  const pull = clamp(toDecimal(state.interestRate ?? '0.0001').minus(premium), toDecimal(largestPull))
  const rate = premium.plus(pull).times(state.intervalHours).dividedBy(eightHours)
  return state.cap === undefined ? rate : clamp(rate, toDecimal(state.cap))
}

/** What an account gets at a funding, below 0 when it pays: longs pay shorts at a positive rate. */
export function computeFundingPayment(
  quantity: DecimalInput,
  markPrice: DecimalInput,
  fundingRate: DecimalInput,
): Decimal {
  return toDecimal(quantity).times(toDecimal(markPrice)).times(toDecimal(fundingRate)).negated().plus(0) // no -0
}

/**
 * The mark price: the median of the index with the funding still to come, the index with the average basis, and the last price.
 *
 * @param state.basis - Samples of mid price - index price.
 */
export function computeMarkPrice(state: {
  readonly indexPrice: DecimalInput
  readonly lastFundingRate: DecimalInput
  readonly hoursToFunding: DecimalInput
  readonly basis: readonly DecimalInput[]
  readonly lastPrice: DecimalInput
}): { readonly fundingPrice: Decimal; readonly basisPrice: Decimal; readonly markPrice: Decimal } {
  const index = toDecimal(state.indexPrice)
  const share = toDecimal(state.hoursToFunding).dividedBy(eightHours)
  const fundingPrice = index.times(toDecimal(state.lastFundingRate).times(share).plus(1))
  const sum = state.basis.reduce<Decimal>((total, sample) => total.plus(toDecimal(sample)), new Decimal(0))
  const basisPrice = state.basis.length === 0 ? index : index.plus(sum.dividedBy(state.basis.length))
  const [, median = index] = [fundingPrice, basisPrice, toDecimal(state.lastPrice)].toSorted((a, b) => a.comparedTo(b))
  return { fundingPrice, basisPrice, markPrice: median }
}

const clamp = (value: Decimal, bound: Decimal): Decimal => Decimal.max(bound.negated(), Decimal.min(bound, value))
