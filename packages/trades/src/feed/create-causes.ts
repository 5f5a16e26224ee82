/** What an order or a trade came of: a signal, or the trade itself. */
export interface Causes {
  /** An order is about to be sent. */
  noteOrder(clientOrderId: string): void
  setOrder(clientOrderId: string, cause: string): void
  ofOrder(clientOrderId: string): string | undefined
  ofTrade(tradeId: string): string
  endTrade(tradeId: string): void
}

/** Orders remembered with their cause; the oldest go. */
const mostOrders = 5_000

/** @param readCause - What is being carried out just now. */
export function createCauses(readCause: () => string | undefined = () => undefined): Causes {
  const orders = new Map<string, string>()
  const trades = new Map<string, string>()
  const setOrder = (clientOrderId: string, cause: string): void => {
    orders.set(clientOrderId, cause)
    if (orders.size <= mostOrders) return
    const [oldest] = orders.keys()
    if (oldest !== undefined) orders.delete(oldest)
  }
  return {
    noteOrder(clientOrderId) {
      const cause = readCause()
      // an order of a trade was told before its intent
      if (cause !== undefined && !orders.has(clientOrderId)) setOrder(clientOrderId, cause)
    },
    setOrder,
    ofOrder: (clientOrderId) => orders.get(clientOrderId),
    ofTrade(tradeId) {
      const known = trades.get(tradeId)
      if (known !== undefined) return known
      const cause = readCause() ?? tradeId
      trades.set(tradeId, cause)
      return cause
    },
    endTrade: (tradeId) => void trades.delete(tradeId),
  }
}
