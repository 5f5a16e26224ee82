/** The parts of an exchange's event log that an audit reads. Decimals are texts, times milliseconds. */
export interface OrderLine {
  readonly kind: 'order'
  readonly timeMs: number
  readonly executionType: string
  readonly order: {
    readonly symbol: string
    readonly clientOrderId: string
    readonly side: 'BUY' | 'SELL'
    readonly origType: string
    readonly status: string
    readonly origQty: string
    readonly executedQty: string
    readonly reduceOnly: boolean
    readonly closePosition: boolean
  }
  readonly fill?: {
    readonly quantity: string
    readonly commission: string
    readonly realizedPnl: string
  }
}

export interface RequestLine {
  readonly kind: 'request'
  readonly timeMs: number
  readonly method: string
  readonly path: string
  readonly params: Readonly<Record<string, string>>
  readonly status: number
}

/** Reads a line, or nothing where it tells of something else. Most lines are market data: they are not even parsed. */
export function parseExchangeLine(line: string): OrderLine | RequestLine | undefined {
  if (!line.startsWith('{"kind":"order"') && !line.startsWith('{"kind":"request"')) return undefined
  return JSON.parse(line) as OrderLine | RequestLine
}
