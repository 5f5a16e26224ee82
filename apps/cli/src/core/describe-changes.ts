import type { WatchedAccount } from './render-watch.ts'

type Parts = Pick<WatchedAccount, 'positions' | 'orders'>
type Event = WatchedAccount['events'][number]

/** What happened between two looks: orders that came and went, positions that changed or lost their stop. */
export function describeChanges(before: Parts, after: Parts, atMs: number): Event[] {
  const events: Event[] = []
  const tell = (text: string, isBad = false): void => void events.push({ atMs, text, isBad })
  const keyOf = ({ symbol, positionSide }: Parts['positions'][number]): string => `${symbol} ${positionSide}`
  const held = new Map(before.positions.map((position) => [keyOf(position), position]))
  for (const position of after.positions) {
    const was = held.get(keyOf(position))
    held.delete(keyOf(position))
    if (was?.quantity !== position.quantity) tell(`${position.symbol} ${was?.quantity ?? '0'} → ${position.quantity}`)
    if (was?.isProtected === true && !position.isProtected) tell(`${position.symbol} has lost its stop`, true)
  }
  for (const { symbol, quantity } of held.values()) tell(`${symbol} ${quantity} → 0`)
  const open = new Set(before.orders.map(({ clientOrderId }) => clientOrderId))
  const left = new Set(after.orders.map(({ clientOrderId }) => clientOrderId))
  for (const { symbol, side, type, price, clientOrderId } of after.orders) {
    if (!open.has(clientOrderId)) tell(`${symbol} ${side} ${type} ${price} placed: ${clientOrderId}`)
  }
  for (const { symbol, clientOrderId } of before.orders) {
    if (!left.has(clientOrderId)) tell(`${symbol} order ended: ${clientOrderId}`)
  }
  return events
}
