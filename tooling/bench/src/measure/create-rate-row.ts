import type { Row } from '../benchmark.ts'
import type { Comparison } from './compare.ts'
import { createDurationRow, roundFigure } from './create-duration-row.ts'

const toRate = (us: number): number => roundFigure(1_000_000 / us)

/** A row of two throughputs, per second: the ratio is ours over the peer's. */
export function createRateRow(facts: Parameters<typeof createDurationRow>[0], comparison: Comparison): Row {
  const row = createDurationRow(facts, comparison)
  return { ...row, ours: toRate(comparison.oursUs), peer: toRate(comparison.peerUs), unit: '/s', better: 'higher' }
}
