import { getOppositeSide, getSideSign, type PositionSide, roundOrderPrice, toDecimal } from '@aster/core'

import type { Account } from '../account/account.ts'
import { TradeConflictError } from '../account/trade-conflict-error.ts'
import { isWorking } from '../orders/evidence.ts'
import { pickOppositePrice } from '../prices/pick-price.ts'
import { BreakEvenNotReachedError } from './break-even-not-reached-error.ts'
import { ensureStop } from './ensure-stop.ts'
import type { ProtectedPosition } from './protect-position.ts'

/**
 * Moves the stop of a position to where it can no longer lose: its average entry price, and the fee of a taker twice over.
 * The new stop is acknowledged before the old one goes. Weight 5 for the position and 20 for the fee. What a trade owns is
 * moved by the trade: `trade.moveToBreakEven`.
 *
 * @returns As `protectPosition`; quantity '0' when there is nothing to protect.
 * @throws {TradeConflictError} A trade owns the position.
 * @throws {BreakEvenNotReachedError} The price has not won so much yet, or no stop came to rest there within
 *   `protectWithinMs` (2,000 by default).
 * @throws {StalePriceError} No best price is young enough to tell.
 * @example
 * await moveStopToBreakEven(account, { symbol: 'BTCUSDT' })
 */
export async function moveStopToBreakEven(
  account: Account,
  options: { readonly symbol: string; readonly positionSide?: PositionSide; readonly protectWithinMs?: number },
): Promise<ProtectedPosition> {
  const { symbol, positionSide = 'BOTH', protectWithinMs: withinMs = 2_000 } = options
  const owner = account.ownerOf(symbol, positionSide)
  if (owner !== undefined) throw new TradeConflictError({ symbol, positionSide, owner })
  const { quantity, entryPrice } = await account.readPosition(symbol, positionSide)
  const open = toDecimal(quantity)
  if (open.isZero()) return { quantity: '0', entryPrice, stopOrderId: undefined }
  const side = open.gt(0) ? 'BUY' : 'SELL'
  const { takerCommissionRate } = await account.rest.account.getCommissionRate({ symbol })
  const sign = getSideSign(side)
  const place = toDecimal(entryPrice).times(
    toDecimal(takerCommissionRate)
      .times(2 * sign)
      .plus(1),
  )
  const breakEvenPrice = roundOrderPrice(account.getRules(symbol), place, getOppositeSide(side), 'target')
  const farther = account.orders.list(
    ({ clientOrderId, state, terms }) =>
      isWorking(state) &&
      account.orders.owns(clientOrderId) &&
      terms?.symbol === symbol &&
      terms.positionSide === positionSide &&
      terms.closePosition &&
      terms.type === 'STOP_MARKET' &&
      toDecimal(terms.stopPrice).minus(breakEvenPrice).times(sign).gte(0),
  )[0]
  if (farther !== undefined) return { quantity: open.toFixed(), entryPrice, stopOrderId: farther.clientOrderId }
  const best = pickOppositePrice(await account.prices.read(symbol), getOppositeSide(side))
  const refuse = (reason: string) => new BreakEvenNotReachedError({ symbol, breakEvenPrice, reason })
  if (toDecimal(best).minus(breakEvenPrice).times(sign).lte(0)) {
    throw refuse(`the best price ${best} has not passed it`)
  }
  const stop = { price: breakEvenPrice }
  const order = await ensureStop(account, { symbol, positionSide, side, entryPrice, stop, withinMs }).catch(
    (error: unknown) => {
      throw refuse(String(error))
    },
  )
  if (!toDecimal(order.terms?.stopPrice ?? 0).eq(breakEvenPrice)) {
    throw refuse('no stop came to rest there; the one before it stands')
  }
  return { quantity: open.toFixed(), entryPrice, stopOrderId: order.clientOrderId }
}
