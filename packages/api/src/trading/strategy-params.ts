import { orderTypes, positionSides, sides, workingTypes } from '@aster/core'
import { z } from 'zod'

import { type CrossIssue, type Fields, readText, withRules } from '../schema/cross-rules.ts'
import {
  clientOrderIdText,
  clientStrategyIdText,
  decimalText,
  evmAddress,
  flag,
  idText,
  positiveDecimalText,
  symbol,
  upperCaseFlag,
} from '../schema/sent.ts'
import { checkOrderFields } from './place-order-params.ts'

export const strategyTypes = ['OTO', 'OCO', 'OTOCO'] as const
const securityTypes = ['USDT_FUTURES', 'COIN_FUTURES', 'OPTIONS'] as const
const drivenOn = [
  'NEW',
  'PARTIALLY_FILLED_OR_FILLED',
  'FILLED',
  'CANCELED',
  'REPLACED',
  'STOPPED',
  'REJECTED',
  'EXPIRED',
] as const
const triggers = ['PLACE_ORDER', 'CANCEL_ORDER'] as const

const legCounts: Readonly<Record<string, number>> = { OTO: 2, OCO: 2, OTOCO: 3 }

/** Position in the list, `1` for the first. */
const subId = z.string().regex(/^[1-3]$/, { error: 'must be the position in the list: 1, 2 or 3' })

const legFields = {
  strategySubId: subId,
  securityType: z.literal(securityTypes),
  symbol,
  side: z.literal(sides),
  positionSide: z.literal(positionSides).optional(),
  type: z.literal(orderTypes),
  quantity: positiveDecimalText.optional(),
  price: positiveDecimalText.optional(),
  stopPrice: positiveDecimalText.optional(),
  /** IOC and FOK are not possible inside a strategy. GTE_GTC lives as long as the position. */
  timeInForce: z.literal(['GTC', 'GTX', 'HIDDEN', 'GTE_GTC']).optional(),
  workingType: z.literal(workingTypes).optional(),
  reduceOnly: flag.optional(),
  closePosition: flag.optional(),
  priceProtect: upperCaseFlag.optional(),
  clientOrderId: clientOrderIdText.optional(),
  activationPrice: positiveDecimalText.optional(),
  callbackRate: decimalText.optional(),
  firstDrivenId: subId.optional(),
  firstDrivenOn: z.literal(drivenOn).optional(),
  firstTrigger: z.literal(triggers).optional(),
  secondDrivenId: subId.optional(),
  secondDrivenOn: z.literal(drivenOn).optional(),
  secondTrigger: z.literal(triggers).optional(),
}

/** A leg that is none breaks a rule of its own; here it counts as one without fields. */
const readLegs = (fields: Fields): readonly Fields[] => {
  const list: unknown = fields['subOrderList']
  return Array.isArray(list) ? list.map((leg) => (typeof leg === 'object' && leg !== null ? (leg as Fields) : {})) : []
}

/** Each leg stands at the place its id says. */
const checkPlaces = (fields: Fields): readonly CrossIssue[] =>
  readLegs(fields).flatMap((leg, index) =>
    leg['strategySubId'] === String(index + 1)
      ? []
      : [{ path: ['subOrderList', index, 'strategySubId'], rule: 'position', message: `must be ${index + 1} here` }],
  )

const checkLegs = (fields: Fields): readonly CrossIssue[] =>
  readLegs(fields).flatMap((leg, index) =>
    checkOrderFields(leg)
      // a leg lives as long as the position where it says so
      .filter(({ path }) => !(path[0] === 'timeInForce' && leg['timeInForce'] === 'GTE_GTC'))
      .map((issue) => ({ ...issue, path: ['subOrderList', index, ...issue.path] })),
  )

const checkCount = (fields: Fields, exactly: boolean): readonly CrossIssue[] => {
  const type = readText(fields, 'strategyType')
  const wanted = Object.hasOwn(legCounts, type) ? legCounts[type] : undefined
  const count = readLegs(fields).length
  if (wanted === undefined || (exactly ? count === wanted : count <= wanted)) return []
  const message = `must have ${exactly ? '' : 'at most '}${wanted} orders for ${type}`
  return [{ path: ['subOrderList'], rule: 'count', message }]
}

export const placeStrategyParams = withRules(
  z.strictObject({
    clientStrategyId: clientStrategyIdText.optional(),
    strategyType: z.literal(strategyTypes),
    /** OTO and OCO: 2 orders, OTOCO: 3. */
    subOrderList: z.array(z.strictObject(legFields)).min(2).max(3),
    /** Never set by these packages: no hidden fee. */
    builder: evmAddress.optional(),
    feeRate: decimalText.optional(),
  }),
  (fields) => [...checkCount(fields, true), ...checkPlaces(fields), ...checkLegs(fields)],
)

/** What changes, beside what names the order. */
export const updateStrategyParams = withRules(
  z.strictObject({
    strategyId: idText,
    strategyType: z.literal(strategyTypes),
    subOrderList: z.array(z.strictObject(legFields)).min(1).max(3),
  }),
  (fields) => checkCount(fields, false),
)
