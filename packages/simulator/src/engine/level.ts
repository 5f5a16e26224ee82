import type { Order } from './order.ts'
import { computeAhead } from './queue-model.ts'
import type { QueueModel } from './types.ts'

/**
 * One price of one side: an anonymous external quantity and the users' orders in their order of arrival. Where a user
 * stands between external lots is a position on a line that external consumption moves along: lots ahead of an order are
 * `order.queuePosition - consumed`. So eating external lots costs the same however many users wait behind them.
 */
export class Level {
  ticks: number
  external = 0
  /** Lots of users that everybody sees, and hidden ones. */
  visibleLots = 0
  hiddenLots = 0
  consumed = 0
  /** External lots that recorded trades have used up since the feed set the level last. */
  tradedSinceSet = 0
  /** External lots that left without a trade so far, and when. A print that comes late may have been what took them. */
  private droppedLots = 0
  private droppedMs = 0
  /** The total that the last level event carried. */
  shownLots = 0
  head: Order | undefined
  tail: Order | undefined
  hiddenHead: Order | undefined
  hiddenTail: Order | undefined

  constructor(ticks: number) {
    this.ticks = ticks
  }

  get total(): number {
    return this.external + this.visibleLots
  }

  get isEmpty(): boolean {
    return this.external === 0 && this.head === undefined && this.hiddenHead === undefined
  }

  /** External lots that a taker meets before this order. */
  aheadOf(order: Order): number {
    const ahead = Math.round(order.queuePosition - this.consumed)
    return ahead <= 0 ? 0 : Math.min(ahead, this.external)
  }

  /** Queues an order behind everything that stands here. */
  append(order: Order): void {
    order.level = this
    if (order.hidden) {
      order.previous = this.hiddenTail
      if (this.hiddenTail === undefined) this.hiddenHead = order
      else this.hiddenTail.next = order
      this.hiddenTail = order
      this.hiddenLots += order.openLots
      return
    }
    order.queuePosition = this.consumed + this.external
    order.previous = this.tail
    if (this.tail === undefined) this.head = order
    else this.tail.next = order
    this.tail = order
    this.visibleLots += order.openLots
  }

  /** Takes an order out of the queue, with what is left of it. */
  remove(order: Order): void {
    const { previous, next } = order
    if (order.hidden) {
      if (previous === undefined) this.hiddenHead = next
      else previous.next = next
      if (next === undefined) this.hiddenTail = previous
      else next.previous = previous
      this.hiddenLots -= order.openLots
    } else {
      if (previous === undefined) this.head = next
      else previous.next = next
      if (next === undefined) this.tail = previous
      else next.previous = previous
      this.visibleLots -= order.openLots
    }
    order.level = undefined
    order.previous = undefined
    order.next = undefined
  }

  /** Notes that lots of a resting order are gone, by a fill or an amendment. */
  shrink(order: Order, lots: number): void {
    if (order.hidden) this.hiddenLots -= lots
    else this.visibleLots -= lots
  }

  /** Eats external lots from the front. */
  consume(lots: number): void {
    this.external -= lots
    this.consumed += lots
  }

  /** Notes what a change to so many lots takes away without a trade. */
  noteDrop(lots: number, nowMs: number): void {
    const dropped = this.external - lots - this.tradedSinceSet
    if (dropped <= 0) return
    this.droppedLots = this.droppedMs === nowMs ? this.droppedLots + dropped : dropped
    this.droppedMs = nowMs
  }

  /** How many of a late print's lots left the level already. They count once. */
  takeDropped(lots: number, sinceMs: number): number {
    const taken = this.droppedMs >= sinceMs ? Math.min(lots, this.droppedLots) : 0
    this.droppedLots -= taken
    return taken
  }

  /** Sets the external quantity; what left without a trade left in front of and behind the users, as the model says. */
  setExternal(lots: number, model: QueueModel): void {
    const previous = this.external
    if (lots < previous) {
      for (let order = this.head; order !== undefined; order = order.next) {
        const ahead = Math.max(0, order.queuePosition - this.consumed)
        order.queuePosition =
          this.consumed + computeAhead(model, Math.min(ahead, previous), previous, lots, this.tradedSinceSet)
      }
    }
    this.external = lots
    this.tradedSinceSet = 0
  }
}
