import type { ScriptOrder } from './draw-script.ts'

/** An order at the end of a script, without ids and times of the exchange. */
export interface EndOrder {
  readonly clientOrderId: string
  readonly side: 'BUY' | 'SELL'
  readonly status: 'open' | 'filled' | 'ended'
  readonly quantity: number
  readonly filled: number
  /** 0 for an order without a price. */
  readonly price: number
  readonly averagePrice: number
}

export interface EndFill {
  readonly clientOrderId: string
  readonly price: number
  readonly quantity: number
  readonly fee: number
  readonly isMaker: boolean
}

/** Everything a client can say about its account when a script is done. */
export interface EndState {
  readonly orders: readonly EndOrder[]
  readonly fills: readonly EndFill[]
  readonly position: { readonly quantity: number; readonly entryPrice: number }
  readonly walletBalance: number
}

/** A client driven by a script. What the exchange refuses throws. */
export interface ScriptClient {
  place(order: ScriptOrder): Promise<void>
  placeBatch(orders: readonly ScriptOrder[]): Promise<void>
  cancel(clientOrderId: string): Promise<void>
  cancelAll(): Promise<void>
  setLeverage(leverage: number): Promise<void>
  readEnd(): Promise<EndState>
  close(): Promise<void>
}
