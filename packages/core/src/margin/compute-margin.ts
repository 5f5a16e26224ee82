import { Decimal, type DecimalInput, toDecimal } from '../decimal/decimal.ts'
import { getSideSign, type Side } from '../domain/order-words.ts'
import { findBracket, type MarginBracket } from './margin-brackets.ts'

// All amounts are in quote asset. Quantities are signed: a short is negative.

/** quantity x price, without sign. */
export function computeNotional(quantity: DecimalInput, price: DecimalInput): Decimal {
  return toDecimal(quantity).times(toDecimal(price)).abs()
}

/** What a position has gained at a price: quantity x (mark - entry). */
export function computeUnrealizedPnl(
  quantity: DecimalInput,
  entryPrice: DecimalInput,
  markPrice: DecimalInput,
): Decimal {
  return toDecimal(quantity).times(toDecimal(markPrice).minus(toDecimal(entryPrice)))
}

/** Below this margin balance a position is liquidated: notional x rate - cumulative of its bracket. */
export function computeMaintenanceMargin(brackets: readonly MarginBracket[], notional: DecimalInput): Decimal {
  const { maintenanceRate, cumulative } = findBracket(brackets, notional)
  return Decimal.max(0, toDecimal(notional).abs().times(maintenanceRate).minus(cumulative))
}

/** What a position binds: notional / leverage. */
export function computeInitialMargin(notional: DecimalInput, leverage: number): Decimal {
  return toDecimal(notional).abs().dividedBy(leverage)
}

/** Maintenance margin / margin balance: liquidation at 1. `undefined` without a position. */
export function computeMarginRatio(maintenanceMargin: DecimalInput, marginBalance: DecimalInput): Decimal | undefined {
  const maintenance = toDecimal(maintenanceMargin)
  const balance = toDecimal(marginBalance)
  if (maintenance.isZero()) return undefined
  return balance.greaterThan(0) ? maintenance.dividedBy(balance) : new Decimal(1)
}

/**
 * What the resting orders of a symbol bind on top of its position: only the worse side counts.
 *
 * @param state.buyNotional - Sum of price x remaining quantity over the open buys that may open; `sellNotional` alike.
 */
export function computeOpenOrderMargin(state: {
  readonly quantity: DecimalInput
  readonly markPrice: DecimalInput
  readonly buyNotional: DecimalInput
  readonly sellNotional: DecimalInput
  readonly leverage: number
}): Decimal {
  const value = toDecimal(state.quantity).times(toDecimal(state.markPrice))
  const worse = Decimal.max(
    value.plus(toDecimal(state.buyNotional)).abs(),
    value.minus(toDecimal(state.sellNotional)).abs(),
  )
  return worse.minus(value.abs()).dividedBy(state.leverage)
}

/** The parts of what a new order needs; `cost` must not exceed what is available. */
export interface OrderCost {
  readonly initialMargin: Decimal
  /** What the order would lose at once against the mark price. */
  readonly openLoss: Decimal
  readonly cost: Decimal
}

/**
 * What an order that opens costs: initial margin and the loss with which it would start.
 *
 * @param order.price - The limit, or for a MARKET order {@link computeAssumedPrice}.
 */
export function computeOrderCost(order: {
  readonly side: Side
  readonly price: DecimalInput
  /** Without sign. */
  readonly quantity: DecimalInput
  readonly markPrice: DecimalInput
  readonly leverage: number
}): OrderCost {
  const quantity = toDecimal(order.quantity).abs()
  const price = toDecimal(order.price)
  const initialMargin = quantity.times(price).dividedBy(order.leverage)
  const gain = toDecimal(order.markPrice).minus(price).times(getSideSign(order.side))
  const openLoss = quantity.times(Decimal.min(0, gain).abs())
  return { initialMargin, openLoss, cost: initialMargin.plus(openLoss) }
}

const assumedSlippage = '0.0005'

/**
 * The price at which a MARKET order is charged beforehand: for a buy the best ask and a little more, for a sell the best bid. Not
 * documented by the exchange; taken from its API family.
 */
export function computeAssumedPrice(
  side: Side,
  touch: { readonly bidPrice: DecimalInput; readonly askPrice: DecimalInput },
  slippage: DecimalInput = assumedSlippage,
): Decimal {
  return side === 'BUY' ? toDecimal(touch.askPrice).times(toDecimal(slippage).plus(1)) : toDecimal(touch.bidPrice)
}

/** What is free for new orders in the cross wallet, never below 0. */
export function computeAvailableBalance(state: {
  /** Cross wallet: isolated margin is not in it. */
  readonly walletBalance: DecimalInput
  /** Sum over the cross positions. */
  readonly unrealizedPnl: DecimalInput
  /** Sum over the cross positions, open orders included. */
  readonly initialMargin: DecimalInput
  /** What open orders of isolated symbols bind. */
  readonly isolatedOrderMargin?: DecimalInput
}): Decimal {
  const free = toDecimal(state.walletBalance)
    .plus(toDecimal(state.unrealizedPnl))
    .minus(toDecimal(state.initialMargin))
    .minus(toDecimal(state.isolatedOrderMargin ?? 0))
  return Decimal.max(0, free)
}
