import type { Order } from './order.ts'
import { followPrice } from './trailing.ts'

type WorkingType = 'CONTRACT_PRICE' | 'MARK_PRICE'

/**
 * Orders that wait for a price, by the price they watch and the direction from which it has to come. Each list has the
 * next to fire last, so that a price is checked against four orders only, however many wait.
 */
export class TriggerBook {
  private readonly lists = {
    CONTRACT_PRICE: { above: [] as Order[], below: [] as Order[] },
    MARK_PRICE: { above: [] as Order[], below: [] as Order[] },
  }
  private readonly trailing: Order[] = []
  private count = 0

  add(order: Order): void {
    this.count++
    if (order.type === 'TRAILING_STOP_MARKET') {
      this.trailing.push(order)
      return
    }
    const list = this.listOf(order)
    let index = list.length
    list.push(order)
    for (; index > 0; index--) {
      const other = list[index - 1]
      if (other === undefined || !firesBefore(other, order)) break
      list[index] = other
    }
    list[index] = order
  }

  remove(order: Order): void {
    const list = order.draft.type === 'TRAILING_STOP_MARKET' ? this.trailing : this.listOf(order)
    const index = list.lastIndexOf(order)
    if (index < 0) return
    list.splice(index, 1)
    this.count--
  }

  get isEmpty(): boolean {
    return this.count === 0
  }

  /**
   * Takes out the next order that fires somewhere between the lowest and the highest price since the last look, the
   * latest being `lastE8`; all in 1e-8.
   */
  takeNext(workingType: WorkingType, lowE8: number, highE8: number, lastE8: number): Order | undefined {
    const { above, below } = this.lists[workingType]
    const nextAbove = above[above.length - 1]
    if (nextAbove !== undefined && stopE8(nextAbove) <= highE8) return this.taken(above.pop())
    const nextBelow = below[below.length - 1]
    if (nextBelow !== undefined && stopE8(nextBelow) >= lowE8) return this.taken(below.pop())
    for (const [index, order] of this.trailing.entries()) {
      if (order.draft.workingType !== workingType || !followPrice(order, lowE8, highE8, lastE8)) continue
      this.trailing.splice(index, 1)
      return this.taken(order)
    }
    return undefined
  }

  private taken(order: Order | undefined): Order | undefined {
    this.count--
    return order
  }

  private listOf(order: Order): Order[] {
    return this.lists[order.draft.workingType][firesAbove(order) ? 'above' : 'below']
  }
}

/** The price at which an order fires, in 1e-8. */
export const stopE8 = (order: Order): number => order.draft.stopTicks * order.market.instrument.tickE8

/** STOP: BUY fires at or above its stop price, SELL at or below; TAKE_PROFIT the other way round. */
export function firesAbove(order: Pick<Order, 'sign' | 'draft'>): boolean {
  const isStop = order.draft.type === 'STOP' || order.draft.type === 'STOP_MARKET'
  return (order.sign === 1) === isStop
}

/** Whether `other` fires before `order`, so that it has to stand behind it in the list. Equal prices: the older one. */
function firesBefore(other: Order, order: Order): boolean {
  const distance = other.draft.stopTicks - order.draft.stopTicks
  if (distance === 0) return other.id < order.id
  return firesAbove(order) ? distance < 0 : distance > 0
}
