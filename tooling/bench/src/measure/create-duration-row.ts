import type { Row } from '../benchmark.ts'
import type { Comparison } from './compare.ts'

/** A row of two durations: the ratio is the peer's time over ours. */
export function createDurationRow(
  facts: { readonly name: string; readonly peerName: string; readonly target: number; readonly engine: string | null },
  { oursUs, peerUs }: Comparison,
): Row {
  const ratio = peerUs / oursUs
  return {
    name: facts.name,
    ours: roundFigure(oursUs),
    peer: roundFigure(peerUs),
    peerName: facts.peerName,
    ratio: roundFigure(ratio),
    unit: 'µs',
    better: 'lower',
    target: facts.target,
    ok: ratio >= facts.target,
    engine: facts.engine,
  }
}

/** Four figures; more would be noise. */
export const roundFigure = (value: number): number => Number(value.toPrecision(4))
