import { positionSides, sides } from '@aster/core'
import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { sendableTimesInForce } from '../enums.ts'
import { type Fields, withRules } from '../schema/cross-rules.ts'
import { bool, decimal, id, openText, timeMs, whole } from '../schema/received.ts'
import { clientStrategyIdText, decimalText, flag, positiveDecimalText, symbol } from '../schema/sent.ts'

const units = ['ABSOLUTE', 'PERCENTAGE'] as const

const chaseParams = z.strictObject({
  symbol,
  side: z.literal(sides),
  positionSide: z.literal(positionSides).optional(),
  /** QUOTE is converted with the mark price. */
  quantityUnit: z.literal(['BASE', 'QUOTE']),
  quantity: positiveDecimalText,
  reduceOnly: flag.optional(),
  /** BUY works at the best bid minus it, SELL at the best ask plus it; a multiple of the tick. */
  chaseOffset: decimalText.optional(),
  /** PERCENTAGE answers -1020 for now. */
  chaseOffsetType: z.literal(units).optional(),
  /** How far the price may run before the chase ends; never when absent. */
  maxChaseOffset: positiveDecimalText.optional(),
  maxChaseOffsetType: z.literal(units).optional(),
  timeInForce: z.literal(sendableTimesInForce).optional(),
  clientStrategyId: clientStrategyIdText.optional(),
})

const checkChase = ({ maxChaseOffset, maxChaseOffsetType }: Fields) =>
  maxChaseOffsetType === 'PERCENTAGE' && /\.\d{3,}$/.test(String(maxChaseOffset))
    ? [{ path: ['maxChaseOffset'], rule: 'decimals', message: 'has at most 2 decimals as a percentage' }]
    : []

/**
 * A post-only order that the exchange keeps at the best price of its side. Cancel it by `cancelOrder`. Documented with all
 * fields, recorded in a short form: only ids, status and time are certain.
 */
export const chaseOrderEndpoint = defineEndpoint({
  name: 'chaseOrder',
  group: 'trading',
  method: 'POST',
  path: { v3: '/fapi/v3/chase' },
  access: 'trade',
  ownId: 'clientStrategyId',
  // not documented whether it counts: assumed
  orders: 1,
  effect: 'write',
  weight: 1,
  params: withRules(chaseParams, checkChase),
  result: z.object({
    strategyId: id,
    clientStrategyId: z.string(),
    strategyStatus: z.string(),
    updateTime: timeMs,
    strategyType: z.string().optional(),
    failureCode: whole.optional(),
    failureReason: z.string().nullish(),
    symbol: z.string().optional(),
    side: openText(sides).optional(),
    positionSide: openText(positionSides).optional(),
    quantity: decimal.optional(),
    quantityUnit: z.string().optional(),
    reduceOnly: bool.optional(),
    chaseOffset: decimal.optional(),
    chaseOffsetType: z.string().optional(),
    maxChaseOffset: decimal.nullish(),
    maxChaseOffsetType: z.string().nullish(),
    timeInForce: z.string().optional(),
    bookTime: timeMs.optional(),
  }),
})
