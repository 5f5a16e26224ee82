const minuteMs = 60_000
const dayMs = 86_400_000
/** The epoch was a Thursday; weeks begin on Monday. */
const firstMondayMs = 4 * dayMs

/** Bar lengths by their documented names. A month has no fixed length. */
const lengthsMs = {
  '1m': minuteMs,
  '3m': 3 * minuteMs,
  '5m': 5 * minuteMs,
  '15m': 15 * minuteMs,
  '30m': 30 * minuteMs,
  '1h': 60 * minuteMs,
  '2h': 120 * minuteMs,
  '4h': 240 * minuteMs,
  '6h': 360 * minuteMs,
  '8h': 480 * minuteMs,
  '12h': 720 * minuteMs,
  '1d': dayMs,
  '3d': 3 * dayMs,
  '1w': 7 * dayMs,
} as const

export type KlineInterval = keyof typeof lengthsMs | '1M'

export function isKlineInterval(text: string): text is KlineInterval {
  return text === '1M' || Object.hasOwn(lengthsMs, text)
}

/** First millisecond of the bar that holds `timeMs`; UTC. */
export function startOfBar(interval: KlineInterval, timeMs: number): number {
  if (interval === '1M') {
    const date = new Date(timeMs)
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1)
  }
  const lengthMs = lengthsMs[interval]
  const offset = interval === '1w' ? firstMondayMs : 0
  return Math.floor((timeMs - offset) / lengthMs) * lengthMs + offset
}

/** First millisecond of the bar after the one that begins at `startMs`. */
export function nextBar(interval: KlineInterval, startMs: number): number {
  if (interval === '1M') {
    const date = new Date(startMs)
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1)
  }
  return startMs + lengthsMs[interval]
}
