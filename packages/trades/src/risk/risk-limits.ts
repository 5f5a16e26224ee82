import { ParameterError, type Violation } from '@aster/core'

/** Limits that hold for each symbol; a symbol may have its own. Amounts in quote asset. */
export interface SymbolRiskLimits {
  /** Of one order. */
  readonly maxOrderNotional: number
  /** Of a position with every order that could enlarge it filled. */
  readonly maxPositionNotional: number
  /** Orders of ours that may still execute. */
  readonly maxOpenOrders: number
  /** How far beyond the mark price an order may pay: a buy above it, a sell below it. */
  readonly maxPriceBeyondMarkPercent: number
  /** How far a limit order may rest on its own side of the mark price. */
  readonly maxPriceBehindMarkPercent: number
  /** An older mark price, which could not be read anew, leads to no order. */
  readonly maxMarkAgeMs: number
  /** From the mark price to the price of liquidation, with the order filled. */
  readonly minLiquidationDistancePercent: number
}

/** What an account may risk. `Infinity` switches a limit off, for `minLiquidationDistancePercent` it is 0. */
export interface RiskLimits extends SymbolRiskLimits {
  /** Of all positions with every order that could enlarge them filled, longs and shorts added up. */
  readonly maxAccountNotional: number
  /** The same over the equity: wallet balance and unrealised profit. */
  readonly maxLeverage: number
  /** On all symbols. */
  readonly maxAccountOpenOrders: number
  /** Orders that add risk. */
  readonly maxOrdersPer10Seconds: number
  readonly maxOrdersPerMinute: number
  /** Since 00:00 UTC, of the equity at that time. Beyond it only what reduces goes out. */
  readonly maxDailyLossPercent: number
  /** From the highest equity seen. Beyond it the account is halted. */
  readonly maxDrawdownPercent: number
  readonly symbols: Readonly<Record<string, Partial<SymbolRiskLimits>>>
}

/** Wide enough for an account of some ten thousand, narrow enough to stop a slipped comma. */
export const defaultRiskLimits: RiskLimits = Object.freeze({
  maxOrderNotional: 100_000,
  maxPositionNotional: 250_000,
  maxOpenOrders: 100,
  maxPriceBeyondMarkPercent: 5,
  maxPriceBehindMarkPercent: 50,
  maxMarkAgeMs: 10_000,
  minLiquidationDistancePercent: 5,
  maxAccountNotional: 1_000_000,
  maxLeverage: 10,
  maxAccountOpenOrders: 200,
  maxOrdersPer10Seconds: 150,
  maxOrdersPerMinute: 600,
  maxDailyLossPercent: 10,
  maxDrawdownPercent: 25,
  symbols: Object.freeze({}),
})

/** No limit at all. States and the kill switch work all the same. */
export const noRiskLimits: RiskLimits = Object.freeze({
  ...(Object.fromEntries(
    Object.keys(defaultRiskLimits).map((name) => [name, name.startsWith('min') ? 0 : Number.POSITIVE_INFINITY]),
  ) as unknown as RiskLimits),
  symbols: Object.freeze({}),
})

/**
 * Completes limits with the defaults.
 *
 * @throws {ParameterError} A limit that does not exist, is negative or not a number.
 */
export function parseRiskLimits(input: Partial<RiskLimits> = {}): RiskLimits {
  const { symbols = {}, ...account } = input
  const violations = [
    ...findBadLimits('', account),
    ...Object.entries(symbols).flatMap(([symbol, own]) => findBadLimits(`symbols.${symbol}.`, own)),
  ]
  if (violations.length > 0) throw new ParameterError('riskLimits', violations)
  return Object.freeze({ ...defaultRiskLimits, ...account, symbols })
}

function findBadLimits(path: string, limits: object): Violation[] {
  return Object.entries(limits).flatMap(([name, value]: [string, unknown]) => {
    const field = path + name
    if (!Object.hasOwn(defaultRiskLimits, name) || name === 'symbols') {
      return [{ field, rule: 'unknown', value: String(value), message: 'is no limit' }]
    }
    if (typeof value === 'number' && value >= 0) return []
    return [{ field, rule: 'number', value: String(value), message: 'must be a number, 0 or more' }]
  })
}

/** The limits of one symbol, its own before the account's. */
export const limitsFor = (limits: RiskLimits, symbol: string): RiskLimits => ({ ...limits, ...limits.symbols[symbol] })

/** One line a limit, to be printed. */
export const describeRiskLimits = (limits: RiskLimits): readonly string[] => [
  ...Object.entries(limits).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'number' ? [`${name} ${describeLimit(value)}`] : [],
  ),
  ...Object.entries(limits.symbols).flatMap(([symbol, own]) =>
    Object.entries(own).map(([name, value]: [string, number]) => `${symbol} ${name} ${describeLimit(value)}`),
  ),
]

const describeLimit = (value: number): string => (value === Number.POSITIVE_INFINITY ? 'none' : String(value))
