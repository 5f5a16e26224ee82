import type { Market } from './market.ts'
import type { Sign } from './side-sign.ts'

/** The nearest price on the tick of the rules that is not closer to the market: a buy goes down, a sell up. */
export function snapToGrid(market: Market, sign: Sign, ticks: number): number {
  const { tickUnits } = market.instrument
  const beyond = ticks % tickUnits
  if (beyond === 0) return ticks
  return sign === 1 ? ticks - beyond : ticks - beyond + tickUnits
}
