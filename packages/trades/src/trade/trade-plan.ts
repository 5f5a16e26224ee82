import type { PositionSide, Side, WorkingType } from '@aster/core'

import type { AfterRestart } from './trade-options.ts'

/**
 * How far an exit stands from the entry: in percent of the average entry price, so much away from it in quote asset per
 * base asset, or at a price. Decimal strings.
 */
export type Distance = { readonly percent: string } | { readonly amount: string } | { readonly price: string }

export interface TakeProfitLevel {
  readonly distance: Distance
  /** Of the filled quantity. */
  readonly fraction: string
}

/** What a take-profit does when the market stands beyond its price already, so that it cannot rest. */
export type TakeProfitFallback = 'take' | 'rest'

export type EntryPlan =
  | {
      readonly type: 'bbo'
      readonly ticksDistance: number
      readonly maxRetries: number
      readonly fillTimeoutMs: number
      readonly maxChasePercent: number
      readonly deadlineMs: number
      readonly finalAction: 'cancel' | 'cross'
    }
  | { readonly type: 'market'; readonly maxSlippagePercent?: string | undefined }
  | {
      readonly type: 'limit'
      readonly price: string
      readonly timeInForce: 'GTC' | 'GTX' | 'IOC' | 'FOK'
      readonly timeoutMs: number
      readonly afterRestart?: AfterRestart | undefined
    }
  | StopEntryPlan

/** An entry that waits at the exchange for its trigger. */
export interface StopEntryPlan {
  readonly type: 'stop'
  readonly stopPrice: string
  /** Undefined: it takes the market's price. */
  readonly limitPrice: string | undefined
  readonly workingType: WorkingType
  readonly timeoutMs: number
  readonly afterRestart?: AfterRestart | undefined
}

/** A stop that follows the price at a distance. */
export interface TrailingPlan {
  /** How far the price may come back from its best, in percent: 1 is 1 %. Undefined where an amount says it. */
  readonly callbackPercent: string | undefined
  /** The same in quote asset per base asset. */
  readonly callbackAmount?: string | undefined
  /** It follows from here on; undefined: from the first fill. */
  readonly activation: Distance | undefined
  /**
   * `native`: the exchange's own TRAILING_STOP_MARKET, beside the stop. `local`: the stop itself is moved; the new one is
   * acknowledged before the old one goes.
   */
  readonly how: 'native' | 'local'
}

/** When and where to the stop moves so that the trade can no longer lose. */
export interface BreakEvenPlan {
  /** As soon as this many levels of the ladder have filled. */
  readonly afterTakeProfit: number | undefined
  /** As soon as the price has won this much, in percent of the average entry price. */
  readonly atPercent: string | undefined
  /** Beyond the average entry price, in percent. */
  readonly offsetPercent: string
  /** Beyond that, the fees of the entry twice over: what getting out will cost. */
  readonly coverFees: boolean
}

/** A trade as asked for, checked and complete. A value: it can be written down and read again. */
export interface TradePlan {
  readonly tradeId: string
  /** From outside; the ids of the entry's orders follow from it. */
  readonly intentId: string | undefined
  /** Who may be asked about it. */
  readonly owner: string
  readonly symbol: string
  /** Of the entry. */
  readonly side: Side
  readonly positionSide: PositionSide
  /** Base asset, on the step. */
  readonly quantity: string
  readonly entry: EntryPlan
  /** From the nearest to the furthest; empty without take-profits. */
  readonly takeProfits: readonly TakeProfitLevel[]
  readonly takeProfitFallback: TakeProfitFallback
  readonly stop: { readonly distance: Distance; readonly workingType: WorkingType; readonly priceProtect: boolean }
  /** `native`: the exchange places the first stop itself, with the first fill of the entry. */
  readonly bracket: 'emulated' | 'native'
  readonly trailing: TrailingPlan | undefined
  readonly breakEven: BreakEvenPlan | undefined
  /** Others hold a part of the same position: stops are bound to our quantity from the start. */
  readonly besideOthers: boolean
  /** Counted from the first fill. */
  readonly timeStopMs: number | undefined
  /** From a fill to the stop that covers it, acknowledged; otherwise the trade is flattened. */
  readonly protectWithinMs: number
}
