import { executionTypes } from '@aster/core'
import { z } from 'zod'

import { orderStatuses, orderTypes, positionSides, sides, timesInForce, workingTypes } from '../../enums.ts'
import { bool, decimal, id, type OpenText, openText, timeMs } from '../../schema/received.ts'
import { defineUserEvent } from './define-user-event.ts'

/** One report about one order. Prices in quote asset per base asset, quantities in base asset. */
export interface OrderUpdate {
  readonly symbol: string
  /** Starts with `autoclose-` for a liquidation, `adl_autoclose` for auto-deleverage. */
  readonly clientOrderId: string
  readonly orderId: string
  readonly side: OpenText<(typeof sides)[number]>
  /** The type now: MARKET or LIMIT after a trigger. */
  readonly type: OpenText<(typeof orderTypes)[number] | 'LIQUIDATION'>
  readonly originalType: OpenText<(typeof orderTypes)[number] | 'LIQUIDATION'>
  readonly timeInForce: OpenText<(typeof timesInForce)[number]>
  readonly originalQuantity: string
  readonly originalPrice: string
  readonly averagePrice: string
  /** Means nothing for trailing stops. */
  readonly stopPrice: string
  readonly executionType: OpenText<(typeof executionTypes)[number]>
  readonly status: OpenText<(typeof orderStatuses)[number]>
  readonly lastFilledQuantity: string
  readonly filledQuantity: string
  readonly lastFilledPrice: string
  /** Absent when nothing was charged. */
  readonly commission: string | undefined
  readonly commissionAsset: string | undefined
  readonly tradeTimeMs: number
  /** `0` when there was no trade. */
  readonly tradeId: string
  readonly bidsNotional: string
  readonly asksNotional: string
  readonly isMaker: boolean
  readonly reduceOnly: boolean
  readonly positionSide: OpenText<(typeof positionSides)[number]>
  readonly closePosition: boolean
  readonly workingType: OpenText<(typeof workingTypes)[number]>
  /** Trailing stops only. */
  readonly activationPrice: string | undefined
  /** Percent; trailing stops only. */
  readonly callbackRate: string | undefined
  /** Of this trade, before fees. */
  readonly realizedPnl: string
}

/** Something happened to an order: accepted, filled, canceled, expired, amended, triggered. */
export interface OrderTradeUpdateEvent {
  readonly type: 'orderTradeUpdate'
  readonly eventTimeMs: number
  readonly transactionTimeMs: number
  readonly order: OrderUpdate
}

const anyOrderType = [...orderTypes, 'LIQUIDATION'] as const

// What identifies the order and its fill is demanded; what only describes it may be missing, since a fill must not be
// lost over it.
const orderPayload = z.object({
  s: z.string(),
  c: z.string(),
  S: openText(sides),
  o: openText(anyOrderType),
  f: openText(timesInForce).default('GTC'),
  q: decimal,
  p: decimal.default('0'),
  ap: decimal.default('0'),
  sp: decimal.default('0'),
  x: openText(executionTypes),
  X: openText(orderStatuses),
  i: id,
  l: decimal,
  z: decimal,
  L: decimal,
  N: z.string().nullish(),
  n: decimal.optional(),
  T: timeMs,
  t: id,
  b: decimal.default('0'),
  a: decimal.default('0'),
  m: bool.default(false),
  R: bool.default(false),
  wt: openText(workingTypes).default('CONTRACT_PRICE'),
  ot: openText(anyOrderType).optional(),
  ps: openText(positionSides).default('BOTH'),
  cp: bool.default(false),
  AP: decimal.optional(),
  cr: decimal.optional(),
  rp: decimal.default('0'),
})

export const orderTradeUpdateEvent = defineUserEvent({
  name: 'orderTradeUpdate',
  event: 'ORDER_TRADE_UPDATE',
  payload: z.object({ E: timeMs, T: timeMs, o: orderPayload }),
  toEvent: ({ E, T, o }): OrderTradeUpdateEvent => ({
    type: 'orderTradeUpdate',
    eventTimeMs: E,
    transactionTimeMs: T,
    order: {
      symbol: o.s,
      clientOrderId: o.c,
      orderId: o.i,
      side: o.S,
      type: o.o,
      originalType: o.ot ?? o.o,
      timeInForce: o.f,
      originalQuantity: o.q,
      originalPrice: o.p,
      averagePrice: o.ap,
      stopPrice: o.sp,
      executionType: o.x,
      status: o.X,
      lastFilledQuantity: o.l,
      filledQuantity: o.z,
      lastFilledPrice: o.L,
      commission: o.n,
      commissionAsset: o.N ?? undefined,
      tradeTimeMs: o.T,
      tradeId: o.t,
      bidsNotional: o.b,
      asksNotional: o.a,
      isMaker: o.m,
      reduceOnly: o.R,
      positionSide: o.ps,
      closePosition: o.cp,
      workingType: o.wt,
      activationPrice: o.AP,
      callbackRate: o.cr,
      realizedPnl: o.rp,
    },
  }),
})
