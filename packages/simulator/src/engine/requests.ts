import type { StpMode } from './settings.ts'

export type Side = 'BUY' | 'SELL'
export type PositionSide = 'BOTH' | 'LONG' | 'SHORT'
export type MarginType = 'CROSSED' | 'ISOLATED'

/**
 * An order exactly as it was sent: the exchange's parameter names, every value as text, nothing converted. What is
 * absent is absent; an empty text is a malformed parameter. Unknown parameters do not belong here.
 */
export interface OrderRequest {
  readonly symbol: string
  readonly side: string
  readonly type: string
  readonly positionSide?: string | undefined
  readonly timeInForce?: string | undefined
  readonly quantity?: string | undefined
  readonly price?: string | undefined
  readonly stopPrice?: string | undefined
  readonly reduceOnly?: string | undefined
  readonly closePosition?: string | undefined
  readonly activationPrice?: string | undefined
  readonly callbackRate?: string | undefined
  readonly workingType?: string | undefined
  readonly priceProtect?: string | undefined
  readonly newClientOrderId?: string | undefined
  readonly stpMode?: string | undefined
  readonly pegPriceType?: string | undefined
  readonly pegOffset?: string | undefined
  /** Not of the exchange's order: the nonce of the request that carried it, remembered for guarded cancels. */
  readonly nonce?: string | undefined
}

/** An amendment of a LIMIT order; quantity and price are both needed. */
export interface AmendRequest {
  readonly symbol: string
  readonly orderId?: string | undefined
  readonly origClientOrderId?: string | undefined
  readonly side: string
  readonly quantity: string
  readonly price: string
}

/** Names one order of an account; with both, the order id decides. */
export interface OrderReference {
  readonly symbol: string
  readonly orderId?: string | undefined
  readonly origClientOrderId?: string | undefined
}

export interface AccountOptions {
  /** Any text that is unique: the user's address, the V1 key. */
  readonly id: string
  /** USDT, decimal string. */
  readonly usdt?: string
  /** Other margin assets, decimal strings. */
  readonly assets?: Readonly<Record<string, string>> | undefined
  readonly hedgeMode?: boolean
  readonly stpMode?: StpMode
}

/** Bounds of a history question; `fromId` and ids count upward. Both times inclusive. */
export interface HistoryRange {
  readonly startMs?: number | undefined
  readonly endMs?: number | undefined
  readonly fromId?: string | undefined
  /** At most this many rows: the newest without `startMs` and `fromId`, the oldest otherwise. */
  readonly limit?: number | undefined
}

export interface TransferOptions {
  /** USDT unless told. */
  readonly asset?: string | undefined
  /** Between accounts of a family, with the spot wallet of the same account, or with the outside (by default). */
  readonly kind?: 'internal' | 'wallet' | undefined
}
