import type { MarkEvent } from '../engine/types.ts'

/** One funding that took place. */
export interface FundingRow {
  readonly symbol: string
  readonly fundingRate: string
  readonly fundingTime: number
}

const kept = 1000

/** Fundings of all symbols, read from the moment at which a symbol's next funding time moves on. */
export interface FundingHistory {
  onMark(event: MarkEvent): void
  /** Oldest first; of one symbol or of all. */
  list(symbol: string | undefined): readonly FundingRow[]
}

export function createFundingHistory(): FundingHistory {
  const latest = new Map<string, MarkEvent>()
  const rows = new Map<string, FundingRow[]>()
  return {
    onMark(event) {
      const before = latest.get(event.symbol)
      latest.set(event.symbol, event)
      if (before === undefined || event.nextFundingMs <= before.nextFundingMs) return
      const list = rows.get(event.symbol) ?? []
      rows.set(event.symbol, list)
      list.push({ symbol: event.symbol, fundingRate: before.fundingRate, fundingTime: before.nextFundingMs })
      if (list.length > kept) list.shift()
    },
    list: (symbol) =>
      symbol === undefined
        ? [...rows.values()].flat().toSorted((a, b) => a.fundingTime - b.fundingTime)
        : (rows.get(symbol) ?? []),
  }
}
