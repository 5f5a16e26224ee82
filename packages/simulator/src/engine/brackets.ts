import type { LeverageBracket } from './types.ts'

/** Highest leverage, cap of the notional and maintenance ratio of each tier; floor and cum follow from them. */
type Tier = readonly [initialLeverage: number, notionalCap: number, maintMarginRatio: number]

const majorTiers: readonly Tier[] = [
  [125, 50_000, 0.004],
  [100, 250_000, 0.005],
  [50, 1_000_000, 0.01],
  [20, 10_000_000, 0.025],
  [10, 20_000_000, 0.05],
  [5, 50_000_000, 0.1],
  [4, 100_000_000, 0.125],
  [3, 200_000_000, 0.15],
  [2, 300_000_000, 0.25],
  [1, 500_000_000, 0.5],
]

const otherTiers: readonly Tier[] = [
  [75, 10_000, 0.0065],
  [50, 50_000, 0.01],
  [25, 250_000, 0.02],
  [20, 1_000_000, 0.025],
  [10, 2_000_000, 0.05],
  [5, 5_000_000, 0.1],
  [2, 10_000_000, 0.25],
  [1, 20_000_000, 0.5],
]

const majors = new Set(['BTCUSDT', 'ETHUSDT'])

/** The table of a symbol that the settings do not name. The exchange publishes its own only behind a signature. */
export function createDefaultBrackets(symbol: string): readonly LeverageBracket[] {
  let floor = 0
  let cum = 0
  let ratio = 0
  return (majors.has(symbol) ? majorTiers : otherTiers).map(
    ([initialLeverage, notionalCap, maintMarginRatio], index) => {
      // whole cents: the ratios have four decimals, the floors are whole thousands
      if (index > 0) cum = Math.round((cum + floor * (maintMarginRatio - ratio)) * 100) / 100
      const bracket = { bracket: index + 1, initialLeverage, notionalFloor: floor, notionalCap, maintMarginRatio, cum }
      floor = notionalCap
      ratio = maintMarginRatio
      return bracket
    },
  )
}

/** Largest notional of a position at a leverage; 0 when no bracket allows it. */
export function computeMaxNotional(brackets: readonly LeverageBracket[], leverage: number): number {
  let cap = 0
  for (const bracket of brackets) if (bracket.initialLeverage >= leverage) cap = Math.max(cap, bracket.notionalCap)
  return cap
}

export function findBracket(brackets: readonly LeverageBracket[], notional: number): LeverageBracket | undefined {
  return brackets.find((bracket) => notional <= bracket.notionalCap) ?? brackets.at(-1)
}
