/** The exchange's clock and ours may be this far apart without our knowing. Asking during a ban makes it longer. */
const clockErrorMs = 5_000

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
  const header = headers['retry-after']
  if (header !== undefined && header !== '') {
    const seconds = Number(header)
    if (Number.isFinite(seconds)) return Math.max(0, Math.ceil(seconds * 1_000))
    const date = Date.parse(header)
    if (Number.isFinite(date)) return untilMs(date, nowMs)
  }
  const end = banEnd.exec(message)?.[1]
  return end === undefined ? undefined : untilMs(Number(end), nowMs)
}

const untilMs = (endMs: number, nowMs: number): number => Math.max(0, endMs - nowMs + clockErrorMs)
