import type { CostParams } from '../define-endpoint.ts'

/** Weight by the number of rows asked for: the entry with the smallest limit that is not exceeded. */
export function weightByLimit(
  table: Readonly<Record<number, number>>,
  defaultLimit: number,
): (params: CostParams) => number {
  const steps = Object.entries(table)
    .map(([limit, weight]) => ({ limit: Number(limit), weight }))
    .toSorted((a, b) => a.limit - b.limit)
  const heaviest = Math.max(...steps.map((step) => step.weight))
  return ({ limit }) => {
    const asked = limit === undefined ? defaultLimit : Number(limit)
    return steps.find((step) => asked <= step.limit)?.weight ?? heaviest
  }
}

/** Weight of an endpoint that answers for all symbols when none is named. */
export function weightBySymbol(withSymbol: number, withoutSymbol: number): (params: CostParams) => number {
  return ({ symbol }) => (symbol === undefined || symbol === '' ? withoutSymbol : withSymbol)
}

/** Counts the elements of a list parameter, given as an array or as its JSON text. */
export function countElements(name: string): (params: CostParams) => number {
  return (params) => {
    const value = params[name]
    if (Array.isArray(value)) return value.length
    if (typeof value !== 'string') return 1
    try {
      const parsed: unknown = JSON.parse(value)
      return Array.isArray(parsed) ? parsed.length : 1
    } catch {
      return 1
    }
  }
}
