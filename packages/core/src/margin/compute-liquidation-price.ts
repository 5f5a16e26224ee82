import { Decimal, type DecimalInput, toDecimal } from '../decimal/decimal.ts'
import type { MarginBracket } from './margin-brackets.ts'

/** One position: signed quantity in base asset, average entry price. */
export interface PositionLeg {
  readonly quantity: DecimalInput
  readonly entryPrice: DecimalInput
}

/** The positions of one symbol that share a fate, and the money behind them. Amounts in quote asset. */
export interface MarginState {
  /** Cross: the cross wallet. Isolated: the position's own wallet. */
  readonly walletBalance: DecimalInput
  /** One leg; in cross hedge mode both legs of the symbol; in isolated mode each leg alone. */
  readonly legs: readonly PositionLeg[]
  /** Sum over the other cross symbols; 0 for an isolated position. */
  readonly otherMaintenanceMargin?: DecimalInput
  readonly otherUnrealizedPnl?: DecimalInput
}

/**
 * The mark price at which the margin balance falls to the maintenance margin, taken in the bracket that holds *there*. Of two such
 * prices (hedge mode) the one on the losing side of the net position. `undefined` when no price above 0 liquidates. Not rounded to
 * a tick.
 */
export function computeLiquidationPrice(
  state: MarginState & { readonly brackets: readonly MarginBracket[] },
): Decimal | undefined {
  const legs = readLegs(state)
  const balanceAtZero = getBalanceAtZero(state, legs).minus(toDecimal(state.otherMaintenanceMargin ?? 0))
  const net = sum(legs.map(({ quantity }) => quantity))
  // Margin balance less maintenance margin is concave in the price: it rises through 0 at most once, then falls through 0 at most once.
  let rising: Decimal | undefined
  let falling: Decimal | undefined
  let before: Decimal | undefined
  for (const { from, to, constant, slope } of cutIntoSegments(legs, state.brackets, balanceAtZero, net)) {
    // Cumulatives that the exchange has rounded leave a jump between two brackets; it can be the crossing.
    const atStart = constant.plus(slope.times(from))
    if (before?.isNegative() && atStart.greaterThan(0)) rising ??= from
    if (before?.greaterThan(0) && atStart.isNegative()) falling = from
    before = to === undefined ? undefined : constant.plus(slope.times(to))
    if (slope.isZero()) continue
    const root = constant.negated().dividedBy(slope)
    if (root.lessThanOrEqualTo(from) || (to !== undefined && root.greaterThan(to))) continue
    if (slope.isPositive()) rising ??= root
    else falling = root
  }
  return net.greaterThan(0) ? (rising ?? falling) : (falling ?? rising)
}

/** The mark price at which nothing is left of the margin balance; it may be 0 or negative. `undefined` when the legs cancel out. */
export function computeBankruptcyPrice(state: Omit<MarginState, 'otherMaintenanceMargin'>): Decimal | undefined {
  const legs = readLegs(state)
  const net = sum(legs.map(({ quantity }) => quantity))
  return net.isZero() ? undefined : getBalanceAtZero(state, legs).negated().dividedBy(net).plus(0) // no -0
}

interface Leg {
  readonly quantity: Decimal
  readonly entryPrice: Decimal
}

/** Between two prices the margin balance less the maintenance margin is `constant + slope x price`. */
interface Segment {
  readonly from: Decimal
  /** `undefined`: without end. */
  readonly to: Decimal | undefined
  readonly constant: Decimal
  readonly slope: Decimal
}

function readLegs(state: Pick<MarginState, 'legs'>): Leg[] {
  return state.legs
    .map(({ quantity, entryPrice }) => ({ quantity: toDecimal(quantity), entryPrice: toDecimal(entryPrice) }))
    .filter(({ quantity }) => !quantity.isZero())
}

/** The margin balance if the price were 0. */
function getBalanceAtZero(
  state: Pick<MarginState, 'walletBalance' | 'otherUnrealizedPnl'>,
  legs: readonly Leg[],
): Decimal {
  const cost = sum(legs.map(({ quantity, entryPrice }) => quantity.times(entryPrice)))
  return toDecimal(state.walletBalance)
    .plus(toDecimal(state.otherUnrealizedPnl ?? 0))
    .minus(cost)
}

/** Cuts the prices where a leg changes its bracket. */
function cutIntoSegments(
  legs: readonly Leg[],
  brackets: readonly MarginBracket[],
  balanceAtZero: Decimal,
  net: Decimal,
): Segment[] {
  const caps = brackets.slice(0, -1).map(({ notionalCap }) => notionalCap)
  const borders = legs
    .flatMap(({ quantity }) => caps.map((cap) => cap.dividedBy(quantity.abs())))
    .toSorted((a, b) => a.comparedTo(b))
  const segments: Segment[] = []
  let from = new Decimal(0)
  for (const to of [...borders, undefined]) {
    if (to !== undefined && to.lessThanOrEqualTo(from)) continue
    const inside = to === undefined ? from.plus(1) : from.plus(to).dividedBy(2)
    let constant = balanceAtZero
    let slope = net
    for (const { quantity } of legs) {
      const size = quantity.abs()
      const notional = size.times(inside)
      const bracket = brackets.find(({ notionalCap }) => notional.lessThanOrEqualTo(notionalCap)) ?? brackets.at(-1)
      if (bracket === undefined) continue
      constant = constant.plus(bracket.cumulative)
      slope = slope.minus(size.times(bracket.maintenanceRate))
    }
    segments.push({ from, to, constant, slope })
    if (to !== undefined) from = to
  }
  return segments
}

function sum(values: readonly Decimal[]): Decimal {
  return values.reduce((total, value) => total.plus(value), new Decimal(0))
}
