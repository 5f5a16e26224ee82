/** The exchange's clock and ours may be this far apart without our knowing. Asking during a ban makes it longer. */
const clockErrorMs = 5_000

/** The longest ban there is. What asks for more is not believed: a process would stand still until its restart. */
const longestMs = 3 * 86_400_000

/** A header that came twice is joined by a comma. */
const secondsPattern = /^(\d+(?:\.\d+)?)(?:,|$)/
/** The platform makes a date of nearly everything that holds a number. */
const datePattern = /^[A-Z][a-z]{2}, \d/
const banEnd = /until\s+(\d{13})\b/i

/**
 * How long the exchange asks us to wait: the `Retry-After` header (seconds or a date), or the end of a ban as
 * milliseconds in the text of -1003. A time of the exchange is waited for a little longer, for its clock is not ours.
 * Undefined when it says nothing.
 */
export function readRetryAfterMs(
  headers: Readonly<Record<string, string>>,
  message: string,
  nowMs: number,
): number | undefined {
  const header = headers['retry-after'] ?? ''
  const seconds = secondsPattern.exec(header)?.[1]
  if (seconds !== undefined) return Math.min(longestMs, Math.ceil(Number(seconds) * 1_000))
  const date = datePattern.test(header) ? Date.parse(header) : Number.NaN
  if (Number.isFinite(date)) return untilMs(date, nowMs)
  const end = banEnd.exec(message)?.[1]
  return end === undefined ? undefined : untilMs(Number(end), nowMs)
}

const untilMs = (endMs: number, nowMs: number): number => Math.min(longestMs, Math.max(0, endMs - nowMs + clockErrorMs))
