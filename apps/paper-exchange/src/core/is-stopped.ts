import { toDecimal } from '@aster/core'
import type { OrderView, PositionView } from '@aster/simulator'

/** Whether stop orders that only reduce stand for all of a position. */
export function isStopped(position: PositionView, orders: readonly OrderView[]): boolean {
  const isLong = !position.quantity.startsWith('-')
  const stops = orders.filter(
    ({ symbol, side, positionSide, origType, reduceOnly, closePosition }) =>
      symbol === position.symbol &&
      positionSide === position.positionSide &&
      side === (isLong ? 'SELL' : 'BUY') &&
      /^(STOP|TRAILING_STOP)/.test(origType) &&
      // in hedge mode the side of the position says that it reduces
      (reduceOnly || closePosition || positionSide !== 'BOTH'),
  )
  if (stops.some(({ closePosition }) => closePosition)) return true
  const covered = stops.reduce((sum, { origQty, executedQty }) => sum.plus(origQty).minus(executedQty), toDecimal('0'))
  return covered.gte(toDecimal(position.quantity).abs())
}
