import type { MarginType, PositionSide, Side } from './requests.ts'
import type { StpMode } from './settings.ts'

/** An order at one moment. Decimals are plain strings, ids strings, times milliseconds. Never changes once handed out. */
export interface OrderView {
  readonly symbol: string
  readonly orderId: string
  readonly clientOrderId: string
  readonly side: Side
  readonly positionSide: PositionSide
  /** The type now: LIMIT or MARKET once triggered. */
  readonly type: string
  readonly origType: string
  readonly status: 'NEW' | 'PARTIALLY_FILLED' | 'FILLED' | 'CANCELED' | 'EXPIRED' | 'NEW_INSURANCE' | 'NEW_ADL'
  readonly timeInForce: string
  readonly price: string
  readonly avgPrice: string
  /** '0' for closePosition. */
  readonly origQty: string
  readonly executedQty: string
  readonly cumQuote: string
  readonly stopPrice: string
  readonly workingType: string
  readonly reduceOnly: boolean
  readonly closePosition: boolean
  readonly priceProtect: boolean
  /** Only for trailing stops. */
  readonly activatePrice: string | undefined
  readonly priceRate: string | undefined
  readonly stpMode: StpMode
  /** It was sent with a mode of its own. */
  readonly hasOwnStpMode: boolean
  /** Only for orders whose price came from the book. */
  readonly pegPriceType: string | undefined
  /** Placed at, last changed at. */
  readonly timeMs: number
  readonly updateMs: number
}

/** A fill of an account's order. */
export interface FillView {
  readonly symbol: string
  readonly tradeId: string
  readonly orderId: string
  readonly side: Side
  readonly positionSide: PositionSide
  readonly price: string
  readonly quantity: string
  readonly quoteQuantity: string
  readonly realizedPnl: string
  readonly commission: string
  readonly commissionAsset: string
  readonly maker: boolean
  readonly buyer: boolean
  readonly timeMs: number
}

/** A position; `quantity` is signed, negative when short. Flat ones are '0' with entry '0'. */
export interface PositionView {
  readonly symbol: string
  readonly positionSide: PositionSide
  readonly quantity: string
  readonly entryPrice: string
  readonly markPrice: string
  readonly unrealizedPnl: string
  /** '0' when there is none. */
  readonly liquidationPrice: string
  readonly leverage: number
  readonly maxNotional: string
  readonly marginType: MarginType
  readonly isolatedMargin: string
  readonly isolatedWallet: string
  readonly autoAddMargin: boolean
  readonly notional: string
  readonly initialMargin: string
  readonly positionInitialMargin: string
  readonly openOrderInitialMargin: string
  readonly maintMargin: string
  /** Realized profit of this position since it was opened first, before fees. */
  readonly accumulatedRealized: string
  readonly updateMs: number
}

/** Money of an account in its one margin asset, decimal strings. */
export interface BalanceView {
  readonly asset: string
  /** Everything incl. isolated wallets. */
  readonly walletBalance: string
  readonly crossWalletBalance: string
  readonly crossUnrealizedPnl: string
  readonly unrealizedPnl: string
  readonly marginBalance: string
  readonly maintMargin: string
  readonly initialMargin: string
  readonly positionInitialMargin: string
  readonly openOrderInitialMargin: string
  readonly availableBalance: string
  readonly maxWithdrawAmount: string
  readonly updateMs: number
}

export interface AccountConfigView {
  readonly hedgeMode: boolean
  readonly multiAssetsMode: boolean
  readonly stpMode: StpMode
}

export interface IncomeView {
  readonly symbol: string
  readonly incomeType: string
  readonly income: string
  readonly asset: string
  readonly info: string
  readonly timeMs: number
  readonly transactionId: string
  readonly tradeId: string
}

/** Aggregated visible book. Levels are `[price, quantity]`, best first. */
export interface DepthView {
  readonly lastUpdateId: number
  readonly timeMs: number
  readonly bids: readonly (readonly [price: string, quantity: string])[]
  readonly asks: readonly (readonly [price: string, quantity: string])[]
}

/** Top of the visible book in integers; 0 lots and 0 ticks on an empty side. */
export interface TopOfBook {
  readonly bidTicks: number
  readonly bidLots: number
  readonly askTicks: number
  readonly askLots: number
  readonly updateId: number
  readonly timeMs: number
}

export interface MarkView {
  readonly symbol: string
  readonly markPrice: string
  readonly indexPrice: string
  readonly lastFundingRate: string
  readonly interestRate: string
  readonly nextFundingMs: number
  readonly timeMs: number
}

/** Where all money is; the sum changes only by deposits and withdrawals. Decimal strings in USDT. */
export interface MoneyView {
  readonly wallets: string
  readonly fees: string
  readonly insuranceFund: string
  /** Cash of the anonymous other side: fills against it and funding paid by it. Its open position is the mirror of all users'. */
  readonly externalCounterparty: string
  readonly deposits: string
  /** The same for every other asset that ever came in. */
  readonly assets: readonly {
    readonly asset: string
    readonly accounts: string
    readonly externalCounterparty: string
    readonly deposits: string
  }[]
}
