import { type Account, isTradeOver, type Trade } from '@aster/trades'

/** The trades of this server that are under way, those of an earlier process included. */
export interface TradeBook {
  add(trade: Trade): void
  list(): readonly Trade[]
  /** Cancels entries of which nothing has filled. Resolves with how many, once they are gone. */
  cancelEntries(symbol: string): Promise<number>
}

export function createTradeBook({ recovery }: Pick<Account, 'recovery'>): TradeBook {
  const trades = new Set<Trade>()
  const add = (trade: Trade) => {
    trades.add(trade)
    void trade.done.then(() => trades.delete(trade))
  }
  for (const trade of recovery?.trades ?? []) add(trade)
  return {
    add,
    list: () => [...trades].filter(({ state }) => !isTradeOver(state)),
    async cancelEntries(symbol) {
      const resting = [...trades].filter(
        ({ plan, state }) => plan.symbol === symbol && (state === 'pending' || state === 'entering'),
      )
      await Promise.all(resting.map((trade) => trade.close()))
      return resting.length
    },
  }
}
