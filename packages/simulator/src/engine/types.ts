import type { OrderQuestions } from './order-questions.ts'
import type { ProtectionCommands } from './protection/protection-types.ts'
import type {
  AccountOptions,
  AmendRequest,
  HistoryRange,
  MarginType,
  OrderReference,
  OrderRequest,
  PositionSide,
  Side,
  TransferOptions,
} from './requests.ts'
import type { ExchangeInfoEntry, FeeRates, LeverageBracket, StpMode } from './settings.ts'
import type { StrategyCommands } from './strategy/strategy-types.ts'
import type {
  AccountConfigView,
  BalanceView,
  DepthView,
  FillView,
  IncomeView,
  MarkView,
  MoneyView,
  OrderView,
  PositionView,
  TopOfBook,
} from './views.ts'

export type * from './events.ts'
export type * from './requests.ts'
export type * from './settings.ts'
export type * from './protection/protection-types.ts'
export type * from './strategy/strategy-types.ts'
export type * from './views.ts'

/** The exchange said no: its code and its text. Nothing changed. */
export interface Refusal {
  readonly ok: false
  readonly code: number
  readonly msg: string
}
export type Outcome<T> = { readonly ok: true; readonly value: T } | Refusal

export interface TradeOptions {
  readonly consumeBook: boolean
  /** Only for recorded prints; 0 by default. */
  readonly lateByMs?: number
}

/** A level as a feed reports it: absolute external quantity, 0 when gone. */
export interface LevelChange {
  readonly side: Side
  readonly priceTicks: number
  readonly lots: number
}

/**
 * Matching, positions and margin of one exchange. Pure and deterministic: no clock, no chance, no I/O. Every command
 * takes the time; it must not run backwards. The same settings and the same calls give the same events. What a command
 * causes (fills, triggers, expiries, liquidations) has happened, and its events are out, when it returns.
 *
 * Quantities of the market side are whole ticks and lots of the symbol; `formatPrice` and `formatQuantity` turn them
 * into text. An unknown account id throws, as the surface has checked it; an unknown symbol in a user's request is
 * refused with -1121, in a market command it throws.
 */
export interface Engine extends StrategyCommands, ProtectionCommands, OrderQuestions {
  // Accounts

  /** Opens an account, or throws when the id is taken. A first deposit gives no event. */
  openAccount(options: AccountOptions, nowMs: number): void
  hasAccount(accountId: string): boolean
  /**
   * Money in (positive) or out (negative, refused with -2018 above what can be withdrawn), USDT unless another asset is named
   * (-1126 for one that is no margin). Emits ACCOUNT_UPDATE and an income row.
   */
  transfer(
    accountId: string,
    amount: string,
    nowMs: number,
    options?: TransferOptions,
  ): Outcome<{ readonly transactionId: string }>

  // Orders

  /**
   * Places an order after every check of the exchange, in its order. The value is the order after matching: FILLED,
   * EXPIRED, resting or waiting for its trigger. For an ACK answer the surface shows zero fills.
   */
  placeOrder(accountId: string, request: OrderRequest, nowMs: number): Outcome<OrderView>
  amendOrder(accountId: string, request: AmendRequest, nowMs: number): Outcome<OrderView>
  /** -2011 when the order is not open. */
  cancelOrder(accountId: string, reference: OrderReference, nowMs: number): Outcome<OrderView>
  /** All open orders of the symbol; none is fine. Answers what it cancelled, oldest first. */
  cancelAllOrders(accountId: string, symbol: string, nowMs: number): Outcome<readonly OrderView[]>
  /** Cancels all of the symbol's orders unless called again within `countdownMs`; 0 switches off. Fires in `advance`. */
  setCountdown(
    accountId: string,
    symbol: string,
    countdownMs: number,
    nowMs: number,
  ): Outcome<{ readonly symbol: string; readonly countdownMs: number }>

  // Settings of an account

  /** -4028 outside 1 to the symbol's maximum; -2027/-2028/-4161 where position or balance do not allow it. */
  setLeverage(
    accountId: string,
    symbol: string,
    leverage: number,
    nowMs: number,
  ): Outcome<{ readonly symbol: string; readonly leverage: number; readonly maxNotional: string }>
  /** -4046 unchanged, -4047 open orders, -4048 position. */
  setMarginType(accountId: string, symbol: string, marginType: MarginType, nowMs: number): Outcome<true>
  /** Adds to (positive USDT) or takes from an isolated position's wallet. */
  changePositionMargin(
    accountId: string,
    symbol: string,
    positionSide: PositionSide,
    usdt: string,
    nowMs: number,
  ): Outcome<true>
  /** -4059 unchanged, -4067 open orders, -4068 positions. */
  setPositionMode(accountId: string, hedgeMode: boolean, nowMs: number): Outcome<true>
  setStpMode(accountId: string, stpMode: StpMode, nowMs: number): Outcome<true>
  /** -4052 unchanged, -4168 with a symbol in isolated mode, -2019 when USDT alone does not carry what is open. */
  setMultiAssetsMode(accountId: string, multiAssets: boolean, nowMs: number): Outcome<true>
  /** Exchanges other assets for USDT that is owed, as at a threshold of 0. Answers which; -4212 outside multi-assets mode. */
  exchangeAssets(accountId: string, nowMs: number): Outcome<readonly string[]>

