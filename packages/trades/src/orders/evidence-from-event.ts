import type { OrderTradeUpdateEvent, OrderUpdate } from '@aster/api'
import { formatDecimal, toDecimal } from '@aster/core'

import type { Fill } from '../fills/fill.ts'
import type { Evidence } from './evidence.ts'
import { mapStatus } from './map-status.ts'

/** Reads one ORDER_TRADE_UPDATE. */
export function evidenceFromEvent({ order, transactionTimeMs }: OrderTradeUpdateEvent): Evidence {
  return {
    clientOrderId: order.clientOrderId,
    orderId: order.orderId,
    state: mapStatus(order.status),
    timeMs: transactionTimeMs,
    filledQuantity: plain(order.filledQuantity),
    averagePrice: plain(order.averagePrice),
    triggered: order.type !== order.originalType,
    terms: {
      symbol: order.symbol,
      side: order.side,
      positionSide: order.positionSide,
      type: order.originalType,
      timeInForce: order.timeInForce,
      quantity: order.closePosition ? '0' : plain(order.originalQuantity),
      price: plain(order.originalPrice),
      stopPrice: plain(order.stopPrice),
      workingType: order.workingType,
      reduceOnly: order.reduceOnly,
      closePosition: order.closePosition,
    },
    fill: fillFromUpdate(order),
  }
}

/** A trade id of 0 and a last quantity of 0 both say that nothing was executed. */
function fillFromUpdate(order: OrderUpdate): Fill | undefined {
  const quantity = plain(order.lastFilledQuantity)
  if (order.tradeId === '0' || quantity === '0') return undefined
  return {
    symbol: order.symbol,
    orderId: order.orderId,
    tradeId: order.tradeId,
    side: order.side,
    positionSide: order.positionSide,
    price: plain(order.lastFilledPrice),
    quantity,
    liquidity: order.isMaker ? 'maker' : 'taker',
    fee: plain(order.commission ?? '0'),
    feeAsset: order.commissionAsset,
    realizedPnl: plain(order.realizedPnl),
    timeMs: order.tradeTimeMs,
  }
}

const plain = (text: string): string => formatDecimal(toDecimal(text))
