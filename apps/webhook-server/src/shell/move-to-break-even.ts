import { moveStopToBreakEven } from '@aster/trades'

import { Refusal } from '../core/refusal.ts'
import type { ExecutionParts } from './execute-signal.ts'

/**
 * Moves the stop of what is open to its entry price, fees included: through the trade that owns it, or as a plain stop.
 *
 * @throws {Refusal} 404: there is no position.
 * @throws {TradeStateError | BreakEvenNotReachedError} Not yet; the stop stays where it is.
 */
export async function moveToBreakEven(
  { account, trades }: Pick<ExecutionParts, 'account' | 'trades'>,
  symbol: string,
): Promise<{ readonly message: string; readonly stopOrderId: string | undefined }> {
  const trade = trades.list().find(({ plan }) => plan.symbol === symbol)
  if (trade !== undefined) {
    if (trade.openQuantity === '0') throw new Refusal(404, 'NO_POSITION', `there is no position on ${symbol}`)
    const { stopPrice } = await trade.moveToBreakEven()
    const order = trade.orders.findLast(({ role, view }) => role === 'stop' && view.terms?.stopPrice === stopPrice)
    return { message: `the stop of ${symbol} stands at ${stopPrice}`, stopOrderId: order?.view.clientOrderId }
  }
  const { quantity, stopOrderId } = await moveStopToBreakEven(account, { symbol })
  if (quantity === '0') throw new Refusal(404, 'NO_POSITION', `there is no position on ${symbol}`)
  const stopPrice = stopOrderId === undefined ? '' : account.orders.get(stopOrderId)?.terms?.stopPrice
  return { message: `the stop of ${symbol} stands at ${stopPrice}`, stopOrderId }
}