  // Questions about an account. They change nothing.

  /** -2013 unknown or no longer kept. */
  getOrder(accountId: string, reference: OrderReference): Outcome<OrderView>
  /** -2013 when it is not open. */
  getOpenOrder(accountId: string, reference: OrderReference): Outcome<OrderView>
  /** Oldest first. */
  getOpenOrders(accountId: string, symbol?: string): readonly OrderView[]
  /** Open and closed ones of the symbol by order id, oldest first. */
  getAllOrders(accountId: string, symbol: string, range: HistoryRange): readonly OrderView[]
  /** By trade id. Several rows where several fills happened. */
  getFills(accountId: string, symbol: string, range: HistoryRange): readonly FillView[]
  getIncome(
    accountId: string,
    range: HistoryRange & { readonly symbol?: string | undefined; readonly incomeType?: string | undefined },
  ): readonly IncomeView[]
  /** One row per symbol (BOTH), or two (LONG, SHORT) in hedge mode; of one symbol or all. */
  getPositions(accountId: string, symbol?: string): readonly PositionView[]
  /** USDT. */
  getBalance(accountId: string): BalanceView
  /** USDT and every other margin asset. */
  getBalances(accountId: string): readonly BalanceView[]
  /** All assets together, valued in USDT as margin; in single-asset mode the same as {@link getBalance}. */
  getTotals(accountId: string): BalanceView
  /** Places in the queues of auto-deleveraging by position side, 0 (last) to 4 (first). */
  getAdlQuantiles(accountId: string, symbol: string): Readonly<Record<PositionSide, number>>
  getAccountConfig(accountId: string): AccountConfigView
  getLeverage(accountId: string, symbol: string): number
  getFees(accountId: string, symbol: string): FeeRates
  getBrackets(symbol: string): readonly LeverageBracket[]
  accountIds(): readonly string[]

  // The market

  /** What stands externally at a price, absolute. Where it meets users' orders of the other side they are filled (the market went through them). */
  setLevel(symbol: string, side: Side, priceTicks: number, lots: number, nowMs: number): void
  /** Several absolute levels as one change: one bookTicker event at the end. */
  setLevels(symbol: string, changes: readonly LevelChange[], nowMs: number): void
  /** An external limit order (positive: takes first where it crosses, the rest rests behind the queue) or an external cancellation (negative). */
  addLevel(symbol: string, side: Side, priceTicks: number, deltaLots: number, nowMs: number): void
  /**
   * External taker flow up to a limit price. With `consumeBook` it eats through the book in price-time order and
   * answers the lots taken. Without (replay) it is a recorded print: it uses up what stands ahead of users' orders at
   * that price and then them, fills those at better prices whole, and leaves external quantities to the recorded diffs.
   * Where prints come later than the diffs that show what they took, `lateByMs` says by how much at most: what left the
   * level within that time is not taken again.
   */
  trade(symbol: string, takerSide: Side, limitTicks: number, lots: number, options: TradeOptions, nowMs: number): number
  /** Decimal strings. Checks triggers by mark price and liquidations. */
  setMark(symbol: string, markPrice: string, indexPrice: string, nowMs: number): void
  /** Replaces the rate that applies at the next funding; decimal string. */
  setFundingRate(symbol: string, rate: string, nowMs: number): void
  /** Lets time pass: countdowns and fundings that are due. Call it at least once a second of market time. */
  advance(nowMs: number): void
  /** Liquidates an account's positions, or that of one symbol, as if their margin were spent; for faults. */
  liquidateAccount(accountId: string, symbol: string | undefined, nowMs: number): void
  /**
   * Replaces the rules of a symbol. Orders keep their prices; a new tick or step empties the book of external quantities.
   * Ticks stay what they are when the new tick is a multiple of the old one, external levels then stand on the new grid;
   * otherwise they get finer, by the factor that the event `rules` tells. A step that is no multiple of the first one throws.
   * A delisted symbol (SETTLING, CLOSE) expires its orders.
   */
  updateSymbol(entry: ExchangeInfoEntry, nowMs: number): void

  // Questions about the market

  symbols(): readonly string[]
  getSymbol(symbol: string): ExchangeInfoEntry | undefined
  /** Visible levels, best first. */
  getDepth(symbol: string, limit: number): DepthView
  getTop(symbol: string): TopOfBook
  /** External lots at a price, for feeds. */
  getExternalLots(symbol: string, side: Side, priceTicks: number): number
  /** Undefined before the first trade. */
  getLastPrice(symbol: string): string | undefined
  getMark(symbol: string): MarkView
  /** Everything that stands externally on a side, best first; for feeds that take over a book. */
  getExternalLevels(symbol: string, side: Side): readonly { readonly priceTicks: number; readonly lots: number }[]
  getMoney(): MoneyView

  // Keeping

  /** Everything the engine knows, its settings apart, as bytes of this version's own. */
  getState(): Uint8Array
  /** Takes what {@link Engine.getState} gave in the place of what it knows. Fees, brackets and policy stay as given when it was built. */
  setState(state: Uint8Array): void
  formatPrice(symbol: string, ticks: number): string
  formatQuantity(symbol: string, lots: number): string
  /** Nearest tick of a decimal string or number; for feeds. */
  toTicks(symbol: string, price: string): number
  toLots(symbol: string, quantity: string): number
}
