import type { PositionSide, Side } from './requests.ts'
import type { ExchangeInfoEntry } from './settings.ts'
import type { StrategyEvent } from './strategy/strategy-types.ts'
import type { OrderView } from './views.ts'

/** ORDER_TRADE_UPDATE. `fill` is present exactly with execution types TRADE and CALCULATED. */
export interface OrderEvent {
  readonly kind: 'order'
  readonly accountId: string
  readonly timeMs: number
  readonly executionType: 'NEW' | 'CANCELED' | 'CALCULATED' | 'EXPIRED' | 'TRADE' | 'AMENDMENT'
  readonly order: OrderView
  /** Open notional of the account's buy and sell orders on the symbol, fields `b` and `a`. */
  readonly bidsNotional: string
  readonly asksNotional: string
  readonly fill:
    | {
        readonly tradeId: string
        readonly price: string
        readonly quantity: string
        readonly commission: string
        readonly commissionAsset: string
        readonly maker: boolean
        readonly realizedPnl: string
      }
    | undefined
}

/** ACCOUNT_UPDATE: only what changed. */
export interface AccountEvent {
  readonly kind: 'account'
  readonly accountId: string
  readonly timeMs: number
  readonly reason: string
  readonly balances: readonly {
    readonly asset: string
    readonly walletBalance: string
    readonly crossWalletBalance: string
    /** Change apart from profit and commission. */
    readonly balanceChange: string
  }[]
  readonly positions: readonly {
    readonly symbol: string
    readonly positionSide: PositionSide
    readonly quantity: string
    readonly entryPrice: string
    readonly accumulatedRealized: string
    readonly unrealizedPnl: string
    readonly marginType: 'cross' | 'isolated'
    readonly isolatedWallet: string
    readonly marginAsset: string
  }[]
}

/** ACCOUNT_CONFIG_UPDATE: a leverage (`symbol` set) or an account setting. */
export interface AccountConfigEvent {
  readonly kind: 'accountConfig'
  readonly accountId: string
  readonly timeMs: number
  readonly leverage: { readonly symbol: string; readonly leverage: number } | undefined
  readonly account: { readonly multiAssetsMode: boolean; readonly hedgeMode: boolean } | undefined
}

/** MARGIN_CALL: the margin ratio of an account or of an isolated position has risen above 80 %. */
export interface MarginCallEvent {
  readonly kind: 'marginCall'
  readonly accountId: string
  readonly timeMs: number
  /** Only for a crossed call. */
  readonly crossWalletBalance: string | undefined
  readonly positions: readonly {
    readonly symbol: string
    readonly positionSide: PositionSide
    readonly quantity: string
    readonly marginType: 'CROSSED' | 'ISOLATED'
    readonly isolatedWallet: string
    readonly markPrice: string
    readonly unrealizedPnl: string
    readonly maintMargin: string
  }[]
}

/** A price level's visible total (external and users') after a change; 0 lots: gone. */
export interface LevelEvent {
  readonly kind: 'level'
  readonly symbol: string
  readonly timeMs: number
  readonly side: Side
  readonly priceTicks: number
  readonly lots: number
  /** Counts up by at least one over all symbols together, as on the exchange. */
  readonly updateId: number
}

/** The best level of a side changed. Emitted once at the end of the command that changed it. */
export interface BookTickerEvent {
  readonly kind: 'bookTicker'
  readonly symbol: string
  readonly timeMs: number
  readonly bidTicks: number
  readonly bidLots: number
  readonly askTicks: number
  readonly askLots: number
  readonly updateId: number
}

/** One public trade. Fills of one taker order share `matchId` and follow one another, so they can be aggregated by price. */
export interface TradeEvent {
  readonly kind: 'trade'
  readonly symbol: string
  readonly timeMs: number
  readonly tradeId: number
  readonly matchId: number
  readonly priceTicks: number
  readonly lots: number
  readonly takerSide: Side
}

/** A symbol has other rules: a filter, its tick, its status. */
export interface RulesEvent {
  readonly kind: 'rules'
  readonly symbol: string
  readonly timeMs: number
  readonly entry: ExchangeInfoEntry
  /** Ticks of later events are this many times finer than those of earlier ones; 1 when they count the same. */
  readonly ticksFactor: number
  /** The price of one tick from now on, decimal string: that of the rules, or finer. */
  readonly tickPrice: string
}

export interface MarkEvent {
  readonly kind: 'mark'
  readonly symbol: string
  readonly timeMs: number
  readonly markPrice: string
  readonly indexPrice: string
  readonly fundingRate: string
  readonly nextFundingMs: number
}

/** A liquidation order, for the public forceOrder stream; emitted at its end. */
export interface ForceOrderEvent {
  readonly kind: 'forceOrder'
  readonly symbol: string
  readonly timeMs: number
  readonly order: OrderView
}

/** Events of an account: what its user stream carries. */
export type UserEngineEvent = OrderEvent | AccountEvent | AccountConfigEvent | MarginCallEvent | StrategyEvent
/** Events that everybody sees. */
export type MarketEngineEvent = LevelEvent | BookTickerEvent | TradeEvent | MarkEvent | ForceOrderEvent | RulesEvent
export type EngineEvent = UserEngineEvent | MarketEngineEvent

/**
 * Takes every event, in order, while the command runs. It must not call a command of the engine from inside; queue
 * what has to follow. Events are immutable and may be kept.
 */
export type EventSink = (event: EngineEvent) => void
