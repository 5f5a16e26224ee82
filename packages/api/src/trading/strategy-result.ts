import { orderStatuses, orderTypes, positionSides, sides } from '@aster/core'
import { z } from 'zod'

import { bool, decimal, id, openText, timeMs, whole } from '../schema/received.ts'

/** The short answer of placing or changing a strategy. */
export const strategyReceipt = z.object({
  strategyId: id,
  clientStrategyId: z.string(),
  strategyType: z.string(),
  strategyStatus: z.string(),
  updateTime: timeMs,
  failureCode: whole.optional(),
  failureReason: z.string().nullish(),
})

const subOrder = z.object({
  strategyId: id,
  /** Absent while the order has not been placed. */
  orderId: id.nullish(),
  clientOrderId: z.string().nullish(),
  status: openText(orderStatuses).nullish(),
  strategySubId: whole,
  firstDrivenId: whole.nullish(),
  firstDrivenOn: z.string().nullish(),
  firstTrigger: z.string().nullish(),
  secondDrivenId: whole.nullish(),
  secondDrivenOn: z.string().nullish(),
  secondTrigger: z.string().nullish(),
  securityType: z.string(),
  symbol: z.string(),
  side: openText(sides),
  positionSide: openText(positionSides),
  type: openText(orderTypes),
  timeInForce: z.string().nullish(),
  quantity: decimal.nullish(),
  reduceOnly: bool.nullish(),
  closePosition: bool.nullish(),
  price: decimal.nullish(),
  avgPrice: decimal.nullish(),
  priceProtect: bool.nullish(),
  stopPrice: decimal.nullish(),
  activatePrice: decimal.nullish(),
  callbackRate: decimal.nullish(),
  workingType: z.string().nullish(),
  triggerTime: timeMs.nullish(),
})

/** A strategy with its orders. */
export const strategy = z.object({
  strategyId: id,
  clientStrategyId: z.string(),
  strategyType: z.string(),
  /** WORKING, EXPIRED, ... */
  strategyStatus: z.string(),
  bookTime: timeMs,
  updateTime: timeMs,
  subOrders: z.array(subOrder),
})
