/** What came of one account's part. One account's failure never touches another's. */
export type AccountOutcome<T> =
  | { readonly id: string; readonly success: true; readonly result: T; readonly tookMs: number }
  | { readonly id: string; readonly success: false; readonly error: Error; readonly tookMs: number }

/** The results alone, of those that succeeded. */
export const resultsOf = <T>(outcomes: readonly AccountOutcome<T>[]): readonly T[] =>
  outcomes.flatMap((outcome) => (outcome.success ? [outcome.result] : []))

/** True when every account succeeded, and there was one. */
export const allSucceeded = (outcomes: readonly AccountOutcome<unknown>[]): boolean =>
  outcomes.length > 0 && outcomes.every(({ success }) => success)
