import type { Clock } from '@aster/core'
import type { SettingFields, ValuesOf } from '@aster/runtime'

/** A known bug that a proof can build in on purpose, to show that it would find it. */
export interface Plant {
  readonly name: string
  readonly meaning: string
}

export interface ProofContext<F extends SettingFields> {
  readonly values: ValuesOf<F>
  /** The bug to build in. */
  readonly plant: string | undefined
  /** True for the large dose, false for the one that fits into a lane. */
  readonly full: boolean
  readonly clock: Clock
  readonly signal: AbortSignal
  /** A path as the person meant it who typed it. */
  readonly resolvePath: (path: string) => string
  /** The error for a setting that proved wrong: a file that is missing or of another format. Throw it. */
  readonly refuse: (field: keyof F & string, rule: string) => Error
  /** A line for the person who watches; never part of the result. */
  readonly note: (line: string) => void
}

/** What a proof found. It holds when there are no failures. */
export interface ProofResult {
  /** The figures, as `--json` prints them on one line. */
  readonly summary: Readonly<Record<string, unknown>>
  /** One line each: what was violated, and how to see it again. */
  readonly failures: readonly string[]
}

/**
 * A repeatable proof. One file each in `proofs/`, named after it, with one line in `registry/proof-registry.ts`. A proof
 * that cannot fail proves nothing, so each has bugs to plant and must report every one of them.
 */
export interface Proof<F extends SettingFields = SettingFields> {
  readonly name: string
  readonly summary: string
  readonly plants: readonly Plant[]
  /** Settings of its own, apart from `--plant`, `--plants`, `--json` and `--full`. */
  readonly fields: F
  /** Throws only for settings that cannot be accepted; what it finds is in the result. */
  run(context: ProofContext<F>): Promise<ProofResult>
}

/** Declares a proof; the types of its settings follow from its fields. */
export const defineProof = <const F extends SettingFields>(proof: Proof<F>): Proof<F> => proof
