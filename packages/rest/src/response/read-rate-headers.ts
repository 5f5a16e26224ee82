/** What the exchange says was used in an interval, from a header such as `x-mbx-used-weight-1m`. */
export interface RateReading {
  readonly kind: 'weight' | 'orders'
  readonly intervalMs: number
  readonly used: number
}

const unitMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }
const headerPattern = /^x-mbx-(used-weight|order-count)-(\d+)([smhd])$/

type Meaning = Pick<RateReading, 'kind' | 'intervalMs'>

function parseName(name: string): Meaning | undefined {
  const match = headerPattern.exec(name)
  const intervalMs = Number(match?.[2]) * (unitMs[match?.[3] ?? ''] ?? Number.NaN)
  return Number.isFinite(intervalMs)
    ? { kind: match?.[1] === 'used-weight' ? 'weight' : 'orders', intervalMs }
    : undefined
}

// the same few names come with every answer
const meanings = new Map<string, Meaning | undefined>()
const mostNames = 100

function findMeaning(name: string): Meaning | undefined {
  if (meanings.has(name)) return meanings.get(name)
  const meaning = parseName(name)
  if (meanings.size < mostNames) meanings.set(name, meaning)
  return meaning
}

/** Reads the usage headers of an answer: weight of the address, orders of the account. */
export function readRateHeaders(headers: Readonly<Record<string, string>>): readonly RateReading[] {
  const readings: RateReading[] = []
  for (const name in headers) {
    if (!name.startsWith('x-mbx-')) continue
    const meaning = findMeaning(name)
    const used = Number(headers[name])
    if (meaning !== undefined && Number.isFinite(used)) readings.push({ ...meaning, used })
  }
  return readings
}
