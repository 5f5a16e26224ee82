/** What the history checker reads of an exchange's event log. Decimals are texts. */
export interface HistoryOrder {
  readonly symbol: string
  readonly orderId: string
  readonly clientOrderId: string
  readonly side: 'BUY' | 'SELL'
  readonly positionSide: 'BOTH' | 'LONG' | 'SHORT'
  readonly type: string
  readonly origType: string
  readonly status: string
  /** '0' for closePosition. */
  readonly origQty: string
  readonly executedQty: string
  readonly reduceOnly: boolean
  readonly closePosition: boolean
}

export interface HistoryOrderLine {
  readonly kind: 'order'
  readonly executionType: string
  readonly order: HistoryOrder
  readonly fill?: {
    readonly quantity: string
    readonly commission: string
    readonly commissionAsset: string
    readonly realizedPnl: string
  }
}

export interface HistoryAccountLine {
  readonly kind: 'account'
  readonly reason: string
  readonly balances: readonly { readonly asset: string; readonly balanceChange: string }[]
}

/** Most lines are market data: they are not even parsed. */
export function parseHistoryLine(line: string): HistoryOrderLine | HistoryAccountLine | undefined {
  if (!line.startsWith('{"kind":"order"') && !line.startsWith('{"kind":"account"')) return undefined
  return JSON.parse(line) as HistoryOrderLine | HistoryAccountLine
}
