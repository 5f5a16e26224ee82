import {
  Decimal,
  type DecimalInput,
  floorMarketQuantity,
  floorQuantity,
  formatDecimal,
  type SymbolRules,
  toDecimal,
} from '@aster/core'

/**
 * How much an account takes of a trade.
 * - `quantity`: base asset, the same for all, or times the account's `multiplier`.
 * - `notional`: quote asset.
 * - `equityPercent`: of the account's equity, as notional: 50 is half of it.
 * - `risk`: so much of the equity is lost when the stop, so far away, is hit.
 */
export type PoolSize =
  | { readonly by: 'quantity'; readonly quantity: DecimalInput }
  | { readonly by: 'notional'; readonly notional: DecimalInput }
  | { readonly by: 'equityPercent'; readonly percent: DecimalInput }
  | { readonly by: 'risk'; readonly percent: DecimalInput; readonly stopPercent: DecimalInput }

/** What became of an account's share. Decimal strings, base asset. */
export interface SizedShare {
  readonly id: string
  /** Before rounding. */
  readonly wanted: string
  /** On the step, never more than wanted; '0' when nothing can be ordered. */
  readonly quantity: string
  /** Of what was wanted, lost to rounding. */
  readonly roundedAwayPercent: string
  /** Why nothing can be ordered. */
  readonly skipped: string | undefined
}

/** Computes an account's share, rounded down: a share is never larger than asked for. Pure. */
export function sizeForAccount(
  rules: SymbolRules,
  size: PoolSize,
  facts: {
    readonly id: string
    readonly multiplier: DecimalInput
    readonly price: DecimalInput
    /** Quote asset; undefined when it is not known. */
    readonly equity: DecimalInput | undefined
    readonly market: boolean
  },
): SizedShare {
  const { id } = facts
  const price = toDecimal(facts.price)
  const share = computeShare(size, price, facts.equity)
  if (share === undefined) {
    return { id, wanted: '0', quantity: '0', roundedAwayPercent: '0', skipped: 'its equity is not known' }
  }
  const wanted = share.times(toDecimal(facts.multiplier))
  const text = formatDecimal(wanted)
  const floored = toDecimal(facts.market ? floorMarketQuantity(rules, text) : floorQuantity(rules, text))
  const rule = findTooSmall(rules, floored, price, facts.market)
  const lost = wanted.isZero() ? new Decimal(0) : wanted.minus(floored).dividedBy(wanted).times(100)
  return {
    id,
    wanted: text,
    quantity: rule === undefined ? formatDecimal(floored) : '0',
    roundedAwayPercent: formatDecimal((rule === undefined ? lost : new Decimal(100)).toDecimalPlaces(4)),
    skipped: rule,
  }
}

function computeShare(size: PoolSize, price: Decimal, equity: DecimalInput | undefined): Decimal | undefined {
  if (size.by === 'quantity') return toDecimal(size.quantity)
  if (size.by === 'notional') return toDecimal(size.notional).dividedBy(price)
  if (equity === undefined) return undefined
  const part = toDecimal(equity).times(toDecimal(size.percent)).dividedBy(100)
  if (size.by === 'equityPercent') return part.dividedBy(price)
  return part.dividedBy(price.times(toDecimal(size.stopPercent)).dividedBy(100))
}

function findTooSmall(rules: SymbolRules, quantity: Decimal, price: Decimal, market: boolean): string | undefined {
  const smallest = market ? Decimal.max(rules.minQuantity, rules.marketMinQuantity) : rules.minQuantity
  if (quantity.isZero() || quantity.lt(smallest)) return `the least quantity is ${formatDecimal(smallest)}`
  const notional = quantity.times(price)
  if (notional.gte(rules.minNotional)) return undefined
  return `its notional ${formatDecimal(notional)} is below ${formatDecimal(rules.minNotional)}`
}
