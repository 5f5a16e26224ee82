import { createDecimalGrid, type Decimal, parseSymbolRules } from '@aster/core'

import type { ExchangeInfoEntry } from '../engine/types.ts'
import { type ScaledNumber, formatScaled, multiplyScaled, parseScaled } from './scaled-text.ts'

/** Turns whole ticks and lots of one symbol into the texts of the wire. */
export interface SymbolFormat {
  price(ticks: number): string
  quantity(lots: number): string
  /** Ticks times lots, in quote asset. */
  quote(ticksTimesLots: number): string
}

const ratioSize: ScaledNumber = { mantissa: 1n, decimals: 2 }

/** The price of one tick and the quantity of one lot. */
export interface SymbolUnits {
  readonly tickSize: Decimal
  readonly stepSize: Decimal
}

export function readUnits(entry: ExchangeInfoEntry): SymbolUnits {
  const { tickSize, stepSize } = parseSymbolRules(entry)
  return { tickSize, stepSize }
}

export function createSymbolFormat({ tickSize, stepSize }: SymbolUnits): SymbolFormat {
  const [tick, step] = [tickSize.toFixed(), stepSize.toFixed()]
  const [priceGrid, quantityGrid] = [createDecimalGrid(tick), createDecimalGrid(step)]
  const product = multiplyScaled(parseScaled(tick), parseScaled(step))
  return {
    price: (ticks) => priceGrid.format(ticks),
    quantity: (lots) => quantityGrid.format(lots),
    quote: (ticksTimesLots) => formatScaled(Math.round(ticksTimesLots), product),
  }
}

/** A percentage with two decimals, as the tickers print it. */
export function formatPercent(part: number, whole: number): string {
  return whole === 0 ? '0.00' : formatScaled(Math.round((part / whole) * 10_000), ratioSize)
}
