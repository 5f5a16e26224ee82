import type { Row } from '../benchmark.ts'
import { roundFigure } from './create-duration-row.ts'

/** A row that stands alone: a throughput that should reach its target. */
export function createLoneRateRow(
  facts: { readonly name: string; readonly target: number; readonly engine: string | null },
  perSecond: number,
): Row {
  const ours = roundFigure(perSecond)
  return {
    ...facts,
    ours,
    peer: null,
    peerName: null,
    ratio: null,
    unit: '/s',
    better: 'higher',
    ok: ours >= facts.target,
  }
}
