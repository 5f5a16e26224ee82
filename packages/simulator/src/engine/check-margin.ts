import type { Account } from './account.ts'
import { computeMaxNotional } from './brackets.ts'
import { computeValue } from './instrument.ts'
import { computeAvailable, computeNotional, computeTotalMargin } from './margin.ts'
import type { Market } from './market.ts'
import { absMoney, maxMoney, multiplyDivide, oneUnit } from './money.ts'
import type { Order } from './order.ts'
import { refuse } from './refusal.ts'
import { opposite, type Sign } from './side-sign.ts'
import type { PositionSide, Refusal } from './types.ts'

/** A market buy is taken to cost this much more than the best ask. */
const marketBuyE8 = 100_050_000n

/** What an order will cost: at its price, or at the best opposite price for what executes as MARKET. */
export function estimateValue(
  market: Market,
  order: { readonly sign: Sign; readonly priceTicks: number; readonly lots: number },
): bigint {
  const { instrument } = market
  if (order.priceTicks > 0) return computeValue(instrument, order.priceTicks, order.lots)
  const { best } = market.side(opposite(order.sign))
  const value = best === undefined ? 0n : computeValue(instrument, best.ticks, order.lots)
  return order.sign === 1 ? multiplyDivide(value, marketBuyE8, oneUnit) : value
}

/**
 * Whether the account can carry an order that opens: the cap of its leverage (-2027), then initial margin and the loss
 * it would start with against what is available (-2019).
 */
export function checkMargin(
  account: Account,
  market: Market,
  order: { readonly sign: Sign; readonly positionSide: PositionSide; readonly lots: number },
  value: bigint,
): Refusal | undefined {
  const holding = account.holding(market)
  const leg = holding.leg(order.positionSide)
  const { sign, lots } = order
  const restingLots = sign === 1 ? leg.restingBuyLots : leg.restingSellLots
  const opened = Math.min(lots, Math.max(0, restingLots + lots - leg.reducibleBy(sign)))
  if (opened === 0) return undefined
  const resting = sign === 1 ? leg.restingBuyValue : leg.restingSellValue
  const sameWay = leg.lots * sign > 0 ? computeNotional(leg) : -computeNotional(leg)
  const cap = BigInt(computeMaxNotional(market.brackets, holding.leverage)) * oneUnit
  if (sameWay + resting + value > cap) return refuse(-2027)

  const before = computeTotalMargin(leg)
  const after = sign === 1 ? computeTotalMargin(leg, value) : computeTotalMargin(leg, 0n, value)
  const cost = maxMoney(0n, after - before) + computeOpenLoss(market, sign, value, opened, lots)
  return cost > computeAvailable(account) ? refuse(-2019) : undefined
}

/** What the opened part would be down at the mark price the moment it filled. */
function computeOpenLoss(market: Market, sign: Sign, value: bigint, opened: number, lots: number): bigint {
  if (market.markE8 === 0) return 0n
  const paid = opened === lots ? value : (value * BigInt(opened)) / BigInt(lots)
  const worth = (BigInt(opened) * market.markLotE8) / oneUnit
  const profit = sign === 1 ? worth - paid : paid - worth
  return profit < 0n ? absMoney(profit) : 0n
}

/** The same check for an order whose trigger has just fired. */
export const checkTriggeredMargin = (order: Order): Refusal | undefined =>
  checkMargin(
    order.account,
    order.market,
    { sign: order.sign, positionSide: order.draft.positionSide, lots: order.lots },
    estimateValue(order.market, order),
  )
