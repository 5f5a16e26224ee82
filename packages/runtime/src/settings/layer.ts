import type { Mistake } from './mistake.ts'

/** A setting's text as one source gave it. */
export interface Given {
  readonly source: string
  /** A list's texts, still with their commas; everything else is one text. */
  readonly text: string | readonly string[]
}

/** What one source says: the command line, the environment, a file. */
export interface Layer {
  readonly given: ReadonlyMap<string, Given>
  readonly mistakes: readonly Mistake[]
  readonly warnings: readonly string[]
}
