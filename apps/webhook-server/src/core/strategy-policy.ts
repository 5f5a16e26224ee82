import { type Decimal, toDecimal } from '@aster/core'

import { Refusal } from './refusal.ts'

/** What one strategy may do, beside what the risk gate allows everybody. */
export interface StrategyPolicy {
  /** All that the server trades when absent. */
  readonly symbols?: readonly string[] | undefined
  /** Of one order, in quote asset. */
  readonly maxOrderNotional?: string | undefined
  /** Of the position with the order filled, in quote asset. */
  readonly maxPositionNotional?: string | undefined
  /** Accounts that it trades when its alert names none, with their weights; all when absent. */
  readonly accounts?: Readonly<Record<string, string>> | undefined
  /** Contracts of the chart to base asset of the account. */
  readonly scale?: string | undefined
  /** Distance of the stop where its alert names none, in percent. */
  readonly stopPercent?: string | undefined
}

/** Policies by name of the strategy. Undefined: every strategy may do what the server may. */
export type StrategyPolicies = ReadonlyMap<string, StrategyPolicy> | undefined

/**
 * The policy of a strategy; an empty one where there are none.
 *
 * @throws {Refusal} 422: there are policies, and none for this strategy.
 */
export function findPolicy(policies: StrategyPolicies, strategy: string): StrategyPolicy {
  if (policies === undefined) return {}
  const found = policies.get(strategy)
  if (found !== undefined) return found
  throw new Refusal(
    422,
    'STRATEGY_UNKNOWN',
    `there is no strategy ${strategy}; known: ${[...policies.keys()].join(', ')}`,
  )
}

/** @throws {Refusal} 422: not a symbol of the strategy. */
export function checkStrategySymbol({ symbols }: StrategyPolicy, strategy: string, symbol: string): void {
  if (symbols === undefined || symbols.includes(symbol)) return
  const message = `strategy ${strategy} does not trade ${symbol}; allowed: ${symbols.join(', ')}`
  throw new Refusal(422, 'SYMBOL_NOT_ALLOWED', message)
}

/**
 * Holds what is about to be ordered against the limits of the strategy.
 *
 * @throws {Refusal} 422: naming the limit and both numbers.
 */
export function checkStrategyLimits(
  { maxOrderNotional, maxPositionNotional }: StrategyPolicy,
  strategy: string,
  order: { readonly quantity: Decimal; readonly positionAfter: Decimal; readonly price: string },
): void {
  const check = (name: string, quantity: Decimal, limit: string | undefined) => {
    if (limit === undefined) return
    const notional = quantity.abs().times(order.price)
    if (notional.lte(toDecimal(limit))) return
    const message = `${name} of strategy ${strategy} is ${limit}; this comes to ${notional.toDecimalPlaces(2).toFixed()}`
    throw new Refusal(422, 'STRATEGY_LIMIT', message)
  }
  check('maxOrderNotional', order.quantity, maxOrderNotional)
  check('maxPositionNotional', order.positionAfter, maxPositionNotional)
}
