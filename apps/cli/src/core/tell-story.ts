import type { FeedEvent } from '@aster/runtime'
import type { EntryOf, JournalEntry, OrderStory } from '@aster/trades'

import { describeFeedEvent } from './describe-feed-event.ts'
import { describeJournalEntry } from './describe-journal-entry.ts'

export interface StoryLine {
  readonly atMs: number
  readonly from: 'journal' | 'feed'
  readonly what: string
  readonly detail: string
}

/** Everything that a journal says about an order and its trade. */
export function tellJournal(story: OrderStory): StoryLine[] {
  const isWorthTelling = ({ type }: JournalEntry): boolean => type !== 'tradeMemory'
  return [...story.trade, ...story.entries]
    .filter(isWorthTelling)
    .map((entry) => ({ atMs: entry.atMs, from: 'journal', ...describeJournalEntry(entry) }))
}

/** Everything that a feed says about an order, and about what it belongs to, other orders left out. */
export function tellFeed(events: readonly FeedEvent[], clientOrderId: string): StoryLine[] {
  const own = new Set(events.filter((event) => 'clientOrderId' in event && event.clientOrderId === clientOrderId))
  const correlated = new Set([...own].flatMap(({ correlationId }) => correlationId ?? []))
  const belongs = (event: FeedEvent): boolean =>
    own.has(event) ||
    (correlated.has(event.correlationId ?? '') && !('clientOrderId' in event && event.clientOrderId !== undefined))
  return events.filter(belongs).map((event) => ({ atMs: event.atMs, from: 'feed', ...describeFeedEvent(event) }))
}

/** `entry of trade x; its orders: entry a, stop b, take-profit c`; nothing for an order without a trade. */
export function describeTrade(
  story: Pick<OrderStory, 'tradeId' | 'clientOrderId'>,
  orders: readonly EntryOf<'tradeOrder'>[],
): string | undefined {
  if (story.tradeId === undefined) return undefined
  const own = orders.find(({ clientOrderId }) => clientOrderId === story.clientOrderId)
  const all = orders.map(({ role, clientOrderId }) => `${role} ${clientOrderId}`).join(', ')
  return `${own?.role ?? 'order'} of trade ${story.tradeId}; its orders: ${all}`
}

/** What a journal knows of an order at the end of a line: state, and the trade it is for. */
export interface OrderLine {
  readonly atMs: number
  readonly clientOrderId: string
  readonly symbol: string
  readonly side: string
  readonly type: string
  readonly quantity: string
  readonly state: string
  readonly role: string
}

/** The newest orders that were meant, newest last. */
export function listLastOrders(entries: readonly JournalEntry[], count: number): OrderLine[] {
  const orders = new Map<string, OrderLine>()
  const roles = new Map<string, string>()
  for (const entry of entries) {
    if (entry.type === 'tradeOrder') roles.set(entry.clientOrderId, entry.role)
    if (entry.type === 'intent') {
      const { symbol, side, type, quantity, closePosition } = entry.terms
      const size = closePosition ? 'all' : quantity
      const { atMs, clientOrderId } = entry
      orders.set(clientOrderId, { atMs, clientOrderId, symbol, side, type, quantity: size, state: 'sent', role: '' })
    }
    if (entry.type === 'order' || entry.type === 'orderEnded') {
      const order = orders.get(entry.clientOrderId)
      if (order !== undefined) orders.set(entry.clientOrderId, { ...order, state: entry.note.state })
    }
  }
  return [...orders.values()]
    .toSorted((a, b) => a.atMs - b.atMs)
    .slice(-count)
    .map((order) => ({ ...order, role: roles.get(order.clientOrderId) ?? '' }))
}
