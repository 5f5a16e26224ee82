import type { OrderRequest, OrderView } from '../engine/types.ts'

/** What an order looks like in an answer: `action` after placing, changing, cancelling; `query` when asked for. */
export type OrderShape = 'action' | 'query'

/** Turns an order into the JSON of an answer. Ids are numbers on the wire, decimals texts. */
export function toOrderJson(order: OrderView, shape: OrderShape): Record<string, unknown> {
  return {
    orderId: Number(order.orderId),
    symbol: order.symbol,
    status: order.status,
    clientOrderId: order.clientOrderId,
    price: order.price,
    avgPrice: order.avgPrice,
    origQty: order.origQty,
    executedQty: order.executedQty,
    ...(shape === 'action' && { cumQty: order.executedQty }),
    cumQuote: order.cumQuote,
    timeInForce: order.timeInForce,
    type: order.type,
    reduceOnly: order.reduceOnly,
    closePosition: order.closePosition,
    side: order.side,
    positionSide: order.positionSide,
    stopPrice: order.stopPrice,
    workingType: order.workingType,
    priceProtect: order.priceProtect,
    origType: order.origType,
    ...(order.activatePrice !== undefined && { activatePrice: order.activatePrice }),
    ...(order.priceRate !== undefined && { priceRate: order.priceRate }),
    ...(order.pegPriceType !== undefined && { pegPriceType: order.pegPriceType }),
    ...(order.hasOwnStpMode && { stpMode: order.stpMode }),
    ...(shape === 'query' && { time: order.timeMs }),
    updateTime: order.updateMs,
  }
}

/** An ACK says that the order was taken and nothing about what became of it: fill fields are zero, the status is NEW. */
export function toAckJson(order: OrderView): Record<string, unknown> {
  return {
    ...toOrderJson(order, 'action'),
    status: 'NEW',
    type: order.origType,
    avgPrice: '0.00000',
    executedQty: '0',
    cumQty: '0',
    cumQuote: '0',
    updateTime: order.timeMs,
  }
}

/** What a test order is answered with: the fields of an order that was never placed. */
export function toTestJson(request: OrderRequest, nowMs: number): Record<string, unknown> {
  return {
    orderId: 0,
    symbol: request.symbol,
    status: 'NEW',
    clientOrderId: request.newClientOrderId ?? '',
    price: '0',
    avgPrice: '0.00000',
    origQty: '0',
    executedQty: '0',
    cumQty: '0',
    cumQuote: '0',
    timeInForce: request.timeInForce ?? 'GTC',
    type: request.type,
    reduceOnly: false,
    closePosition: false,
    side: request.side,
    positionSide: request.positionSide ?? 'BOTH',
    stopPrice: '0',
    workingType: request.workingType ?? 'CONTRACT_PRICE',
    priceProtect: false,
    origType: request.type,
    updateTime: nowMs,
  }
}
