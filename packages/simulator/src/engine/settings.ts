/** One filter of an exchangeInfo symbol: numbers as decimal strings, limits as numbers, unknown fields pass. */
export type SymbolFilter = Readonly<Record<string, unknown>> & { readonly filterType: string }

/** One symbol as exchangeInfo lists it. Fields that the engine does not read pass through untouched. */
export interface ExchangeInfoEntry {
  readonly symbol: string
  readonly status: string
  readonly baseAsset: string
  readonly quoteAsset: string
  readonly marginAsset: string
  readonly pricePrecision: number
  readonly quantityPrecision: number
  /** Fractions as decimal strings: 0.02 is 2 %. */
  readonly triggerProtect?: string
  readonly marketTakeBound?: string
  readonly liquidationFee?: string
  readonly filters: readonly SymbolFilter[]
  readonly orderTypes: readonly string[]
  readonly timeInForce: readonly string[]
}

/** One leverage bracket; `notionalFloor < notional <= notionalCap`. Ratios and amounts are plain numbers as the exchange sends them. */
export interface LeverageBracket {
  readonly bracket: number
  readonly initialLeverage: number
  readonly notionalFloor: number
  readonly notionalCap: number
  readonly maintMarginRatio: number
  readonly cum: number
}

/** Fractions of the notional as decimal strings: '0.0001' is one basis point. Negative is a rebate. */
export interface FeeRates {
  readonly maker: string
  readonly taker: string
}

/**
 * How a shrinking external quantity is spread over the queue in front of and behind a user's order.
 *
 * - `proRata`: in proportion to what stands in front and behind.
 * - `front`: those in front leave first, the most favourable to the user.
 * - `back`: those behind leave first; the order advances only when the level gets smaller than what stood in front.
 * - `power`: the share behind is `back^n / (back^n + ahead^n)`; `log`: the same with ln(1 + x).
 */
export type QueueModel = 'proRata' | 'front' | 'back' | { readonly power: number } | 'log'

/** What is not documented about the exchange, one switch each. Defaults are the decisions of docs/decisions/simulator-matching.md. */
export interface EnginePolicy {
  /** A post-only order that would take: accepted and EXPIRED at once (default), or refused with -5022. */
  readonly crossingGtx: 'expire' | 'reject'
  /** An order that would reduce by more than the position, with what already waits to reduce it: refused with -2022 (default), or cut. */
  readonly excessReduceOnly: 'reject' | 'cut'
  /** Account default of stpMode. */
  readonly stpMode: StpMode
  readonly queueModel: QueueModel
  /** ORDER_TRADE_UPDATE before ACCOUNT_UPDATE (default), or the other way round. */
  readonly eventOrder: 'orderFirst' | 'accountFirst'
  /** Orders that reduce only and find the position gone: EXPIRED (default), or left on the book. */
  readonly leftoverReduceOnly: 'expire' | 'keep'
  /** A conditional order with priceProtect that meets too wide a gap between mark and last price at its trigger. */
  readonly priceProtect: 'expire' | 'stayArmed'
  /** Orders closed by countdownCancelAll end in this status. */
  readonly countdownStatus: 'CANCELED' | 'EXPIRED'
  /** An amendment that only lowers the quantity keeps its place in the queue (default). */
  readonly amendKeepsPriority: boolean
  /** A pegged order takes its price from the book when it arrives (default), or follows it once a second. */
  readonly peg: 'onArrival' | 'everySecond'
  /** What is left of a strategy's first leg once an exit has filled: kept open (default), or cancelled. */
  readonly strategyRemainder: 'keep' | 'cancel'
  /** Strategies tell their story as STRATEGY_UPDATE (default), or only through the events of their orders. */
  readonly strategyEvents: 'send' | 'none'
  /** Market-maker protection cancels and refuses what opens (default), or what only reduces as well. */
  readonly protectionCovers: 'opening' | 'all'
  /** A liquidation closes as much as restores the margin, bracket by bracket (default), or the whole position. */
  readonly liquidation: 'steps' | 'whole'
  /** Winners are reduced when the fund would lose by taking over (default), or only when it cannot pay. */
  readonly adl: 'beyondBankruptcy' | 'emptyFund'
  /** Setting the multi-assets mode that is set already: refused with -4052 (default), or accepted. */
  readonly unchangedMultiAssets: 'refuse' | 'accept'
  /** A guarded cancel that comes after its order: cancels it (default), or is refused with -4225. */
  readonly guardedCancel: 'cancels' | 'loses'
}

export type StpMode = 'EXPIRE_TAKER' | 'EXPIRE_MAKER' | 'EXPIRE_BOTH'

/** A margin asset beside USDT: its price in USDT where it has no market, and the fraction taken off it as margin. */
export interface AssetSettings {
  readonly price?: string
  readonly haircut: string
}

export interface EngineSettings {
  readonly symbols: readonly ExchangeInfoEntry[]
  /** Fees without an entry in `feesBySymbol`: maker 0.0001, taker 0.00035. */
  readonly fees?: FeeRates
  readonly feesBySymbol?: Readonly<Record<string, FeeRates>>
  /** Brackets by symbol; symbols without an entry get a default table. */
  readonly brackets?: Readonly<Record<string, readonly LeverageBracket[]>>
  readonly defaultLeverage?: number
  /** Margin assets beside USDT; a built-in list by default. */
  readonly assets?: Readonly<Record<string, AssetSettings>>
  /** Hours between fundings by symbol; 8 without an entry. Fundings fall on whole multiples since the epoch. */
  readonly fundingIntervalHours?: Readonly<Record<string, number>>
  readonly policy?: Partial<EnginePolicy>
  /** How many closed orders, fills and income rows are kept per account; the oldest go first. 2,000 each. */
  readonly historyLimit?: number
  /** Starting balance of the insurance fund in USDT, decimal string. */
  readonly insuranceFund?: string
}
