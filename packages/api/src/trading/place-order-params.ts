import {
  orderResponseTypes,
  orderTypes,
  pegPriceTypes,
  positionSides,
  selfTradePreventionModes,
  sides,
  workingTypes,
} from '@aster/core'
import { z } from 'zod'

import { sendableTimesInForce } from '../enums.ts'
import { type CrossIssue, type Fields, readText, withRules } from '../schema/cross-rules.ts'
import {
  clientOrderIdText,
  decimalText,
  evmAddress,
  flag,
  positiveDecimalText,
  signedDecimalText,
  symbol,
  upperCaseFlag,
} from '../schema/sent.ts'
import { orderTypeRules } from './order-rules.ts'

const onlyGtc = new Set(['STOP_MARKET', 'TAKE_PROFIT_MARKET', 'TRAILING_STOP_MARKET'])

/** The rules between the fields of one order, with the exchange's words for each. */
export function checkOrderFields(fields: Fields): readonly CrossIssue[] {
  const issues: CrossIssue[] = []
  const need = (name: string, message: string) => issues.push({ path: [name], rule: 'required', message })
  const refuse = (name: string, message: string) => issues.push({ path: [name], rule: 'forbidden', message })
  const has = (name: string) => fields[name] !== undefined
  const type = readText(fields, 'type')
  const rule = Object.hasOwn(orderTypeRules, type) ? orderTypeRules[type as keyof typeof orderTypeRules] : undefined
  for (const name of rule?.mandatory ?? []) {
    // a peg gives the price
    if (!has(name) && !(name === 'price' && has('pegPriceType'))) need(name, `is needed for ${type}`)
  }
  for (const name of rule?.forbidden ?? []) if (has(name)) refuse(name, `does not belong to ${type}`)
  if (onlyGtc.has(type) && has('timeInForce') && fields['timeInForce'] !== 'GTC') {
    refuse('timeInForce', `of ${type} can only be GTC`)
  }
  const closesAll = fields['closePosition'] === true || fields['closePosition'] === 'true'
  if (closesAll) {
    if (has('quantity')) refuse('quantity', 'must be absent when closePosition is true')
    if (has('reduceOnly')) refuse('reduceOnly', 'must be absent when closePosition is true')
    const pair = `${readText(fields, 'side')}+${readText(fields, 'positionSide')}`
    if (pair === 'BUY+LONG' || pair === 'SELL+SHORT') refuse('closePosition', `cannot close with ${pair}`)
  } else if ((type === 'STOP_MARKET' || type === 'TAKE_PROFIT_MARKET') && !has('quantity')) {
    need('quantity', 'is needed unless closePosition is true')
  }
  const positionSide = fields['positionSide']
  if ((positionSide === 'LONG' || positionSide === 'SHORT') && has('reduceOnly')) {
    refuse('reduceOnly', 'is not accepted in hedge mode: side and positionSide say it already')
  }
  if (has('pegOffset') && !has('pegPriceType')) need('pegPriceType', 'goes together with pegOffset')
  if (has('builder') !== has('feeRate')) need(has('builder') ? 'feeRate' : 'builder', 'goes together with the other')
  const offset = Number(readText(fields, 'pegOffset'))
  if ((fields['side'] === 'BUY' && offset > 0) || (fields['side'] === 'SELL' && offset < 0)) {
    issues.push({ path: ['pegOffset'], rule: 'sign', message: 'must be 0 or less for BUY, 0 or more for SELL' })
  }
  return issues
}

const callbackRate = (max: number) =>
  decimalText.refine((text) => Number(text) >= 0.1 && Number(text) <= max, {
    error: `must be 0.1 to ${max}, in percent`,
  })

const fields = {
  symbol,
  side: z.literal(sides),
  /** One-way mode: BOTH or absent. Hedge mode: LONG or SHORT. */
  positionSide: z.literal(positionSides).optional(),
  type: z.literal(orderTypes),
  timeInForce: z.literal(sendableTimesInForce).optional(),
  /** Base asset. */
  quantity: positiveDecimalText.optional(),
  reduceOnly: flag.optional(),
  price: positiveDecimalText.optional(),
  newClientOrderId: clientOrderIdText.optional(),
  stopPrice: positiveDecimalText.optional(),
  closePosition: flag.optional(),
  activationPrice: positiveDecimalText.optional(),
  /** Percent: 1 means 1 percent. */
  callbackRate: callbackRate(5).optional(),
  workingType: z.literal(workingTypes).optional(),
  priceProtect: upperCaseFlag.optional(),
  newOrderRespType: z.literal(orderResponseTypes).optional(),
  /** V3 only. */
  pegPriceType: z.literal(pegPriceTypes).optional(),
  /** V3 only. Quote asset, a multiple of the tick. */
  pegOffset: signedDecimalText.optional(),
  /** V3 only. Overrides the account's setting. */
  stpMode: z.literal(selfTradePreventionModes).optional(),
  /** V3 only. Never set by these packages: no hidden fee. */
  builder: evmAddress.optional(),
  /** V3 only. */
  feeRate: decimalText.optional(),
}

/** One order, with the rules of its type. */
export const placeOrderParams = withRules(z.strictObject(fields), checkOrderFields)

/** One order of a batch: the callback rate goes up to 4 there, closing a whole position and pegs are not possible. */
export const batchOrderParams = withRules(
  z.strictObject({
    ...fields,
    callbackRate: callbackRate(4).optional(),
    closePosition: z.never({ error: 'is not possible in a batch: place it alone' }).optional(),
    stpMode: z.never({ error: 'is not possible in a batch: place it alone' }).optional(),
    pegPriceType: z.never({ error: 'is not possible in a batch: place it alone' }).optional(),
    pegOffset: z.never({ error: 'is not possible in a batch: place it alone' }).optional(),
  }),
  checkOrderFields,
)
