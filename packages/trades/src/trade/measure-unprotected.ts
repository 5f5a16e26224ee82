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
  /** What it covers; undefined: the whole position. */
  readonly quantity?: string | undefined
}

export interface Unprotected {
  /** Sum over the trade. */
  readonly totalMs: number
  readonly longestMs: number
  /** Start of the time that still runs. */
  readonly sinceMs: number | undefined
}

/**
 * How long there was a position without an acknowledged stop. All times are the exchange's. Stops for a
 * quantity cover it when they add up to what is open.
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
    const standing = stops.filter((stop) => stop.fromMs <= atMs && (stop.toMs === undefined || atMs < stop.toMs))
    if (open.lte(0) || covers(standing, open)) end(atMs)
    else sinceMs ??= atMs
  }
  const stillSinceMs = sinceMs
  if (stillSinceMs !== undefined) end(nowMs)
  return { totalMs, longestMs, sinceMs: stillSinceMs }
}

function covers(stops: readonly StopWindow[], open: Decimal): boolean {
  if (stops.length === 0) return false
  if (stops.some((stop) => stop.quantity === undefined)) return true
  return stops.reduce((sum, stop) => sum.plus(stop.quantity ?? 0), new Decimal(0)).gte(open)
}

const edgesOf = (stop: StopWindow): number[] => (stop.toMs === undefined ? [stop.fromMs] : [stop.fromMs, stop.toMs])
