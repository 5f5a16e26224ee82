import type { Side } from '@aster/core'

/** How much: decimal text, and what it counts. */
export interface SignalSize {
  readonly unit: 'base' | 'quote' | 'equityPercent' | 'risk' | 'riskPercent' | 'positionPercent'
  readonly value: string
}

/** From the average entry price: percent, quote asset per base asset (`amount`), or a price. */
export type SignalDistance = { readonly percent: string } | { readonly amount: string } | { readonly price: string }

/** What protects, and what takes the profit. */
export interface SignalExits {
  /** The default of the server when absent. */
  readonly stop?: SignalDistance | undefined
  readonly takeProfits?: readonly (SignalDistance & { readonly fraction?: string | undefined })[] | undefined
  readonly trailingPercent?: string | undefined
  /** Quote asset per base asset. */
  readonly trailingAmount?: string | undefined
  readonly breakEven?: { readonly atPercent: string } | { readonly afterTakeProfit: number } | undefined
}

export type SignalEntry =
  | { readonly type: 'market'; readonly maxSlippagePercent?: string | undefined }
  | { readonly type: 'bbo' }
  | {
      readonly type: 'limit'
      readonly price: string
      /** GTC when absent. */
      readonly timeInForce?: 'GTC' | 'GTX' | 'IOC' | 'FOK' | undefined
      /** After this what has not filled is cancelled; undefined: the server's own time. */
      readonly expiresInMs?: number | undefined
    }
  | {
      readonly type: 'stop'
      readonly stopPrice: string
      readonly limitPrice?: string | undefined
      readonly workingType?: 'CONTRACT_PRICE' | 'MARK_PRICE' | undefined
      readonly expiresInMs?: number | undefined
    }

/** What an alert wants done. */
export type SignalCommand =
  | ({
      readonly kind: 'open' | 'enter' | 'reverse' | 'increase'
      /** Undefined where the position says it: reverse and increase. */
      readonly side: Side | undefined
      /** Undefined for a reverse: as much as is open. */
      readonly size: SignalSize | undefined
      readonly entry: SignalEntry
      readonly leverage?: number | undefined
      /** Entries that rest on the symbol go first. */
      readonly cancelFirst?: boolean | undefined
    } & SignalExits)
  | {
      readonly kind: 'decrease'
      readonly size: SignalSize
      readonly clamp: boolean
      /** Only a position of this side is made smaller; undefined: any. */
      readonly held?: Side | undefined
    }
  | { readonly kind: 'close' }
  | { readonly kind: 'cancel' }
  /** Moves the stop to the entry price, fees included. */
  | { readonly kind: 'breakeven' }
  | ({
      readonly kind: 'target'
      /** Base asset, negative for a short. */
      readonly target: string
      /** What the strategy says that it held before. */
      readonly previous?: 'long' | 'short' | 'flat' | undefined
      readonly maxSlippagePercent?: string | undefined
    } & SignalExits)

/** An alert that has been understood. */
export interface ParsedSignal {
  /** As the exchange writes it. */
  readonly symbol: string
  readonly strategy: string
  readonly command: SignalCommand
  /** What the sender calls it; the same id is never carried out twice. */
  readonly externalId: string | undefined
  /** When the alert says that it was made. */
  readonly alertMs: number | undefined
  /** Which position it means, where long and short are held side by side. */
  readonly positionSide?: 'LONG' | 'SHORT' | undefined
  /** Accounts that it names, with a weight where it says one. */
  readonly accounts?: readonly { readonly id: string; readonly weight: string | undefined }[] | undefined
  /** Fields of the message that mean nothing here. */
  readonly ignoredFields?: readonly string[] | undefined
}

const exits: ReadonlySet<SignalCommand['kind']> = new Set(['close', 'decrease', 'cancel', 'breakeven'])

/** Whether it only takes risk off: such a signal is carried out however long it had to wait. */
export const isExit = ({ kind }: SignalCommand): boolean => exits.has(kind)
