import {
  AsterError,
  Decimal,
  formatDecimal,
  getOppositeSide,
  type PositionSide,
  RejectedError,
  type Side,
  sleep,
  splitMarketQuantity,
  toDecimal,
} from '@aster/core'

import type { Account } from '../account/account.ts'

/** It would not reduce anything: nothing is open any more. */
const nothingToReduceCode = -2022
const firstPauseMs = 100
const longestPauseMs = 2_000
const closeWithinMs = 60_000

/**
 * Takes an order back: cancels what rests, and closes at the market what has filled of it, reduce-only, until all of it is
 * closed. What others hold is not touched.
 *
 * @returns Base asset that was closed again.
 * @throws What was in the way, when it is still open after a minute.
 */
export async function unwindOrder(account: Account, clientOrderId: string): Promise<string> {
  const { orders, clock } = account
  await orders.ensureGone(clientOrderId)
  const view = orders.get(clientOrderId)
  if (view?.terms === undefined || toDecimal(view.filledQuantity).isZero()) return '0'
  const { symbol, side, positionSide } = view.terms
  const rules = account.getRules(symbol)
  const endsMs = clock.monotonicMs() + closeWithinMs
  let closed = new Decimal(0)
  let pauseMs = firstPauseMs
  while (closed.lt(view.filledQuantity)) {
    try {
      const [quantity] = splitMarketQuantity(rules, formatDecimal(toDecimal(view.filledQuantity).minus(closed)))
      if (quantity === undefined) break
      const exit = await orders.place({
        symbol,
        side: getOppositeSide(side as Side),
        ...(positionSide === 'BOTH' ? {} : { positionSide: positionSide as PositionSide }),
        type: 'MARKET',
        quantity,
        reduceOnly: true,
        label: 'uw',
      })
      const { filledQuantity } = await orders.awaitTerminal(exit.clientOrderId)
      closed = closed.plus(filledQuantity)
      if (filledQuantity !== '0') continue
    } catch (error) {
      if (error instanceof RejectedError && error.code === nothingToReduceCode) break
      if (!(error instanceof AsterError) || clock.monotonicMs() >= endsMs) throw error
    }
    if (clock.monotonicMs() >= endsMs) throw new Error(`Of ${view.filledQuantity} ${formatDecimal(closed)} was closed`)
    await sleep(clock, pauseMs)
    pauseMs = Math.min(pauseMs * 2, longestPauseMs)
  }
  return formatDecimal(closed)
}
