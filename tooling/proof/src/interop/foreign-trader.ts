/** An order as the scripted session wants it placed, in the exchange's words. Always BTCUSDT. */
export interface OrderWish {
  readonly side: 'BUY' | 'SELL'
  readonly type: string
  readonly quantity?: string
  readonly price?: string
  readonly stopPrice?: string
  readonly timeInForce?: string
  readonly reduceOnly?: boolean
  readonly closePosition?: boolean
  readonly callbackRate?: string
  readonly activationPrice?: string
}

/** An order as the foreign client reads it back. */
export interface SeenOrder {
  readonly id: string
  readonly status: 'open' | 'filled' | 'canceled' | 'expired' | 'unknown'
  readonly filled: number
}

/** Something the client heard on its user stream. */
export type UserNote =
  | { readonly kind: 'order'; readonly id: string; readonly status: SeenOrder['status'] }
  | { readonly kind: 'account' }

/** The client itself has no way to do this; not the exchange's fault. */
export class CannotError extends Error {
  override name = 'CannotError'
}

/** A method for what a client cannot do. */
export const cannot =
  (reason: string): (() => never) =>
  () => {
    throw new CannotError(reason)
  }

/** A client that somebody else wrote, unmodified, behind the words of the scripted session. */
export interface ForeignTrader {
  /** Milliseconds since the epoch. */
  getServerTimeMs(): Promise<number>
  listSymbols(): Promise<readonly string[]>
  getBook(): Promise<{ readonly bid: number; readonly ask: number }>
  getLastPrice(): Promise<number>
  /** Wallet balance in USDT. */
  getBalance(): Promise<number>
  setLeverage(leverage: number): Promise<void>
  setMarginType(type: 'ISOLATED' | 'CROSSED'): Promise<void>
  isHedgeMode(): Promise<boolean>
  setHedgeMode(on: boolean): Promise<void>
  /** Gives the order id. */
  place(wish: OrderWish): Promise<string>
  placeBatch(wishes: readonly OrderWish[]): Promise<readonly string[]>
  getOrder(id: string): Promise<SeenOrder>
  listOpenOrders(): Promise<readonly SeenOrder[]>
  cancel(id: string): Promise<void>
  cancelBatch(ids: readonly string[]): Promise<void>
  cancelAll(): Promise<void>
  /** Signed, in BTC. */
  getPosition(): Promise<number>
  listTrades(): Promise<readonly { readonly orderId: string; readonly quantity: number }[]>
  listIncome(): Promise<readonly { readonly type: string; readonly amount: number }[]>
  /** Opens a user stream; resolves when events would be heard. */
  watchUser(onNote: (note: UserNote) => void): Promise<void>
  /** Keeps the listen key of the user stream alive. */
  keepUserStream(): Promise<void>
  /** Ends the listen key. */
  closeUserStream(): Promise<void>
  /** Opens a stream of the book or its best prices; resolves when it is subscribed. */
  watchBook(onBest: (best: { readonly bid: number; readonly ask: number }) => void): Promise<void>
  close(): Promise<void>
}

/** Where a client finds the exchange, and who it is there. */
export interface Venue {
  readonly restUrl: string
  readonly wsUrl: string
  readonly v1: { readonly apiKey: string; readonly apiSecret: string }
  readonly v3: { readonly user: string; readonly signer: string; readonly signerKey: string; readonly userKey: string }
}

/** A foreign client, how it is told where the exchange is, and what to know about it. */
export interface ForeignClient {
  readonly name: string
  /** Name of its package in `clients/`; undefined for the one that is written here. */
  readonly packageName: string | undefined
  /** What it speaks. */
  readonly speaks: string
  open(venue: Venue): Promise<ForeignTrader>
}
