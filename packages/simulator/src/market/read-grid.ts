import type { ExchangeInfoEntry } from '../engine/types.ts'

/** The steps of prices and quantities as one text: when it changes the book has been emptied, and ticks may count otherwise. */
export function readGrid(entry: ExchangeInfoEntry | undefined): string {
  const steps = entry?.filters.map(({ tickSize, stepSize }) => [tickSize, stepSize]) ?? []
  return JSON.stringify(steps)
}

/** The step between two prices, decimal text. */
export function readTickSize(entry: ExchangeInfoEntry): string {
  const tickSize = entry.filters.find(({ filterType }) => filterType === 'PRICE_FILTER')?.['tickSize']
  return typeof tickSize === 'string' ? tickSize : '0'
}
