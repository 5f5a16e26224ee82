import type { OrderType } from '@aster/core'

interface OrderTypeRule {
  readonly mandatory: readonly string[]
  readonly forbidden: readonly string[]
}

/** Which parameters each order type needs and refuses. The exchange answers -1102 and -1106 to a breach. */
export const orderTypeRules: Readonly<Record<OrderType, OrderTypeRule>> = {
  LIMIT: {
    mandatory: ['timeInForce', 'quantity', 'price'],
    forbidden: ['stopPrice', 'closePosition', 'activationPrice', 'callbackRate', 'workingType', 'priceProtect'],
  },
  MARKET: {
    mandatory: ['quantity'],
    forbidden: [
      'price',
      'timeInForce',
      'stopPrice',
      'closePosition',
      'activationPrice',
      'callbackRate',
      'workingType',
      'priceProtect',
      'pegPriceType',
      'pegOffset',
    ],
  },
  STOP: {
    mandatory: ['quantity', 'price', 'stopPrice'],
    forbidden: ['closePosition', 'activationPrice', 'callbackRate', 'pegPriceType', 'pegOffset'],
  },
  TAKE_PROFIT: {
    mandatory: ['quantity', 'price', 'stopPrice'],
    forbidden: ['closePosition', 'activationPrice', 'callbackRate', 'pegPriceType', 'pegOffset'],
  },
  STOP_MARKET: {
    mandatory: ['stopPrice'],
    forbidden: ['price', 'activationPrice', 'callbackRate', 'pegPriceType', 'pegOffset'],
  },
  TAKE_PROFIT_MARKET: {
    mandatory: ['stopPrice'],
    forbidden: ['price', 'activationPrice', 'callbackRate', 'pegPriceType', 'pegOffset'],
  },
  TRAILING_STOP_MARKET: {
    mandatory: ['quantity', 'callbackRate'],
    forbidden: ['price', 'stopPrice', 'closePosition', 'pegPriceType', 'pegOffset'],
  },
}
