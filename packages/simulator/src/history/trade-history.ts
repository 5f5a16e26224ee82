/** One trade of the order book, in ticks and lots. */
export interface TradeRow {
  readonly id: number
  readonly price: number
  readonly quantity: number
  readonly timeMs: number
  readonly isBuyerMaker: boolean
}

/** Fills of one taker order at one price. */
export interface AggTradeRow {
  readonly id: number
  readonly price: number
  quantity: number
  readonly firstTradeId: number
  lastTradeId: number
  readonly timeMs: number
  readonly isBuyerMaker: boolean
}

const kept = 10_000

/** The newest trades of one symbol, single and merged. */
export interface TradeHistory {
  /** @param takerKey - What the fills of one taker order have in common. */
  add(trade: TradeRow, takerKey: string): void
  /** Counts all prices in ticks that are `factor` times finer. */
  rescale(factor: number): void
  readonly trades: readonly TradeRow[]
  readonly aggTrades: readonly AggTradeRow[]
  readonly last: TradeRow | undefined
}

export function createTradeHistory(): TradeHistory {
  let trades: TradeRow[] = []
  let aggTrades: AggTradeRow[] = []
  let nextAggId = 1
  let lastTakerKey: string | undefined

  return {
    add(trade, takerKey) {
      trades.push(trade)
      const open = aggTrades.at(-1)
      if (
        open !== undefined &&
        lastTakerKey === takerKey &&
        open.price === trade.price &&
        open.timeMs === trade.timeMs
      ) {
        open.quantity += trade.quantity
        open.lastTradeId = trade.id
      } else {
        const { price, quantity, timeMs, isBuyerMaker } = trade
        aggTrades.push({
          id: nextAggId++,
          price,
          quantity,
          firstTradeId: trade.id,
          lastTradeId: trade.id,
          timeMs,
          isBuyerMaker,
        })
        lastTakerKey = takerKey
      }
      if (trades.length >= 2 * kept) trades = trades.slice(-kept)
      if (aggTrades.length >= 2 * kept) aggTrades = aggTrades.slice(-kept)
    },
    rescale(factor) {
      trades = trades.map((row) => ({ ...row, price: row.price * factor }))
      aggTrades = aggTrades.map((row) => ({ ...row, price: row.price * factor }))
    },
    get trades() {
      return trades
    },
    get aggTrades() {
      return aggTrades
    },
    get last() {
      return trades.at(-1)
    },
  }
}
