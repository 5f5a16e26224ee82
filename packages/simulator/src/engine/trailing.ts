import type { Order } from './order.ts'

/**
 * Moves a trailing stop along with the price and says whether it fires. The extreme counts from placement; it follows
 * once the extreme has reached the activation price, at once without one; it fires when the latest price has come back
 * by the callback rate. Prices in 1e-8.
 */
export function followPrice(order: Order, lowE8: number, highE8: number, lastE8: number): boolean {
  const isBuy = order.sign === 1
  const candidateE8 = isBuy ? lowE8 : highE8
  const isNewExtreme = order.extremeE8 === 0 || (isBuy ? candidateE8 < order.extremeE8 : candidateE8 > order.extremeE8)
  if (isNewExtreme) order.extremeE8 = candidateE8
  const activationE8 = order.draft.activationTicks * order.market.instrument.tickE8
  order.isActivated ||=
    activationE8 === 0 || (isBuy ? order.extremeE8 <= activationE8 : order.extremeE8 >= activationE8)
  if (!order.isActivated) return false
  // callback in percent: 1 is 1e8, so the whole is 100e8
  const whole = 10_000_000_000n
  const rate = BigInt(order.draft.callbackE8)
  const turned = BigInt(order.extremeE8) * (isBuy ? whole + rate : whole - rate)
  return isBuy ? BigInt(lastE8) * whole >= turned : BigInt(lastE8) * whole <= turned
}
