import { Decimal, formatDecimal, getSideSign, toDecimal } from '@aster/core'

import { isLive } from '../orders/evidence.ts'
import type { PositionView } from '../positions/position-view.ts'
import type { TradeContext } from './trade-context.ts'
import type { TradePlan } from './trade-plan.ts'

/** Executions are read from a little before the trade's first. */
const marginMs = 2_000

/** How much of a position stands on the trade's side. Base asset. */
export function heldOf(plan: TradePlan, position: Pick<PositionView, 'quantity'> | undefined): Decimal {
  const signed = toDecimal(position?.quantity ?? '0')
  return Decimal.max(0, plan.positionSide === 'BOTH' ? signed.times(getSideSign(plan.side)) : signed.abs())
}

/** Asks for every order that may still execute, and for the executions since the trade began. Weight 5, 1 an order. */
export async function lookAgain(context: TradeContext): Promise<void> {
  const { account, plan, facts, reading } = context
  await Promise.all(
    facts()
      .orders.filter(({ view }) => isLive(view.state))
      .map(({ view }) => account.orders.query(view.clientOrderId)),
  )
  await account.readFills(plan.symbol, (reading().firstFillMs ?? account.exchangeNow()) - marginMs)
}

/**
 * Asks whether the position is closed; weight 5. The answer is what is left of it, '0' when it is closed.
 */
export async function readLeft({ account, plan }: TradeContext): Promise<string> {
  const position = await account.readPosition(plan.symbol, plan.positionSide)
  return formatDecimal(toDecimal(position.quantity).abs())
}

/**
 * Asks for the open orders of the symbol; weight 1. True when none of the trade's is among them. One that is gets
 * cancelled: the list is the exchange's own.
 */
export async function isBookClear(context: TradeContext): Promise<boolean> {
  const { account, plan, facts } = context
  const own = new Set(facts().orders.map(({ view }) => view.clientOrderId))
  const listed = (await account.readOpenOrders(plan.symbol)).filter((view) => own.has(view.clientOrderId))
  await Promise.all(listed.map((view) => account.orders.cancel(view.clientOrderId)))
  return listed.length === 0
}
