/** Milliseconds of a time as alerts write it: ISO 8601, seconds or milliseconds since the epoch. Undefined when it is none. */
export function parseAlertTime(value: string | number): number | undefined {
  const text = String(value).trim()
  if (/^\d{9,11}(\.\d+)?$/.test(text)) return Math.round(Number(text) * 1_000)
  if (/^\d{12,14}$/.test(text)) return Number(text)
  // a time without a zone is meant as UTC, which is what charts send
  const iso = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?$/.test(text) ? `${text}Z` : text
  if (!/^\d{4}-\d\d-\d\dT/.test(iso)) return undefined
  const parsed = Date.parse(iso)
  return Number.isNaN(parsed) ? undefined : parsed
}
