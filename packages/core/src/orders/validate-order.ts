import type { Decimal } from '../decimal/decimal.ts'
import { toDecimal } from '../decimal/decimal.ts'
import {
  type OrderType,
  orderTypes,
  type PositionSide,
  positionSides,
  type Side,
  sides,
} from '../domain/order-words.ts'
import { ParameterError, type Violation } from '../errors/index.ts'
import type { SymbolRules } from '../rules/symbol-rules.ts'
import { checkModes } from './check-modes.ts'
import { checkParameters } from './check-parameters.ts'
import { checkPrices } from './check-prices.ts'
import { checkSize } from './check-size.ts'
import { checkTriggers } from './check-triggers.ts'
import { checkWords } from './check-words.ts'
import { type CheckedOrder, type NumberParameterName, numberParameters, readPlainDecimal } from './checked-order.ts'
import { isSwitchedOn, type OrderContext, type OrderParameters } from './order-parameters.ts'

/**
 * Checks a new order against everything that the exchange is known to refuse: words, parameters of the type, position mode, price
 * and quantity filters, value, triggers, numbers of open orders. Names every broken rule with its limit, the exchange's code and,
 * where there is one, the nearest value that fits. An empty list is an order that fits as far as the context tells.
 *
 * @example
 * validateOrder(rules, { symbol: 'ETHUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '1', price: '3000.07' })
 * // [{ field: 'price', rule: 'PRICE_FILTER.tickSize', message: 'is a multiple of 0.1', suggestion: '3000', code: -4014, … }]
 */
export function validateOrder(
  rules: SymbolRules,
  order: OrderParameters,
  context: OrderContext = {},
): readonly Violation[] {
  const violations = checkWords(rules, order)
  const checked = readOrder(rules, order, context)
  if (checked === undefined) return violations
  for (const check of [checkParameters, checkModes, checkPrices, checkTriggers, checkSize]) {
    violations.push(...check(checked))
  }
  return violations
}

/**
 * As {@link validateOrder}, for callers that cannot go on.
 *
 * @throws {ParameterError} With every violation.
 */
export function assertOrder(rules: SymbolRules, order: OrderParameters, context?: OrderContext): void {
  const violations = validateOrder(rules, order, context)
  if (violations.length > 0) throw new ParameterError('placeOrder', violations)
}

/** `undefined` when side, position side or type are no words: the other rules hang on them. */
function readOrder(rules: SymbolRules, order: OrderParameters, context: OrderContext): CheckedOrder | undefined {
  const positionSide = order.positionSide ?? 'BOTH'
  if (!isOneOf(sides, order.side) || !isOneOf(positionSides, positionSide) || !isOneOf(orderTypes, order.type)) {
    return undefined
  }
  const numbers: Partial<Record<NumberParameterName, Decimal>> = {}
  for (const field of numberParameters) {
    const number = readPlainDecimal(order[field] ?? '')
    if (number !== undefined) numbers[field] = number
  }
  return {
    rules,
    order,
    context,
    side: order.side satisfies Side,
    type: order.type satisfies OrderType,
    positionSide: positionSide satisfies PositionSide,
    reduceOnly: isSwitchedOn(order.reduceOnly),
    closePosition: isSwitchedOn(order.closePosition),
    numbers,
    markPrice: context.markPrice === undefined ? undefined : toDecimal(context.markPrice),
    lastPrice: context.lastPrice === undefined ? undefined : toDecimal(context.lastPrice),
  }
}

function isOneOf<Word extends string>(words: readonly Word[], value: string): value is Word {
  return (words as readonly string[]).includes(value)
}
