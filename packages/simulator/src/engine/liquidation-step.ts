import type { Leg } from './leg.ts'
import { computeNotional } from './margin.ts'

/**
 * How many lots have to go so that what is left can be maintained: bracket by bracket from the top, the smallest quantity that
 * restores the margin once the liquidation fee is paid. All of them when no part does.
 *
 * @param balance - Margin balance behind the position, less what everything else in it needs; in money.
 */
export function computeLotsToClose(leg: Leg, balance: bigint): number {
  const { market } = leg.holding
  const lots = Math.abs(leg.lots)
  const notional = Number(computeNotional(leg)) / 1e8
  const perLot = notional / lots
  const feeRate = Number(market.instrument.liquidationFeeE8) / 1e8
  // with notional n left: balance - fee x (notional - n) against n x rate - cum
  const free = Number(balance) / 1e8 - feeRate * notional
  for (const { notionalFloor, notionalCap, maintMarginRatio, cum } of market.brackets.toReversed()) {
    if (notionalFloor >= notional) continue
    const top = Math.min(notional, notionalCap)
    const slope = maintMarginRatio - feeRate
    const bound = slope > 0 ? (free + cum) / slope : free + cum > slope * top ? top : 0
    const kept = Math.min(top, bound)
    if (kept <= notionalFloor) continue
    // one lot less than the bound: the margin has to be above, not at, what is needed
    const keptLots = Math.floor(kept / perLot) - 1
    if (keptLots > 0 && keptLots < lots) return lots - keptLots
  }
  return lots
}
