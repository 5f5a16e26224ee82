import { Decimal, toDecimal } from '@aster/core'

/** A change of the position: positive opens, negative closes. */
export interface PositionChange {
  readonly timeMs: number
  readonly quantity: string
}

/** When a stop stood on the book, as the exchange acknowledged it. */
export interface StopWindow {
  readonly fromMs: number
  /** Undefined while it stands. */
  readonly toMs: number | undefined
}

export interface Unprotected {
  /** Sum over the trade. */
  readonly totalMs: number
  readonly longestMs: number
  /** Start of the time that still runs. */
  readonly sinceMs: number | undefined
}

/**
 * How long there was a position without an acknowledged stop. All times are the exchange's. A stop that closes the
 * whole position covers whatever is open.
 */
export function measureUnprotected(
  changes: readonly PositionChange[],
  stops: readonly StopWindow[],
  nowMs: number,
): Unprotected {
  const edges = [...new Set([...changes.map((change) => change.timeMs), ...stops.flatMap(edgesOf)])].sort(
    (a, b) => a - b,
  )
  let open = new Decimal(0)
  let sinceMs: number | undefined
  let totalMs = 0
  let longestMs = 0
  const end = (atMs: number) => {
    if (sinceMs === undefined) return
    const lasted = Math.max(0, atMs - sinceMs)
    totalMs += lasted
    longestMs = Math.max(longestMs, lasted)
    sinceMs = undefined
  }
  for (const atMs of edges) {
    for (const change of changes) if (change.timeMs === atMs) open = open.plus(toDecimal(change.quantity))
    const isCovered = stops.some((stop) => stop.fromMs <= atMs && (stop.toMs === undefined || atMs < stop.toMs))
    if (open.lte(0) || isCovered) end(atMs)
    else sinceMs ??= atMs
  }
  const stillSinceMs = sinceMs
  if (stillSinceMs !== undefined) end(nowMs)
  return { totalMs, longestMs, sinceMs: stillSinceMs }
}

const edgesOf = (stop: StopWindow): number[] => (stop.toMs === undefined ? [stop.fromMs] : [stop.fromMs, stop.toMs])
