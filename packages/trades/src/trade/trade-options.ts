import type { Side, WorkingType } from '@aster/core'

import type { TradeEvent } from './trade-event.ts'
import type { TakeProfitFallback } from './trade-plan.ts'

/** A decimal: text keeps every digit; a number is taken by its shortest text. */
export type DecimalInput = string | number

export type EntryOptions =
  | 'market'
  | 'bbo'
  | {
      readonly type: 'market'
      /**
       * How far beyond the best opposite price the entry may pay, in percent: it goes out as one limit order that fills at
       * once or not at all (IOC). What it does not fill is given up.
       */
      readonly maxSlippagePercent?: DecimalInput
    }
  | {
      readonly type: 'bbo'
      /** Ticks behind the best price; 0 by default. */
      readonly ticksDistance?: number
      /** Placements after the first; 2 by default. */
      readonly maxRetries?: number
      /** How long each placement waits before its price is looked at again; 1,000 by default. */
      readonly fillTimeoutMs?: number
      /** How far the best price may run from the first one, in percent; 0.1 by default. */
      readonly maxChasePercent?: number
      /** For the whole entry; 60,000 by default. */
      readonly deadlineMs?: number
      /** What happens to the rest at the end: given up, or taken from the market within the chase limit. */
      readonly finalAction?: 'cancel' | 'cross'
    }
  | {
      readonly type: 'limit'
      readonly price: DecimalInput
      /** GTC by default. */
      readonly timeInForce?: 'GTC' | 'GTX' | 'IOC' | 'FOK'
      /** After this the rest is cancelled. */
      readonly timeoutMs: number
      /** What becomes of it when this program comes back and it still rests; cancelled by default. */
      readonly afterRestart?: AfterRestart
    }
  | {
      /** Waits at the exchange until the price comes to it: above the market for a BUY, below it for a SELL. */
      readonly type: 'stop'
      readonly stopPrice: DecimalInput
      /** Once triggered it rests at this price instead of taking the market's. */
      readonly limitPrice?: DecimalInput
      /** Which price triggers it; the last price, CONTRACT_PRICE, by default. */
      readonly workingType?: WorkingType
      /** After this the rest is cancelled. */
      readonly timeoutMs: number
      /** What becomes of it when this program comes back and it still waits; cancelled by default. */
      readonly afterRestart?: AfterRestart
    }

/** `keep` lets an entry go on until its time is up, counted from the beginning of the trade. */
export type AfterRestart = 'cancel' | 'keep'

/** How far from the average entry price: in percent, in quote asset per base asset (`amount`), or a price. */
export type DistanceOptions =
  | { readonly percent: DecimalInput }
  | { readonly amount: DecimalInput }
  | { readonly price: DecimalInput }

export type TakeProfitOptions =
  | DecimalInput
  | readonly DecimalInput[]
  | readonly (readonly [percent: DecimalInput, fraction: DecimalInput])[]
  | readonly (DistanceOptions & { readonly fraction?: DecimalInput })[]

export type StopOptions = DistanceOptions & {
  /** Which price triggers it; the last price, CONTRACT_PRICE, by default. */
  readonly workingType?: WorkingType
  /** Lets the exchange expire it while mark and last price are too far apart; what expires is closed at the market. */
  readonly priceProtect?: boolean
}

/** How far the price may come back from its best: in percent, where 1 is 1 %, or in quote asset per base asset. */
export type CallbackOptions =
  | { readonly callbackPercent: DecimalInput; readonly callbackAmount?: undefined }
  | { readonly callbackAmount: DecimalInput; readonly callbackPercent?: undefined }

export type TrailingOptions = CallbackOptions & {
  /** Follows from here on, counted from the average entry price; from the first fill by default. */
  readonly activation?: DistanceOptions
  /**
   * `native` is the exchange's own trailing stop: 0.1 to 5 percent in steps of 0.1, and it works while this program is
   * down. `local` moves the stop itself: any distance, but only while this program runs. By default native where it fits.
   */
  readonly how?: 'native' | 'local'
}

export interface BreakEvenOptions {
  /** Moves the stop when this many levels of take-profits have filled, from 1. */
  readonly afterTakeProfit?: number
  /** Moves the stop when the price has won so much, in percent. */
  readonly atPercent?: DecimalInput
  /** How far beyond the average entry price the stop goes, in percent; 0 by default. */
  readonly offsetPercent?: DecimalInput
  /** Goes beyond that by twice the fees of the entry; true by default. */
  readonly coverFees?: boolean
}

export interface TradeOptions {
  readonly symbol: string
  /** Of the entry: BUY opens a long, SELL a short. */
  readonly side: Side
  /** Base asset; rounded down to the step. */
  readonly quantity: DecimalInput
  readonly entry: EntryOptions
  /**
   * Percent from the average entry price: one number, a list that shares the quantity equally, `[percent, fraction]`
   * pairs, or objects with a percent, an amount or a price. At most 5; fractions add up to 1, give or take 0.01.
   */
  readonly takeProfits?: TakeProfitOptions
  /** What becomes of a take-profit that cannot rest: `take` accepts the better price, `rest` waits at the best price. */
  readonly takeProfitFallback?: TakeProfitFallback
  /**
   * Who places the first stop. `emulated`, the default: this program, when it hears of the first fill; about one round trip
   * without a stop, and none at all if the program dies in it. `native`: the exchange, with the first fill, whoever is
   * there; only for a resting limit entry on V3, and its call weighs 50. Everything else is the same.
   */
  readonly bracket?: 'emulated' | 'native'
  /** 0.5 % from the average entry price by default. */
  readonly stop?: StopOptions
  readonly trailing?: TrailingOptions
  readonly breakEven?: BreakEvenOptions
  /**
   * Allows the trade to begin while the position holds size of others on the same side. Its stop is then bound to its own
   * quantity instead of closing the whole position, and so are all its exits.
   */
  readonly besideOthers?: boolean
  /** Closes the trade this long after its first fill. */
  readonly timeStopMs?: number
  /** From a fill to its acknowledged stop; 2,000 by default. What misses it is flattened. */
  readonly protectWithinMs?: number
  /**
   * What the trade is called where it was decided: an alert's id, a message's id. The ids of its entry orders follow from
   * it, and the same intent never opens a second position, also after a restart.
   */
  readonly intentId?: string
  /** Named to whoever asks for a second trade on the same position. */
  readonly owner?: string
  /** Called with every event, in order, each after the one before has been handled. */
  readonly onEvent?: (event: TradeEvent) => void | Promise<void>
}
