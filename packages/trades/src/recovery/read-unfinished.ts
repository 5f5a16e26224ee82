import { fillKey, mergeFill, type Fill } from '../fills/fill.ts'
import type { EntryOf, JournalEntry, OrderNote } from '../journal/journal-entry.ts'
import type { AccountRecord } from '../journal/journal.ts'
import type { OrderTerms } from '../orders/order-terms.ts'
import type { TradeOrderId } from '../trade/create-trade-book.ts'
import { createTradeMemory } from '../trade/trade-memory.ts'
import type { TradePlan } from '../trade/trade-plan.ts'
import type { TradeResumption } from '../trade/trade-resumption.ts'

/** An order that a program meant, as far as it wrote down what came of it. */
export interface UnfinishedOrder {
  readonly clientOrderId: string
  readonly terms: OrderTerms
  readonly meantMs: number
  /** Undefined: it never left. */
  readonly sent: { readonly nonceUs: bigint | undefined; readonly sentAtMs: number } | undefined
  readonly notes: readonly OrderNote[]
  readonly fills: readonly Fill[]
}

export interface UnfinishedTrade {
  readonly plan: TradePlan
  readonly from: TradeResumption
}

/** What a program left behind, by its journal. */
export interface Unfinished {
  readonly orders: readonly UnfinishedOrder[]
  readonly trades: readonly UnfinishedTrade[]
}

/** Reads what was open when the journal was last written: trades with all their orders, and orders on their own. */
export function readUnfinished(record: AccountRecord): Unfinished {
  const trades = record.listOpenTrades().flatMap((tradeId) => readTrade(record, tradeId))
  const ids = new Set(record.listOpenOrders())
  for (const { from } of trades) for (const { clientOrderId } of from.orders) ids.add(clientOrderId)
  return { orders: [...ids].flatMap((clientOrderId) => readOrder(record, clientOrderId)), trades }
}

const pick = <T extends JournalEntry['type']>(entries: readonly JournalEntry[], type: T): readonly EntryOf<T>[] =>
  entries.filter((entry): entry is EntryOf<T> => entry.type === type)

function readOrder(record: AccountRecord, clientOrderId: string): readonly UnfinishedOrder[] {
  const entries = record.listOrder(clientOrderId)
  const [intent] = pick(entries, 'intent')
  // an id that was taken for an order that was never meant after all
  if (intent === undefined) return []
  const sent = pick(entries, 'sent').at(-1)
  const fills = new Map<string, Fill>()
  for (const { fill } of pick(entries, 'fill')) {
    const known = fills.get(fillKey(fill))
    fills.set(fillKey(fill), known === undefined ? fill : mergeFill(known, fill))
  }
  return [
    {
      clientOrderId,
      terms: intent.terms,
      meantMs: intent.atMs,
      sent:
        sent === undefined
          ? undefined
          : { nonceUs: sent.nonceUs === undefined ? undefined : BigInt(sent.nonceUs), sentAtMs: sent.atMs },
      notes: [...pick(entries, 'order'), ...pick(entries, 'orderEnded')].map(({ note }) => note),
      fills: [...fills.values()],
    },
  ]
}

function readTrade(record: AccountRecord, tradeId: string): readonly UnfinishedTrade[] {
  const entries = record.listTrade(tradeId)
  const [opened] = pick(entries, 'tradeOpened')
  if (opened === undefined) return []
  const orders = pick(entries, 'tradeOrder').map(({ clientOrderId, role, level }): TradeOrderId => ({
    clientOrderId,
    role,
    ...(level === undefined ? {} : { level }),
  }))
  const memory = pick(entries, 'tradeMemory').at(-1)?.memory ?? createTradeMemory(opened.atMs)
  return [{ plan: opened.plan, from: { orders, memory } }]
}
