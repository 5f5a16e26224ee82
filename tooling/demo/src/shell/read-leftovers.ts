import { Decimal, formatDecimal, toDecimal } from '@aster/core'
import type { RestClient } from '@aster/rest'

import type { Leftovers } from '../core/summarize-trades.ts'

/** Asks the exchange what is left: every open order and every position of the account. Weight 40 and 5. */
export async function readLeftovers(rest: RestClient): Promise<Leftovers> {
  const [orders, positions] = await Promise.all([rest.trading.getOpenOrders({}), rest.position.getPositionRisk({})])
  const open = positions.filter((position) => !toDecimal(position.positionAmt).isZero())
  const hasStop = (symbol: string): boolean =>
    orders.some((order) => order.symbol === symbol && order.type === 'STOP_MARKET')
  return {
    openOrders: orders.length,
    position: formatDecimal(
      open.reduce((sum, position) => sum.plus(toDecimal(position.positionAmt).abs()), new Decimal(0)),
    ),
    unprotectedPositions: open.filter((position) => !hasStop(position.symbol)).length,
  }
}
