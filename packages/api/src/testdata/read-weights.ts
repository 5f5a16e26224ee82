import type { ApiVersion, CostParams } from '../define-endpoint.ts'

/** A documented weight: for these parameters, in this version. */
interface ListedWeight {
  readonly version: ApiVersion
  readonly params: CostParams
  readonly weight: number
}

interface TableRow {
  readonly values?: readonly number[]
  readonly from: number
  readonly to: number
  readonly weight: number
}

/** The documented weights as single facts; none where the documentation states none. */
export function readWeights(weight: unknown): readonly ListedWeight[] {
  if (typeof weight === 'number') return (['v3', 'v1'] as const).map((version) => ({ version, params: {}, weight }))
  if (typeof weight !== 'object' || weight === null) return []
  const words = weight as Readonly<Record<string, unknown>>
  if (Array.isArray(words['table'])) {
    return (words['table'] as readonly TableRow[]).flatMap(({ values, from, to, weight: cost }) =>
      (values ?? [from, to]).map((limit) => ({
        version: 'v3' as const,
        params: { limit: String(limit) },
        weight: cost,
      })),
    )
  }
  const cases: readonly ListedWeight[] = [
    { version: 'v3', params: {}, weight: Number(words['v3'] ?? words['withoutSymbol']) },
    { version: 'v1', params: {}, weight: Number(words['v1'] ?? words['withoutSymbol']) },
  ]
  const named = { version: 'v3', params: { symbol: 'BTCUSDT' }, weight: Number(words['withSymbol']) } as const
  return words['withSymbol'] === undefined ? cases : [...cases, named]
}
