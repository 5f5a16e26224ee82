/** What of a simulated matching engine the tests use to steer a market by hand. */
export interface SteeredEngine {
  setLevels(
    symbol: string,
    changes: readonly { readonly side: 'BUY' | 'SELL'; readonly priceTicks: number; readonly lots: number }[],
    nowMs: number,
  ): void
  trade(
    symbol: string,
    takerSide: 'BUY' | 'SELL',
    limitTicks: number,
    lots: number,
    options: { readonly consumeBook: boolean },
    nowMs: number,
  ): number
  setMark(symbol: string, markPrice: string, indexPrice: string, nowMs: number): void
  getTop(symbol: string): { readonly bidTicks: number; readonly askTicks: number }
  getDepth(
    symbol: string,
    limit: number,
  ): {
    readonly bids: readonly (readonly [price: string, quantity: string])[]
    readonly asks: readonly (readonly [price: string, quantity: string])[]
  }
  getExternalLots(symbol: string, side: 'BUY' | 'SELL', priceTicks: number): number
  formatPrice(symbol: string, ticks: number): string
  toTicks(symbol: string, price: string): number
}

/** A market that moves only when the test says so. */
export interface TestMarket {
  readonly bid: string
  readonly ask: string
  /** Moves the whole book so that the best bid is `bid`, and prints one trade there and at the offer. */
  moveTo(bid: string): void
  /** Moves by some percent of the middle. */
  moveBy(percent: number): void
  /** Somebody sells into the bids (or buys from the offers) so much, down to (up to) the price of our orders. */
  take(side: 'BUY' | 'SELL', lots: number): void
}

const levels = 20

/** Books with `lots` at each of 20 levels a side. */
export function createTestMarket(engine: SteeredEngine, symbol: string, now: () => number, lots = 5_000): TestMarket {
  const clear = () => {
    const changes: { side: 'BUY' | 'SELL'; priceTicks: number; lots: number }[] = []
    const { bids, asks } = engine.getDepth(symbol, 1_000)
    for (const [price] of bids) changes.push({ side: 'BUY', priceTicks: engine.toTicks(symbol, price), lots: 0 })
    for (const [price] of asks) changes.push({ side: 'SELL', priceTicks: engine.toTicks(symbol, price), lots: 0 })
    engine.setLevels(symbol, changes, now())
  }
  const fill = (bidTicks: number) => {
    const changes: { side: 'BUY' | 'SELL'; priceTicks: number; lots: number }[] = []
    for (let step = 0; step < levels; step += 1) {
      changes.push({ side: 'BUY', priceTicks: bidTicks - step, lots })
      changes.push({ side: 'SELL', priceTicks: bidTicks + 1 + step, lots })
    }
    engine.setLevels(symbol, changes, now())
    const mark = engine.formatPrice(symbol, bidTicks)
    engine.setMark(symbol, mark, mark, now())
  }
  const take = (side: 'BUY' | 'SELL', taken: number) => {
    const { bidTicks, askTicks } = engine.getTop(symbol)
    engine.trade(symbol, side, side === 'BUY' ? askTicks : bidTicks, taken, { consumeBook: true }, now())
  }
  const moveToTicks = (bidTicks: number) => {
    clear()
    fill(bidTicks)
    take('SELL', 1)
    take('BUY', 1)
  }
  return {
    get bid() {
      return engine.formatPrice(symbol, engine.getTop(symbol).bidTicks)
    },
    get ask() {
      return engine.formatPrice(symbol, engine.getTop(symbol).askTicks)
    },
    moveTo: (bid) => moveToTicks(engine.toTicks(symbol, bid)),
    moveBy: (percent) => moveToTicks(Math.round(engine.getTop(symbol).bidTicks * (1 + percent / 100))),
    take,
  }
}
