import type { EngineContext } from './context.ts'
import { formatE8 } from './format.ts'
import { checkLiquidations } from './liquidate.ts'
import type { Market } from './market.ts'
import { oneUnit, readMoney } from './money.ts'
import { settleMarket } from './settle-market.ts'

/** Takes new mark and index prices: bounds of orders follow, triggers fire, accounts that cannot hold on are liquidated. */
export function setMark(context: EngineContext, market: Market, markPrice: string, indexPrice: string): void {
  const { symbol, entry } = market.instrument
  const markE8 = readMoney(`mark price of ${symbol}`, markPrice)
  const indexE8 = readMoney(`index price of ${symbol}`, indexPrice)
  if (markE8 <= 0n || indexE8 <= 0n)
    throw new RangeError(`Prices of ${symbol} are above 0: ${markPrice}, ${indexPrice}`)
  market.markE8 = Number(markE8)
  market.markLotE8 = markE8 * market.instrument.lotE8
  market.indexE8 = Number(indexE8)
  const precision = 10 ** Math.max(0, 8 - entry.pricePrecision)
  market.markTriggerE8 = market.markE8 - (market.markE8 % precision)
  setBounds(market)
  market.markTimeMs = context.nowMs
  if (market.nextFundingMs === 0) scheduleFunding(market, context.nowMs)
  emitMark(context, market)
  settleMarket(context, market)
  checkLiquidations(context, market)
}

/** Finds how far orders may be from the mark price, by the rules of now. */
export function setBounds(market: Market): void {
  if (market.markE8 === 0) return
  const { tickE8, multiplierUpE8, multiplierDownE8, takeBoundE8 } = market.instrument
  const markE8 = BigInt(market.markE8)
  const tick = BigInt(tickE8) * oneUnit
  const floorTicks = (scaled: bigint) => Number(scaled / tick)
  const ceilTicks = (scaled: bigint) => Number((scaled + tick - 1n) / tick)
  market.maxBuyTicks = multiplierUpE8 === undefined ? Number.MAX_SAFE_INTEGER : floorTicks(markE8 * multiplierUpE8)
  market.minSellTicks = multiplierDownE8 === undefined ? 0 : ceilTicks(markE8 * multiplierDownE8)
  market.maxTakeTicks =
    takeBoundE8 === undefined ? Number.MAX_SAFE_INTEGER : floorTicks(markE8 * (oneUnit + takeBoundE8))
  market.minTakeTicks = takeBoundE8 === undefined ? 0 : ceilTicks(markE8 * (oneUnit - takeBoundE8))
}

/** The next whole multiple of the interval after a time. */
export function scheduleFunding(market: Market, nowMs: number): void {
  market.nextFundingMs = (Math.floor(nowMs / market.fundingIntervalMs) + 1) * market.fundingIntervalMs
}

export function emitMark(context: EngineContext, market: Market): void {
  context.emit({
    kind: 'mark',
    symbol: market.instrument.symbol,
    timeMs: context.nowMs,
    markPrice: formatE8(market.markE8),
    indexPrice: formatE8(market.indexE8),
    fundingRate: formatE8(market.fundingRateE8),
    nextFundingMs: market.nextFundingMs,
  })
}
