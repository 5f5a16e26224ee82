/** A stretch of time, milliseconds of the clock that drives the run. */
export interface Span {
  readonly fromMs: number
  readonly toMs: number
}

/** Joins stretches that overlap or touch, in order of time. */
export function mergeSpans(spans: readonly Span[]): readonly Span[] {
  const merged: { fromMs: number; toMs: number }[] = []
  for (const { fromMs, toMs } of spans.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const last = merged.at(-1)
    if (last !== undefined && fromMs <= last.toMs) last.toMs = Math.max(last.toMs, toMs)
    else merged.push({ fromMs, toMs })
  }
  return merged
}

/** How much of a stretch lies within merged ones. */
export function countWithin(merged: readonly Span[], { fromMs, toMs }: Span): number {
  return merged.reduce((sum, span) => sum + Math.max(0, Math.min(toMs, span.toMs) - Math.max(fromMs, span.fromMs)), 0)
}
