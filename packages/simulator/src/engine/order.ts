import type { Account } from './account.ts'
import type { Instrument } from './instrument.ts'
import type { Leg } from './leg.ts'
import type { Level } from './level.ts'
import type { Market } from './market.ts'
import { OrderSnapshot } from './order-snapshot.ts'
import type { Sign } from './side-sign.ts'
import type { StrategyLeg } from './strategy/strategy.ts'
import type { OrderView, PositionSide, StpMode } from './types.ts'

export type OrderKind =
  | 'LIMIT'
  | 'MARKET'
  | 'STOP'
  | 'STOP_MARKET'
  | 'TAKE_PROFIT'
  | 'TAKE_PROFIT_MARKET'
  | 'TRAILING_STOP_MARKET'
  | 'LIQUIDATION'

/** An order that passed every check on its own numbers, ready to become one. Prices in ticks, 0 where there is none. */
export interface OrderDraft {
  readonly sign: Sign
  readonly positionSide: PositionSide
  readonly type: OrderKind
  readonly timeInForce: string
  readonly lots: number
  readonly priceTicks: number
  readonly stopTicks: number
  readonly activationTicks: number
  /** Percent in 1e-8; 0 where there is none. */
  readonly callbackE8: number
  readonly workingType: 'CONTRACT_PRICE' | 'MARK_PRICE'
  readonly reduceOnly: boolean
  readonly closePosition: boolean
  readonly priceProtect: boolean
  readonly stpMode: StpMode
  readonly clientOrderId: string | undefined
  /** Its price came from the best price of a side: which one, and how far from it, signed. */
  readonly peg?: Peg | undefined
  /** `stpMode` was sent with the order instead of taken from the account. */
  readonly hasOwnStpMode?: boolean | undefined
  /** The nonce of the request that placed it, microseconds. */
  readonly nonce?: string | undefined
}

export interface Peg {
  /** The best price of the other side, or of the own one. */
  readonly type: 'COUNTERPARTY_1' | 'QUEUE_1'
  readonly offsetTicks: number
}

/** What a client id begins with that nobody chose. */
export const autoPrefix = 'auto-'

/** Where an order is in its life. `working`: being matched on arrival or trigger. */
export type OrderPlace = 'working' | 'waiting' | 'resting' | 'closed'

/** An order of a user. Fields that say what was asked for never change; the others do. */
export class Order {
  readonly id: number
  readonly account: Account
  readonly market: Market
  /** What its ticks and lots count in; a closed order keeps it when the symbol gets other units. */
  instrument: Instrument
  readonly leg: Leg
  draft: OrderDraft
  readonly sign: Sign
  readonly timeMs: number
  /** It can only make the position smaller: by its flag, by closePosition, or as the closing side of hedge mode. */
  readonly reduces: boolean
  readonly hidden: boolean

  type: OrderKind
  status: OrderView['status'] = 'NEW'
  place: OrderPlace = 'working'
  lots: number
  priceTicks: number
  filledLots = 0
  quoteValue = 0n
  updateMs: number
  amendments = 0

  level: Level | undefined = undefined
  previous: Order | undefined = undefined
  next: Order | undefined = undefined
  queuePosition = 0

  /** Extreme price of a trailing stop since it was placed, in 1e-8, and whether it follows already. */
  extremeE8 = 0
  isActivated = false

  /** The place in a strategy that it fills. */
  strategyLeg: StrategyLeg | undefined = undefined

  constructor(id: number, account: Account, market: Market, leg: Leg, draft: OrderDraft, timeMs: number) {
    this.id = id
    this.account = account
    this.market = market
    this.instrument = market.instrument
    this.leg = leg
    this.draft = draft
    this.sign = draft.sign
    this.timeMs = timeMs
    this.reduces =
      draft.reduceOnly || draft.closePosition || (draft.positionSide !== 'BOTH' && leg.openingSign !== draft.sign)
    this.hidden = draft.timeInForce === 'HIDDEN'
    this.type = draft.type
    this.lots = draft.lots
    this.priceTicks = draft.priceTicks
    this.updateMs = timeMs
  }

  /** The owner's, or one that follows from the order id. */
  get clientOrderId(): string {
    return this.draft.clientOrderId ?? autoPrefix + String(this.id)
  }

  get openLots(): number {
    return this.lots - this.filledLots
  }

  get isConditional(): boolean {
    return this.type !== 'LIMIT' && this.type !== 'MARKET' && this.type !== 'LIQUIDATION'
  }

  /** Counts its prices in ticks that are `factor` times finer. The prices stay what they are. */
  rescale(instrument: Instrument, factor: number): void {
    const { draft } = this
    this.instrument = instrument
    this.priceTicks *= factor
    this.draft = {
      ...draft,
      priceTicks: draft.priceTicks * factor,
      stopTicks: draft.stopTicks * factor,
      activationTicks: draft.activationTicks * factor,
      peg: draft.peg && { ...draft.peg, offsetTicks: draft.peg.offsetTicks * factor },
    }
  }

  snapshot(): OrderView {
    return new OrderSnapshot(this)
  }
}
