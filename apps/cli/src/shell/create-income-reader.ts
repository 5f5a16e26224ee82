import type { WatchedAccount } from '../core/render-watch.ts'
import type { Link } from './open-link.ts'

type Day = NonNullable<WatchedAccount['day']>

const dayMs = 86_400_000
const pageSize = 1_000
const names: Readonly<Record<string, keyof Day>> = {
  REALIZED_PNL: 'profit',
  COMMISSION: 'fees',
  FUNDING_FEE: 'funding',
}

/**
 * Adds up what was booked since 00:00 UTC of the exchange's clock, in USDT. Asks only for what is new; weight 30 for each
 * thousand entries.
 */
export function createIncomeReader(
  {
    rest,
    now,
  }: Pick<Link, 'now'> & { readonly rest: { readonly account: Pick<Link['rest']['account'], 'getIncome'> } },
  signal: AbortSignal,
): () => Promise<Day> {
  let dayStartMs = 0
  let sinceMs = 0
  let day: Day = { profit: 0, fees: 0, funding: 0 }
  /** Entries of the last millisecond, which the next question brings again. */
  let seen = new Set<string>()

  return async () => {
    const startMs = Math.floor(now() / dayMs) * dayMs
    if (startMs !== dayStartMs) {
      dayStartMs = startMs
      sinceMs = startMs
      day = { profit: 0, fees: 0, funding: 0 }
      seen = new Set()
    }
    while (true) {
      const page = await rest.account.getIncome({ startTime: sinceMs, limit: pageSize }, { signal })
      const fresh = page.filter(({ incomeType, tranId }) => !seen.has(`${incomeType} ${tranId}`))
      for (const { incomeType, asset, income } of fresh) {
        const name = asset === 'USDT' ? names[incomeType] : undefined
        if (name !== undefined) day = { ...day, [name]: day[name] + Number(income) }
      }
      const lastMs = page.at(-1)?.time ?? sinceMs
      const atLast = page
        .filter(({ time }) => time === lastMs)
        .map(({ incomeType, tranId }) => `${incomeType} ${tranId}`)
      seen = lastMs === sinceMs ? new Set([...seen, ...atLast]) : new Set(atLast)
      sinceMs = lastMs
      if (page.length < pageSize || fresh.length === 0) return day
    }
  }
}
