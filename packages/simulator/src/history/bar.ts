/** One bar, in whole ticks and lots. */
export interface Bar {
  /** First millisecond of the bar. */
  readonly openTimeMs: number
  open: number
  high: number
  low: number
  close: number
  /** Lots. */
  volume: number
  /** Ticks times lots. */
  quoteVolume: number
  trades: number
  /** Lots and ticks times lots of trades in which the buyer took. */
  buyVolume: number
  buyQuoteVolume: number
  firstTradeId: number
  lastTradeId: number
}

/** A bar without trades at the price where the one before closed. */
export function createFlatBar(openTimeMs: number, price: number): Bar {
  return {
    openTimeMs,
    open: price,
    high: price,
    low: price,
    close: price,
    volume: 0,
    quoteVolume: 0,
    trades: 0,
    buyVolume: 0,
    buyQuoteVolume: 0,
    firstTradeId: -1,
    lastTradeId: -1,
  }
}

/** Counts the prices of a bar in ticks that are `factor` times finer. */
export function rescaleBar(bar: Bar, factor: number): void {
  bar.open *= factor
  bar.high *= factor
  bar.low *= factor
  bar.close *= factor
  bar.quoteVolume *= factor
  bar.buyQuoteVolume *= factor
}

/** Adds a later bar to an earlier one, which then reaches over both. */
export function absorbBar(into: Bar, later: Bar): void {
  into.high = Math.max(into.high, later.high)
  into.low = Math.min(into.low, later.low)
  into.close = later.close
  into.volume += later.volume
  into.quoteVolume += later.quoteVolume
  into.trades += later.trades
  into.buyVolume += later.buyVolume
  into.buyQuoteVolume += later.buyQuoteVolume
  if (into.firstTradeId === -1) into.firstTradeId = later.firstTradeId
  if (later.lastTradeId !== -1) into.lastTradeId = later.lastTradeId
}

/** Adds one trade. */
export function addTradeToBar(
  bar: Bar,
  trade: { price: number; quantity: number; id: number; isBuyerTaker: boolean },
): void {
  const quote = trade.price * trade.quantity
  if (bar.trades === 0) bar.open = trade.price
  bar.high = bar.trades === 0 ? trade.price : Math.max(bar.high, trade.price)
  bar.low = bar.trades === 0 ? trade.price : Math.min(bar.low, trade.price)
  bar.close = trade.price
  bar.volume += trade.quantity
  bar.quoteVolume += quote
  bar.trades += 1
  if (trade.isBuyerTaker) {
    bar.buyVolume += trade.quantity
    bar.buyQuoteVolume += quote
  }
  if (bar.firstTradeId === -1) bar.firstTradeId = trade.id
  bar.lastTradeId = trade.id
}
