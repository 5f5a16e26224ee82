import type { Fill } from '../fills/fill.ts'
import type { JsonValue } from '../json-value.ts'
import type { OrderState, Refusal } from '../orders/evidence.ts'
import type { OrderTerms } from '../orders/order-terms.ts'
import type { TradeRole } from '../trade/trade-facts.ts'
import type { TradeMemory } from '../trade/trade-memory.ts'
import type { TradePlan } from '../trade/trade-plan.ts'
import type { TradeResult } from '../trade/trade-result.ts'
import type { TradeCause, TradeState } from '../trade/trade-state.ts'

/** How far an order had come when it was written down. */
export interface OrderNote {
  readonly orderId: string | undefined
  readonly state: OrderState
  readonly filledQuantity: string
  readonly averagePrice: string
  readonly triggered: boolean
  readonly refusal: Refusal | undefined
  readonly acknowledgedMs: number | undefined
  readonly updatedMs: number
}

/** A switch that survives the program: the risk gate's state, an operator's halt. */
export interface Latch {
  readonly name: string
  readonly state: string
  readonly reason: string
  readonly atMs: number
}

/** One thing that happened on an account. `atMs` is our clock. Values are plain JSON; decimals are strings. */
export type JournalEntry = { readonly atMs: number } & (
  | { readonly type: 'intent'; readonly clientOrderId: string; readonly terms: OrderTerms }
  /** Signed, and about to leave: without this entry it never left. */
  | { readonly type: 'sent'; readonly clientOrderId: string; readonly nonceUs: string | undefined }
  | { readonly type: 'order'; readonly clientOrderId: string; readonly note: OrderNote }
  /** As `order`, in a state that is final, or after the exchange knew nothing of it. */
  | { readonly type: 'orderEnded'; readonly clientOrderId: string; readonly note: OrderNote }
  | { readonly type: 'fill'; readonly clientOrderId: string; readonly fill: Fill }
  | { readonly type: 'tradeOpened'; readonly tradeId: string; readonly plan: TradePlan }
  | {
      readonly type: 'tradeOrder'
      readonly tradeId: string
      readonly clientOrderId: string
      readonly role: TradeRole
      readonly level: number | undefined
    }
  | {
      readonly type: 'tradeTransition'
      readonly tradeId: string
      readonly from: TradeState
      readonly to: TradeState
      readonly cause: TradeCause
    }
  | {
      readonly type: 'tradeMemory'
      readonly tradeId: string
      readonly memory: TradeMemory
    }
  | { readonly type: 'tradeResumed'; readonly tradeId: string }
  | { readonly type: 'tradeEnded'; readonly tradeId: string; readonly result: TradeResult }
  | ({ readonly type: 'latch' } & Latch)
  | { readonly type: 'ledger'; readonly key: string; readonly body: JsonValue }
  | {
      readonly type: 'incident'
      readonly what: string
      readonly detail: string
      readonly clientOrderId?: string | undefined
      readonly tradeId?: string | undefined
    }
)

export type JournalEntryType = JournalEntry['type']
export type EntryOf<T extends JournalEntryType> = Extract<JournalEntry, { readonly type: T }>

/** What an entry is found by: the order, latch or ledger key it is about, and the trade that owns it. */
export function describeEntry(entry: JournalEntry): { readonly key: string; readonly owner: string | null } {
  switch (entry.type) {
    case 'intent':
    case 'sent':
    case 'order':
    case 'orderEnded':
    case 'fill':
      return { key: entry.clientOrderId, owner: null }
    case 'tradeOrder':
      return { key: entry.clientOrderId, owner: entry.tradeId }
    case 'latch':
      return { key: entry.name, owner: null }
    case 'ledger':
      return { key: entry.key, owner: null }
    case 'incident':
      return { key: entry.clientOrderId ?? entry.tradeId ?? '', owner: entry.tradeId ?? null }
    default:
      return { key: entry.tradeId, owner: entry.tradeId }
  }
}
