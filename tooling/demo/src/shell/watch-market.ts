import type { Clock } from '@aster/core'
import type { Account } from '@aster/trades'

import { addPrice, noVolatility, type Volatility } from '../core/volatility.ts'

const sampleMs = 250
/** How many mid prices the terminal view can show. */
const keptPrices = 40

/** What is known of one symbol's price: how much it moves, and the latest mid prices for the eye. */
export interface MarketWatch {
  readonly volatility: Volatility
  /** Mid prices, one each quarter second, oldest first. */
  readonly prices: readonly number[]
}

/** Samples the mid price of a symbol until the signal aborts. */
export function watchMarket(account: Account, symbol: string, clock: Clock, signal: AbortSignal): MarketWatch {
  let volatility = noVolatility
  const prices: number[] = []
  const sample = (): void => {
    const touch = account.prices.get(symbol)
    if (touch !== undefined) {
      const midPrice = (Number(touch.bidPrice) + Number(touch.askPrice)) / 2
      volatility = addPrice(volatility, midPrice, clock.monotonicMs())
      prices.push(midPrice)
      if (prices.length > keptPrices) prices.shift()
    }
    timer = clock.schedule(sampleMs, sample)
  }
  let timer = clock.schedule(0, sample)
  signal.addEventListener('abort', () => timer.cancel(), { once: true })
  return {
    get volatility() {
      return volatility
    },
    prices,
  }
}
