import { computeLiquidationPrice, findBracket, getSideSign } from '@aster/core'

import type { OrderRequest } from '../orders/order-desk.ts'
import { type Exposure, projectExposure } from './project-exposure.ts'
import type { RiskCheck, RiskRule } from './risk-check.ts'
import type { RiskFacts } from './risk-facts.ts'
import { limitsFor, type RiskLimits } from './risk-limits.ts'

/**
 * Holds an order that may add risk against every rule. Pure. The numbers are doubles: they decide whether an order goes
 * out and never become part of one.
 */
export function judgeOrder(facts: RiskFacts, order: OrderRequest, accountLimits: RiskLimits): readonly RiskCheck[] {
  const limits = limitsFor(accountLimits, order.symbol)
  const exposure = projectExposure(facts, order)
  const mark = facts.marks.get(order.symbol)
  const quantity = Number(order.quantity ?? 0)
  const price = Number(order.price ?? order.stopPrice ?? mark?.price ?? Number.NaN)
  const markPrice = mark?.price ?? Number.NaN
  const ownOrders = facts.openOrders.filter(({ symbol }) => symbol === order.symbol).length
  return [
    judgeState(facts, exposure),
    atMost('markAge', 'symbol', mark?.ageMs ?? Number.NaN, limits.maxMarkAgeMs, 'ms since the mark price was learned'),
    atMost('orderNotional', 'order', quantity * price, limits.maxOrderNotional, 'of notional in one order'),
    ...judgePrice(order, price, markPrice, limits),
    atMost(
      'positionNotional',
      'symbol',
      Math.max(0, exposure.ofOrder) * markPrice,
      limits.maxPositionNotional,
      `of notional that ${order.symbol} could come to`,
    ),
    atMost('openOrders', 'symbol', ownOrders + 1, limits.maxOpenOrders, `open orders on ${order.symbol}`),
    atMost('accountNotional', 'account', exposure.account, limits.maxAccountNotional, 'of notional on the account'),
    atMost(
      'leverage',
      'account',
      exposure.account / Math.max(0, facts.equity ?? Number.NaN),
      limits.maxLeverage,
      'times the equity',
    ),
    atMost(
      'accountOpenOrders',
      'account',
      facts.openOrders.length + 1,
      limits.maxAccountOpenOrders,
      'open orders on the account',
    ),
    atMost(
      'ordersPer10Seconds',
      'account',
      facts.ordersLast10Seconds + 1,
      limits.maxOrdersPer10Seconds,
      'orders in 10 seconds',
    ),
    atMost('ordersPerMinute', 'account', facts.ordersLastMinute + 1, limits.maxOrdersPerMinute, 'orders in a minute'),
    judgeLiquidation(facts, order, exposure, markPrice, limits.minLiquidationDistancePercent),
  ]
}

const round = (value: number): number => Number(value.toPrecision(7))

/** What cannot be known does not pass, unless the limit is switched off. */
function atMost(rule: RiskRule, scope: RiskCheck['scope'], value: number, limit: number, words: string): RiskCheck {
  const ok = value <= limit || limit === Number.POSITIVE_INFINITY
  return { rule, scope, value, limit, ok, message: `${round(value)} ${words}, at most ${limit} is allowed` }
}

function judgeState(facts: RiskFacts, { ofOrder }: Exposure): RiskCheck {
  const { state, reason } = facts
  const ok = state === 'active' || (state === 'reducing' && ofOrder <= 0)
  const message = state === 'active' ? 'the account is active' : `the account is ${state}: ${reason}`
  return { rule: 'state', scope: 'account', value: ok ? 0 : 1, limit: 0, ok, message }
}

/** A conditional order pays what the market then asks: its price is not held against today's mark. */
function judgePrice(order: OrderRequest, price: number, markPrice: number, limits: RiskLimits): readonly RiskCheck[] {
  if (order.type !== 'LIMIT') return []
  const beyondPercent = (price / markPrice - 1) * 100 * getSideSign(order.side)
  return [
    atMost(
      'priceBeyondMark',
      'order',
      Math.max(0, beyondPercent),
      limits.maxPriceBeyondMarkPercent,
      `% beyond the mark price ${markPrice}`,
    ),
    atMost(
      'priceBehindMark',
      'order',
      Math.max(0, -beyondPercent),
      limits.maxPriceBehindMarkPercent,
      `% behind the mark price ${markPrice}`,
    ),
  ]
}

/** With the order filled, and everything else as it is: how far the price may run before the exchange closes it all. */
function judgeLiquidation(
  facts: RiskFacts,
  order: OrderRequest,
  exposure: Exposure,
  markPrice: number,
  limit: number,
): RiskCheck {
  const distancePercent =
    limit === 0 || exposure.ofOrder <= 0 ? Number.POSITIVE_INFINITY : findDistance(facts, order, exposure, markPrice)
  const message = `liquidation ${round(distancePercent)} % from the mark price, at least ${limit} % is required`
  const ok = limit === 0 || distancePercent >= limit
  return { rule: 'liquidationDistance', scope: 'symbol', value: distancePercent, limit, ok, message }
}

/** As if all of it were one cross position, which is the worst case; percent of the mark price. */
function findDistance(
  { brackets, equity, positions, marks }: RiskFacts,
  order: OrderRequest,
  { ofOrder, account }: Exposure,
  markPrice: number,
): number {
  const own = brackets.get(order.symbol)
  if (own === undefined || equity === undefined || Number.isNaN(markPrice)) return Number.NaN
  const notional = ofOrder * markPrice
  const rate = findBracket(own, Math.max(notional, account)).maintenanceRate.toNumber()
  // a fall of 1 / leverage takes all of the equity; most orders are so far from it that nothing has to be computed
  const roughPercent = (equity / account - rate) * 100
  if (roughPercent > 25) return roughPercent
  let otherMaintenance = 0
  let otherPnl = 0
  for (const { symbol, quantity, entryPrice } of positions) {
    const price = marks.get(symbol)?.price ?? entryPrice
    otherPnl += quantity * (price - entryPrice)
    if (symbol === order.symbol) continue
    const bracket = findBracket(brackets.get(symbol) ?? own, Math.abs(quantity) * price)
    otherMaintenance += Math.max(
      0,
      Math.abs(quantity) * price * bracket.maintenanceRate.toNumber() - bracket.cumulative.toNumber(),
    )
  }
  const sign = getSideSign(order.side)
  const liquidation = computeLiquidationPrice({
    walletBalance: equity - otherPnl,
    legs: [{ quantity: ofOrder * sign, entryPrice: markPrice }],
    brackets: own,
    otherMaintenanceMargin: otherMaintenance,
    otherUnrealizedPnl: otherPnl,
  })
  if (liquidation === undefined) return Number.POSITIVE_INFINITY
  return ((markPrice - liquidation.toNumber()) / markPrice) * 100 * sign
}
