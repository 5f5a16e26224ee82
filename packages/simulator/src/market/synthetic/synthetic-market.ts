import type { Random } from '@aster/core'

import type { MarketFeedParts } from '../market-feed.ts'
import type { MarketProfile } from '../market-profile.ts'
import { createMarkProcess } from './mark-process.ts'
import { createPriceProcess } from './price-process.ts'
import { samplePoisson, sampleSize } from './sample.ts'
import { createSyntheticBook } from './synthetic-book.ts'

/** Levels renewed a second and side in a calm market. */
const renewalsPerSecond = 25

/** One invented market, driven in small steps. */
export interface SyntheticMarket {
  open(nowMs: number): void
  step(seconds: number, nowMs: number): void
  /** Once a second of market time: mark price, funding rate, tidying. */
  everySecond(nowMs: number): void
}

export function createSyntheticMarket(
  engine: MarketFeedParts['engine'],
  profile: MarketProfile,
  random: Random,
): SyntheticMarket {
  const { symbol, tick } = profile
  const price = createPriceProcess(random.fork('price'), profile)
  const book = createSyntheticBook(engine, profile, random.fork('book'))
  const marks = createMarkProcess(random.fork('mark'), profile.sigma)
  const flow = random.fork('flow')

  /** One tick most of the time, more when the market is nervous or the tick is small against the moves. */
  const sampleSpread = (): number => {
    const nervous = Math.min(0.6, 0.12 * (1 + price.burst))
    return 1 + (flow.next() < nervous ? samplePoisson(flow, 1 + price.burst) : 0)
  }

  const follow = (nowMs: number): void => {
    const center = price.price / tick
    const stands = book.moveTo(center, sampleSpread(), nowMs)
    if (stands !== center) price.moveTo(stands * tick)
  }

  const sendTakers = (seconds: number, nowMs: number): void => {
    const orders = samplePoisson(flow, profile.takerRate * (1 + price.burst) * seconds)
    for (let order = 0; order < orders; order++) {
      const isBuy = flow.next() < 0.5 + 0.08 * price.direction
      const slipTicks = flow.next() < 0.1 ? flow.nextInt(4) : 0
      book.take(isBuy ? 'BUY' : 'SELL', sampleSize(flow, profile.takerLots, 1.2), slipTicks, nowMs)
    }
  }

  const updateMark = (nowMs: number): void => {
    const top = engine.getTop(symbol)
    const fair = price.price
    const middle = top.bidLots > 0 && top.askLots > 0 ? ((top.bidTicks + top.askTicks) / 2) * tick : fair
    const last = Number(engine.getLastPrice(symbol) ?? middle)
    const { nextFundingMs } = engine.getMark(symbol)
    const hours = nextFundingMs === 0 ? 8 : Math.max(0, nextFundingMs - nowMs) / 3_600_000
    const { markPrice, indexPrice } = marks.next(fair, middle, last, hours)
    engine.setFundingRate(symbol, marks.fundingRate, nowMs)
    engine.setMark(symbol, markPrice, indexPrice, nowMs)
  }

  return {
    open(nowMs) {
      const center = book.findCenter()
      const marked = Number(engine.getMark(symbol).markPrice)
      if (center !== undefined) price.moveTo(center * tick)
      else if (marked > 0) price.moveTo(marked)
      book.open(price.price / tick, nowMs)
      updateMark(nowMs)
      book.take('BUY', 1, 0, nowMs)
    },
    step(seconds, nowMs) {
      if (price.step(seconds)) follow(nowMs)
      sendTakers(seconds, nowMs)
      book.renew(samplePoisson(flow, renewalsPerSecond * (1 + price.burst) * seconds), nowMs)
    },
    everySecond(nowMs) {
      book.trim(nowMs)
      updateMark(nowMs)
    },
  }
}
