import type { Account } from './account.ts'
import type { EngineContext } from './context.ts'
import { computeValue } from './instrument.ts'
import { formatMoney } from './money.ts'
import type { Order } from './order.ts'
import type { FillRecord } from './records.ts'
import { noteLegOrder } from './strategy/note-order.ts'
import type { OrderEvent, OrderView } from './types.ts'

/** Tells the owner what happened to an order, as it is now. */
export function emitOrder(
  context: EngineContext,
  order: Order,
  executionType: OrderEvent['executionType'],
  fill?: FillRecord,
): void {
  order.updateMs = context.nowMs
  context.emit(new OrderUpdate(order, executionType, fill, context.nowMs))
  if (order.strategyLeg !== undefined) noteLegOrder(order, order.strategyLeg, executionType)
}

class OrderUpdate implements OrderEvent {
  readonly kind = 'order'
  readonly accountId: string
  readonly timeMs: number
  readonly executionType: OrderEvent['executionType']
  readonly order: OrderView
  readonly #fill: FillRecord | undefined
  readonly #bids: bigint
  readonly #asks: bigint

  constructor(order: Order, executionType: OrderEvent['executionType'], fill: FillRecord | undefined, timeMs: number) {
    this.accountId = order.account.id
    this.timeMs = timeMs
    this.executionType = executionType
    this.order = order.snapshot()
    this.#fill = fill
    const arriving = computeArriving(order)
    this.#bids = sumResting(order.account, order, 'restingBuyValue') + (order.sign === 1 ? arriving : 0n)
    this.#asks = sumResting(order.account, order, 'restingSellValue') + (order.sign === -1 ? arriving : 0n)
  }

  get bidsNotional(): string {
    return formatMoney(this.#bids)
  }

  get asksNotional(): string {
    return formatMoney(this.#asks)
  }

  get fill(): OrderEvent['fill'] {
    if (this.#fill === undefined) return undefined
    const { tradeId, ticks, lots, commission, maker, realized, instrument } = this.#fill
    return {
      tradeId: String(tradeId),
      price: instrument.rules.priceGrid.format(ticks),
      quantity: instrument.rules.quantityGrid.format(lots),
      commission: formatMoney(commission),
      commissionAsset: instrument.marginAsset,
      maker,
      realizedPnl: formatMoney(realized),
    }
  }

  toJSON(): OrderEvent {
    const { kind, accountId, timeMs, executionType, order, bidsNotional, asksNotional, fill } = this
    return { kind, accountId, timeMs, executionType, order, bidsNotional, asksNotional, fill }
  }
}

function sumResting(account: Account, order: Order, field: 'restingBuyValue' | 'restingSellValue'): bigint {
  const { holding } = order.leg
  return account.hedgeMode ? holding.long[field] + holding.short[field] : holding.both[field]
}

/** What an open LIMIT order is worth while it meets the book: it counts before it rests. One that reduces never does. */
function computeArriving(order: Order): bigint {
  if (order.place !== 'working' || order.type !== 'LIMIT' || order.reduces) return 0n
  return computeValue(order.instrument, order.priceTicks, order.openLots)
}
