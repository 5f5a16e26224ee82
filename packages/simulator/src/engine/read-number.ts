import type { Instrument } from './instrument.ts'
import { refuse, refuseMissing } from './refusal.ts'
import type { Refusal } from './types.ts'

const numberForm = /^-?\d{1,20}(?:\.\d{1,20})?$/

/** Reads a quantity as lots, or says which rule it breaks: malformed, too many decimals, not above 0, off the step. */
export function readLots(instrument: Instrument, text: string): number | Refusal {
  const lots = instrument.rules.quantityGrid.parse(text)
  if (lots !== undefined && lots > 0 && lots % instrument.stepUnits === 0) return lots
  if (!numberForm.test(text)) return refuseMissing('quantity')
  if (Number(text) <= 0) return refuse(-4003)
  if (countDecimals(text) > instrument.quantityDecimals) return refuse(-1111)
  return refuse(Number(text) < Number.MAX_SAFE_INTEGER / 1e8 ? -4023 : -4005)
}

/** Checks lots against LOT_SIZE, and for what executes as MARKET against MARKET_LOT_SIZE as well. */
export function checkLots(instrument: Instrument, lots: number, asMarket: boolean): Refusal | undefined {
  const { minLots, maxLots, marketMinLots, marketMaxLots, marketStepLots } = instrument
  if (lots < minLots || (asMarket && lots < marketMinLots)) return refuse(-4004)
  if (lots > maxLots || (asMarket && lots > marketMaxLots)) return refuse(-4005)
  return asMarket && lots % marketStepLots !== 0 ? refuse(-4023) : undefined
}

interface PriceCodes {
  readonly belowZero: number
  readonly aboveMax: number
}

const codesOf: Readonly<Record<string, PriceCodes>> = {
  price: { belowZero: -4001, aboveMax: -4002 },
  stopPrice: { belowZero: -4006, aboveMax: -4007 },
  activationPrice: { belowZero: -4135, aboveMax: -4135 },
}

/** Reads a price as ticks and holds it against PRICE_FILTER. */
export function readTicks(instrument: Instrument, name: string, text: string): number | Refusal {
  const codes = codesOf[name] ?? { belowZero: -4001, aboveMax: -4002 }
  const ticks = instrument.rules.priceGrid.parse(text)
  if (ticks !== undefined && ticks > 0 && ticks % instrument.tickUnits === 0) {
    if (ticks > instrument.maxPriceTicks) return refuse(codes.aboveMax)
    return ticks < instrument.minPriceTicks ? refuse(-4013) : ticks
  }
  if (!numberForm.test(text)) return refuseMissing(name)
  if (Number(text) <= 0) return refuse(codes.belowZero)
  if (countDecimals(text) > instrument.priceDecimals) return refuse(-1111)
  return refuse(Number(text) * 1e8 > instrument.maxPriceTicks * instrument.tickE8 ? codes.aboveMax : -4014)
}

/** Decimals without trailing zeros. */
function countDecimals(text: string): number {
  const point = text.indexOf('.')
  return point < 0 ? 0 : text.slice(point + 1).replace(/0+$/, '').length
}
