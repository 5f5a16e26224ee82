import { AsterError, getOppositeSide, type PositionSide, type Side, sleep, toDecimal } from '@aster/core'

import type { Account } from '../account/account.ts'
import { isLive, isWorking } from '../orders/evidence.ts'
import type { OrderView } from '../orders/order-view.ts'
import { parseDistance } from '../trade/parse-distance.ts'
import { priceStop } from '../trade/price-exits.ts'
import type { StopOptions } from '../trade/trade-options.ts'

/**
 * Brings one stop to rest that closes the whole position, at a distance from its average entry price. One that stands
 * there already is kept; a new one is acknowledged before any other of ours goes. Where no new one can be brought to rest,
 * one that stands at another place is kept.
 *
 * @throws What was in the way, when none works within `withinMs`.
 */
export async function ensureStop(
  account: Account,
  options: {
    readonly symbol: string
    readonly positionSide: PositionSide
    /** Of the entry. */
    readonly side: Side
    readonly entryPrice: string
    readonly stop: StopOptions
    readonly withinMs: number
  },
): Promise<OrderView> {
  const { symbol, positionSide, side, entryPrice, stop, withinMs } = options
  const { orders, clock } = account
  const exitSide = getOppositeSide(side)
  const stopPrice = priceStop(account.getRules(symbol), side, entryPrice, parseDistance('stop', stop))
  const isOurs = ({ clientOrderId, state, terms }: OrderView) =>
    isLive(state) &&
    orders.owns(clientOrderId) &&
    terms?.symbol === symbol &&
    terms.side === exitSide &&
    terms.positionSide === positionSide &&
    terms.type === 'STOP_MARKET' &&
    terms.closePosition
  const endsMs = clock.monotonicMs() + withinMs
  while (true) {
    const fitting = orders.list(
      (view) => isOurs(view) && isWorking(view.state) && toDecimal(view.terms?.stopPrice ?? 0).eq(stopPrice),
    )[0]
    if (fitting !== undefined) {
      const others = orders.list((view) => isOurs(view) && view.clientOrderId !== fitting.clientOrderId)
      for (const { clientOrderId } of others) void orders.ensureGone(clientOrderId)
      return fitting
    }
    try {
      await orders.place(
        {
          symbol,
          side: exitSide,
          ...(positionSide === 'BOTH' ? {} : { positionSide }),
          type: 'STOP_MARKET',
          stopPrice,
          closePosition: true,
          workingType: stop.workingType ?? 'CONTRACT_PRICE',
          ...(stop.priceProtect === true ? { priceProtect: true } : {}),
          label: 'sl',
        },
        { timeoutMs: Math.max(250, withinMs * 0.4), settleWithinMs: Math.max(250, withinMs * 0.4) },
      )
    } catch (error) {
      if (!(error instanceof AsterError)) throw error
      if (clock.monotonicMs() + 100 >= endsMs) {
        // one at its former place closes all of it as well: better than none
        const standing = orders.list((view) => isOurs(view) && isWorking(view.state))[0]
        if (standing === undefined) throw error
        return standing
      }
      await sleep(clock, 100)
    }
  }
}
