import { getHedgeEffect, ParameterError, type SymbolRules, validateOrder } from '@aster/core'

import type { OrderRequest } from './order-desk.ts'
import type { OrderTerms } from './order-terms.ts'

/** An order as it goes to the exchange: exactly the parameters that its type takes in this position mode. */
export interface OrderParameters {
  readonly symbol: string
  readonly side: OrderRequest['side']
  readonly positionSide?: 'LONG' | 'SHORT'
  readonly type: OrderRequest['type']
  readonly timeInForce?: NonNullable<OrderRequest['timeInForce']>
  readonly quantity?: string
  readonly reduceOnly?: true
  readonly price?: string
  readonly stopPrice?: string
  readonly closePosition?: true
  readonly workingType?: NonNullable<OrderRequest['workingType']>
  readonly priceProtect?: 'TRUE'
  readonly activationPrice?: string
  readonly callbackRate?: string
  readonly newClientOrderId: string
  readonly newOrderRespType: 'ACK' | 'RESULT'
}

/** Sizes and prices may be exempt for what takes risk off, and our rules may be old: nothing of it is held back for them. */
const judgedByExchange = /LOT_SIZE|MIN_NOTIONAL|PERCENT_PRICE|MAX_NUM/

/** Whether an order can only shrink a position. */
export const isReducing = (request: OrderRequest, hedgeMode: boolean): boolean =>
  request.reduceOnly === true ||
  request.closePosition === true ||
  (hedgeMode && getHedgeEffect(request.side, request.positionSide ?? 'BOTH') === 'close')

/**
 * Translates a request for the position mode of the account and checks it against the symbol's rules.
 *
 * @throws {ParameterError} Names every rule that it breaks.
 */
export function toOrderParameters(
  rules: SymbolRules,
  request: OrderRequest,
  hedgeMode: boolean,
  clientOrderId: string,
): OrderParameters {
  const {
    side,
    positionSide,
    type,
    timeInForce,
    quantity,
    price,
    stopPrice,
    workingType,
    activationPrice,
    callbackRate,
  } = request
  if (hedgeMode && request.reduceOnly === true && getHedgeEffect(side, positionSide ?? 'BOTH') === 'open') {
    throw new ParameterError('placeOrder', [
      {
        field: 'reduceOnly',
        rule: 'hedgeMode',
        value: `${side} ${positionSide ?? 'BOTH'}`,
        message: 'must be a pair of sides that closes: SELL LONG or BUY SHORT',
      },
    ])
  }
  const answersAtOnce = type === 'MARKET' || timeInForce === 'IOC' || timeInForce === 'FOK'
  const parameters: OrderParameters = {
    symbol: request.symbol,
    side,
    ...(positionSide === 'LONG' || positionSide === 'SHORT' ? { positionSide } : {}),
    type,
    ...(timeInForce === undefined ? {} : { timeInForce }),
    ...(quantity === undefined ? {} : { quantity }),
    ...(request.reduceOnly === true && !hedgeMode ? { reduceOnly: true } : {}),
    ...(price === undefined ? {} : { price }),
    ...(stopPrice === undefined ? {} : { stopPrice }),
    ...(request.closePosition === true ? { closePosition: true } : {}),
    ...(workingType === undefined ? {} : { workingType }),
    ...(request.priceProtect === true ? { priceProtect: 'TRUE' as const } : {}),
    ...(activationPrice === undefined ? {} : { activationPrice }),
    ...(callbackRate === undefined ? {} : { callbackRate }),
    newClientOrderId: clientOrderId,
    newOrderRespType: answersAtOnce ? 'RESULT' : 'ACK',
  }
  const violations = validateOrder(rules, parameters, { hedgeMode }).filter(
    (violation) => !isReducing(request, hedgeMode) || !judgedByExchange.test(violation.rule),
  )
  if (violations.length > 0) throw new ParameterError('placeOrder', violations)
  return parameters
}

/** What is written down before the order is sent. */
export const toOrderTerms = (request: OrderRequest): OrderTerms => ({
  symbol: request.symbol,
  side: request.side,
  positionSide: request.positionSide ?? 'BOTH',
  type: request.type,
  timeInForce: request.timeInForce,
  quantity: request.quantity ?? '0',
  price: request.price ?? '0',
  stopPrice: request.stopPrice ?? '0',
  workingType: request.workingType,
  reduceOnly: request.reduceOnly === true,
  closePosition: request.closePosition === true,
})
