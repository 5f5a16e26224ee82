import type { EngineName } from '@aster/auth'
import type { Clock } from '@aster/core'

/** One line of the result. Numbers are per unit; `peer` and `ratio` are null for rows that stand alone. */
export interface Row {
  readonly name: string
  readonly ours: number
  readonly peer: number | null
  readonly peerName: string | null
  /** Above 1 we are better, whatever the unit. */
  readonly ratio: number | null
  readonly unit: string
  readonly better: 'lower' | 'higher'
  /** What `ratio` should reach; for a row that stands alone, what `ours` should. */
  readonly target: number
  readonly ok: boolean
  /** Which engine signed; null where nothing is signed. */
  readonly engine: string | null
}

export interface BenchContext {
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly engine: EngineName | 'auto'
  /** For rows that hold a load; their own by default. */
  readonly seconds?: number | undefined
  /** A line for the person who watches; never part of the result. */
  readonly note: (line: string) => void
}

/** Measures one row. One file each in `rows/`, one line in `registry/bench-registry.ts`. */
export type Benchmark = (name: string, context: BenchContext) => Promise<Row>
