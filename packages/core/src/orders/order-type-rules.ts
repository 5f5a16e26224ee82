import type { OrderType } from '../domain/order-words.ts'
import type { OrderParameterName } from './order-parameters.ts'

/** Which parameters a type needs and which it takes besides. Those of no list are for every type. */
export interface OrderTypeRule {
  readonly mandatory: readonly OrderParameterName[]
  readonly optional: readonly OrderParameterName[]
}

const triggerOptions = ['workingType', 'priceProtect', 'reduceOnly'] as const

const conditionalLimit: OrderTypeRule = {
  mandatory: ['quantity', 'price', 'stopPrice'],
  optional: ['timeInForce', ...triggerOptions],
}

// quantity is mandatory as well, unless closePosition takes its place
const conditionalMarket: OrderTypeRule = {
  mandatory: ['quantity', 'stopPrice'],
  optional: ['timeInForce', 'closePosition', ...triggerOptions],
}

/** The exchange refuses a parameter that does not belong to the type instead of ignoring it. */
export const orderTypeRules: Readonly<Record<OrderType, OrderTypeRule>> = {
  LIMIT: { mandatory: ['timeInForce', 'quantity', 'price'], optional: ['reduceOnly', 'pegPriceType', 'pegOffset'] },
  MARKET: { mandatory: ['quantity'], optional: ['reduceOnly'] },
  STOP: conditionalLimit,
  TAKE_PROFIT: conditionalLimit,
  STOP_MARKET: conditionalMarket,
  TAKE_PROFIT_MARKET: conditionalMarket,
  TRAILING_STOP_MARKET: {
    mandatory: ['quantity', 'callbackRate'],
    optional: ['timeInForce', 'activationPrice', ...triggerOptions],
  },
}

/** The parameters that belong to some types only. */
export const typedParameters = [
  'timeInForce',
  'quantity',
  'price',
  'stopPrice',
  'reduceOnly',
  'closePosition',
  'activationPrice',
  'callbackRate',
  'workingType',
  'priceProtect',
  'pegPriceType',
  'pegOffset',
] as const satisfies readonly OrderParameterName[]
