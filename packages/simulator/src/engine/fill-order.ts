import { addIncome } from './add-income.ts'
import { fileOrder, expireLeftovers } from './close-order.ts'
import type { EngineContext } from './context.ts'
import { emitAccountUpdate } from './emit-account.ts'
import { emitOrder } from './emit-order.ts'
import { computeValue } from './instrument.ts'
import { applyFill, type Leg, type PositionChange } from './leg.ts'
import { multiplyDivide, oneUnit } from './money.ts'
import type { Order } from './order.ts'
import { countFill } from './protection/protection.ts'
import type { FillRecord } from './records.ts'
import { bindResting } from './resting.ts'

/**
 * Books one fill of an order: position, profit, fee, history, events. The order leaves the book when nothing is left;
 * the level's own event is up to the caller, who may still be eating through it.
 */
export function fillOrder(
  context: EngineContext,
  order: Order,
  ticks: number,
  lots: number,
  maker: boolean,
  tradeId: number,
): void {
  const { account, leg, market } = order
  const { instrument } = market
  if (order.level !== undefined) {
    order.level.shrink(order, lots)
    bindResting(order, -lots)
  }
  const value = computeValue(instrument, ticks, lots)
  order.filledLots += lots
  order.quoteValue += value
  order.status = order.openLots === 0 ? 'FILLED' : 'PARTIALLY_FILLED'

  const change = applyFill(leg, instrument, order.sign, ticks, lots)
  moveIsolatedMargin(leg, order, ticks, change)
  // a liquidation pays its own fee, charged by whoever liquidates
  const isLiquidation = order.type === 'LIQUIDATION'
  const rateE8 = isLiquidation ? 0n : maker ? market.makerFeeE8 : market.takerFeeE8
  const commission = multiplyDivide(value, rateE8, oneUnit)
  account.wallet += change.realized - commission
  context.fees += commission
  leg.updateMs = context.nowMs
  noteExposure(leg)

  const { protection } = leg.holding
  if (protection !== undefined && !isLiquidation) {
    countFill(leg.holding, protection, { sign: order.sign, lots, value }, context.nowMs)
  }
  const fill: FillRecord = {
    tradeId,
    order,
    instrument,
    ticks,
    lots,
    value,
    realized: change.realized,
    commission,
    maker,
    timeMs: context.nowMs,
  }
  account.fills.add(fill)
  if (commission !== 0n) addIncome(context, account, 'COMMISSION', -commission, instrument, tradeId)
  if (change.realized !== 0n) addIncome(context, account, 'REALIZED_PNL', change.realized, instrument, tradeId)
  if (order.openLots === 0) {
    order.level?.remove(order)
    fileOrder(order)
  }

  const executionType = isLiquidation ? 'CALCULATED' : 'TRADE'
  if (context.policy.eventOrder === 'orderFirst') {
    emitOrder(context, order, executionType, fill)
    emitAccountUpdate(context, account, 'ORDER', { legs: [leg] })
  } else {
    emitAccountUpdate(context, account, 'ORDER', { legs: [leg] })
    emitOrder(context, order, executionType, fill)
  }
  if (change.closedLots > 0) expireLeftovers(context, leg)
}

/** An isolated position takes its margin from the cross wallet as it grows and gives back its share as it shrinks. */
function moveIsolatedMargin(leg: Leg, order: Order, ticks: number, change: PositionChange): void {
  if (leg.holding.marginType !== 'ISOLATED') return
  const { account } = order
  if (change.closedLots > 0) {
    const share = multiplyDivide(leg.isolatedWallet, BigInt(change.closedLots), BigInt(change.lotsBefore))
    leg.isolatedWallet -= share
    account.wallet += share
  }
  if (change.openedLots > 0) {
    const value = computeValue(order.market.instrument, ticks, change.openedLots)
    const margin = value / BigInt(leg.holding.leverage)
    leg.isolatedWallet += margin
    account.wallet -= margin
  }
}

/** Keeps the list of holdings that mark price moves matter to. */
export function noteExposure(leg: Leg): void {
  const { holding } = leg
  if (holding.hasPosition) holding.market.positions.add(holding)
  else holding.market.positions.delete(holding)
}
