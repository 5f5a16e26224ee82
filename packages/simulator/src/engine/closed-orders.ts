import type { Order } from './order.ts'

/**
 * The newest closed orders of an account, oldest first; adding one more drops the oldest. A ring with a list of ids beside
 * it: orders come and go with every operation, while hardly anybody asks for one that is closed.
 */
export class ClosedOrders {
  private readonly limit: number
  private readonly ids: number[] = []
  private readonly orders: Order[] = []
  private start = 0

  constructor(limit: number) {
    this.limit = Math.max(1, limit)
  }

  /** Adds an order and returns the one that had to go. */
  add(order: Order): Order | undefined {
    if (this.orders.length < this.limit) {
      this.ids.push(order.id)
      this.orders.push(order)
      return undefined
    }
    const dropped = this.orders[this.start]
    this.ids[this.start] = order.id
    this.orders[this.start] = order
    this.start = this.start + 1 === this.limit ? 0 : this.start + 1
    return dropped
  }

  find(orderId: number): Order | undefined {
    return this.orders[this.ids.indexOf(orderId)]
  }

  values(): readonly Order[] {
    return [...this.orders.slice(this.start), ...this.orders.slice(0, this.start)]
  }
}
