import { Decimal } from '../decimal/decimal.ts'
import type { OrderType, PositionSide, Side } from '../domain/order-words.ts'
import type { Violation } from '../errors/index.ts'
import type { SymbolRules } from '../rules/symbol-rules.ts'
import type { OrderContext, OrderParameterName, OrderParameters } from './order-parameters.ts'

/** An order on its way through the checks: its words are known to be words, its numbers to be numbers. */
export interface CheckedOrder {
  readonly rules: SymbolRules
  readonly order: OrderParameters
  readonly context: OrderContext
  readonly side: Side
  readonly type: OrderType
  readonly positionSide: PositionSide
  readonly reduceOnly: boolean
  readonly closePosition: boolean
  /** The parameters that are numbers; those absent or malformed are not in it. */
  readonly numbers: Readonly<Partial<Record<NumberParameterName, Decimal>>>
  readonly markPrice: Decimal | undefined
  readonly lastPrice: Decimal | undefined
}

export const numberParameters = [
  'quantity',
  'price',
  'stopPrice',
  'activationPrice',
  'callbackRate',
  'pegOffset',
  'feeRate',
] as const satisfies readonly OrderParameterName[]
export type NumberParameterName = (typeof numberParameters)[number]

/** Notes a broken rule; `found` is the value as given, or `absent`. */
export function breakRule(
  order: OrderParameters,
  field: OrderParameterName,
  rule: string,
  facts: { readonly message: string; readonly code: number; readonly suggestion?: string | undefined },
): Violation {
  const value = order[field]
  return { field, rule, value: value === undefined ? 'absent' : String(value).slice(0, 64), ...facts }
}

export function isMarketLike(type: OrderType): boolean {
  return type === 'MARKET' || type.endsWith('_MARKET')
}

const plainDecimal = /^-?(?:\d+\.?\d*|\.\d+)$/

/** A number in the form in which an order may carry it: plain decimal text of at most 40 characters. */
export function readPlainDecimal(text: string): Decimal | undefined {
  return text.length <= 40 && plainDecimal.test(text) ? new Decimal(text) : undefined
}
