import { BookSide } from './book-side.ts'
import type { Holding } from './holding.ts'
import type { Instrument } from './instrument.ts'
import type { Order } from './order.ts'
import { type Sign } from './side-sign.ts'
import type { LegNews } from './strategy/note-order.ts'
import type { Strategy } from './strategy/strategy.ts'
import { TriggerBook } from './trigger-book.ts'
import type { LeverageBracket } from './types.ts'

/** One symbol: its book, its prices, what waits for them. */
export class Market {
  instrument: Instrument
  readonly brackets: readonly LeverageBracket[]
  readonly makerFeeE8: bigint
  readonly takerFeeE8: bigint
  readonly fundingIntervalMs: number
  readonly bids = new BookSide(1)
  readonly asks = new BookSide(-1)
  readonly triggers = new TriggerBook()
  /** Holdings with a position. */
  readonly positions = new Set<Holding>()
  /** What legs of strategies came to and nobody has acted on yet. */
  readonly news: LegNews[] = []
  /** Holdings whose protection has just tripped. */
  readonly tripped = new Set<Holding>()
  /** Open chases. */
  readonly chases = new Set<Strategy>()
  /** Pegged orders that follow the book, and when they were moved last. */
  readonly pegged = new Set<Order>()
  pegsMovedMs = 0

  /** Ticks of the latest trade, 0 before the first; the lowest and highest since triggers were looked at. */
  lastTicks = 0
  lowTicks = 0
  highTicks = 0
  markE8 = 0
  /** Money of one lot at the mark price, times 1e8: what values at the mark price start from. */
  markLotE8 = 0n
  /** The mark price cut to the price precision: what triggers compare. */
  markTriggerE8 = 0
  indexE8 = 0
  /** Highest price of a buy and lowest of a sell that PERCENT_PRICE lets through, and how far a market order may walk, in ticks. */
  maxBuyTicks = Number.MAX_SAFE_INTEGER
  minSellTicks = 0
  maxTakeTicks = Number.MAX_SAFE_INTEGER
  minTakeTicks = 0
  fundingRateE8 = 10_000n
  nextFundingMs = 0
  markTimeMs = 0
  updateId = 0
  bookTimeMs = 0
  shownBidTicks = 0
  shownBidLots = 0
  shownAskTicks = 0
  shownAskLots = 0

  constructor(parts: {
    instrument: Instrument
    brackets: readonly LeverageBracket[]
    makerFeeE8: bigint
    takerFeeE8: bigint
    fundingIntervalMs: number
  }) {
    this.instrument = parts.instrument
    this.brackets = parts.brackets
    this.makerFeeE8 = parts.makerFeeE8
    this.takerFeeE8 = parts.takerFeeE8
    this.fundingIntervalMs = parts.fundingIntervalMs
  }

  /** The side that orders of this sign rest on. */
  side(sign: Sign): BookSide {
    return sign === 1 ? this.bids : this.asks
  }

  noteTrade(ticks: number): void {
    this.lastTicks = ticks
    if (this.lowTicks === 0 || ticks < this.lowTicks) this.lowTicks = ticks
    if (ticks > this.highTicks) this.highTicks = ticks
  }
}
