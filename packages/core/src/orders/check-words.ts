import { isClientOrderId, isExchangeOrderId } from '../client-order-ids/parse-client-order-id.ts'
import {
  orderResponseTypes,
  orderTypes,
  pegPriceTypes,
  positionSides,
  selfTradePreventionModes,
  sides,
  timesInForce,
  workingTypes,
} from '../domain/order-words.ts'
import type { Violation } from '../errors/index.ts'
import type { SymbolRules } from '../rules/symbol-rules.ts'
import { breakRule, numberParameters, readPlainDecimal } from './checked-order.ts'
import type { OrderParameterName, OrderParameters } from './order-parameters.ts'

const switches = ['reduceOnly', 'closePosition', 'priceProtect'] as const

/** Checks each value by itself: is it one of the words, a switch, a number, an id? */
export function checkWords(rules: SymbolRules, order: OrderParameters): Violation[] {
  const violations: Violation[] = []
  const report = (field: OrderParameterName, rule: string, code: number, message: string, suggestion?: string) =>
    violations.push(breakRule(order, field, rule, { message, code, suggestion }))
  const checkWord = (field: OrderParameterName, words: readonly string[], code: number) => {
    const value = order[field]
    if (value === undefined || words.includes(String(value))) return
    const upper = String(value).toUpperCase()
    report(field, 'words', code, `is one of ${words.join(', ')}`, words.includes(upper) ? upper : undefined)
  }

  if (order.symbol !== rules.symbol) report('symbol', 'symbol', -1121, `is not ${rules.symbol}`, rules.symbol)
  checkWord('side', sides, -1117)
  checkWord('type', getAllowed(orderTypes, rules.orderTypes), -1116)
  checkWord('positionSide', positionSides, -4060)
  checkWord('timeInForce', getAllowed(timesInForce, rules.timesInForce), -1115)
  checkWord('workingType', workingTypes, -4031)
  checkWord('newOrderRespType', orderResponseTypes, -1136)
  checkWord('stpMode', selfTradePreventionModes, -1130)
  checkWord('pegPriceType', pegPriceTypes, -5037)

  for (const field of switches) {
    const value = order[field]
    if (value === undefined || typeof value === 'boolean' || /^(?:true|false)$/i.test(value)) continue
    report(field, 'switch', -1102, 'is true or false')
  }
  for (const field of numberParameters) {
    const value = order[field]
    if (value === undefined || readPlainDecimal(value) !== undefined) continue
    report(field, 'decimal', -1102, 'is plain decimal text without an exponent')
  }
  const id = order.newClientOrderId
  if (id !== undefined && !isClientOrderId(id)) {
    const message = isExchangeOrderId(id)
      ? 'begins like the ids of the exchange (autoclose-, adl_)'
      : 'has 1 to 36 letters, digits and .:/_-'
    report('newClientOrderId', 'clientOrderId', -4015, message)
  }
  if (order.builder === undefined && order.feeRate !== undefined)
    report('builder', 'required', -1102, 'goes with feeRate')
  if (order.builder !== undefined && order.feeRate === undefined)
    report('feeRate', 'required', -1102, 'goes with builder')
  return violations
}

/** The words that we know and the symbol takes; all that we know where it lists none. */
function getAllowed(known: readonly string[], listed: readonly string[]): readonly string[] {
  return listed.length === 0 ? known : known.filter((word) => listed.includes(word))
}
