import { createDecimalGrid, parseSymbolRules, ParameterError, type SymbolRules } from '@aster/core'

import { formatMoney, readMoney, oneUnit } from './money.ts'
import type { ExchangeInfoEntry } from './types.ts'

/** What prices and quantities of a symbol are counted in: whole 1e-8. */
export interface InstrumentUnits {
  readonly tickE8: number
  readonly lotE8: bigint
}

/**
 * A symbol's rules in the integers that matching works with. Prices and sizes as whole 1e-8, fractions as whole 1e-8.
 * Ticks and lots are units that every price and quantity in use can be counted in: the tick and the step of the rules,
 * or finer ones once the rules have changed.
 */
export interface Instrument extends InstrumentUnits {
  readonly symbol: string
  readonly entry: ExchangeInfoEntry
  /** Its grids count in units, not in the steps of the rules. */
  readonly rules: SymbolRules
  /** Its grids count in the steps of the rules. */
  readonly parsed: SymbolRules
  readonly marginAsset: string
  /** The tick and the step of the rules, in units: what new prices and quantities have to be multiples of. */
  readonly tickUnits: number
  readonly stepUnits: number
  /** Money of one tick times one lot. */
  readonly unitValue: bigint
  /** Decimals that a price or a quantity may have at all. */
  readonly priceDecimals: number
  readonly quantityDecimals: number
  readonly minPriceTicks: number
  readonly maxPriceTicks: number
  readonly minLots: number
  readonly maxLots: number
  /** In lots, for MARKET orders. */
  readonly marketMinLots: number
  readonly marketMaxLots: number
  readonly marketStepLots: number
  readonly minNotional: bigint
  readonly multiplierUpE8: bigint | undefined
  readonly multiplierDownE8: bigint | undefined
  readonly takeBoundE8: bigint | undefined
  readonly triggerProtectE8: bigint | undefined
  readonly liquidationFeeE8: bigint
  readonly maxOrders: number
  readonly maxAlgoOrders: number
}

/**
 * @param before - What the symbol has been counted in so far: its units stay where the new rules can be counted in them.
 * @throws {ParameterError} A number is malformed, or tick times step is not a whole 1e-8.
 */
export function compileInstrument(entry: ExchangeInfoEntry, before?: InstrumentUnits): Instrument {
  const parsed = parseSymbolRules(entry)
  const ruleTickE8 = readMoney(`${entry.symbol} tickSize`, parsed.tickSize.toFixed())
  const ruleLotE8 = readMoney(`${entry.symbol} stepSize`, parsed.stepSize.toFixed())
  const tickUnitE8 = before === undefined ? ruleTickE8 : findUnit(ruleTickE8, BigInt(before.tickE8))
  const lotE8 = before === undefined ? ruleLotE8 : findUnit(ruleLotE8, before.lotE8)
  const tickE8 = Number(tickUnitE8)
  const rules: SymbolRules = {
    ...parsed,
    priceGrid: createDecimalGrid(formatMoney(tickUnitE8)),
    quantityGrid: createDecimalGrid(formatMoney(lotE8)),
  }
  const unit = BigInt(tickE8) * lotE8
  if (unit % oneUnit !== 0n) {
    throw new ParameterError(`compileInstrument ${entry.symbol}`, [
      {
        field: 'tickSize x stepSize',
        rule: 'money',
        value: `${rules.tickSize.toFixed()} x ${rules.stepSize.toFixed()}`,
        message: 'is finer than 1e-8 of the margin asset',
      },
    ])
  }
  const ticks = (price: SymbolRules['minPrice']) => price.dividedBy(formatMoney(tickUnitE8))
  const lots = (quantity: SymbolRules['minPrice']) => quantity.dividedBy(formatMoney(lotE8))
  const fraction = (value: SymbolRules['minPrice'] | undefined) =>
    value === undefined ? undefined : BigInt(value.times(1e8).toFixed(0))
  const orNoLimit = (value: number) => (value === 0 ? Number.MAX_SAFE_INTEGER : value)

  return {
    symbol: entry.symbol,
    entry,
    rules,
    parsed,
    marginAsset: entry.marginAsset,
    tickE8,
    lotE8,
    tickUnits: Number(ruleTickE8 / tickUnitE8),
    stepUnits: Number(ruleLotE8 / lotE8),
    unitValue: unit / oneUnit,
    priceDecimals: Math.max(entry.pricePrecision, rules.tickSize.decimalPlaces()),
    quantityDecimals: Math.max(entry.quantityPrecision, rules.stepSize.decimalPlaces()),
    minPriceTicks: ticks(rules.minPrice).ceil().toNumber(),
    maxPriceTicks: orNoLimit(ticks(rules.maxPrice).floor().toNumber()),
    minLots: lots(rules.minQuantity).ceil().toNumber(),
    maxLots: orNoLimit(lots(rules.maxQuantity).floor().toNumber()),
    marketMinLots: lots(rules.marketMinQuantity).ceil().toNumber(),
    marketMaxLots: orNoLimit(lots(rules.marketMaxQuantity).floor().toNumber()),
    marketStepLots: Math.max(1, lots(rules.marketStepSize).toNumber()),
    minNotional: readMoney(`${entry.symbol} notional`, rules.minNotional.toFixed()),
    multiplierUpE8: fraction(rules.multiplierUp),
    multiplierDownE8: fraction(rules.multiplierDown),
    takeBoundE8: fraction(rules.marketTakeBound),
    triggerProtectE8: fraction(rules.triggerProtect),
    liquidationFeeE8: fraction(rules.liquidationFee) ?? 0n,
    maxOrders: rules.maxOrders ?? Number.MAX_SAFE_INTEGER,
    maxAlgoOrders: rules.maxAlgoOrders ?? Number.MAX_SAFE_INTEGER,
  }
}

/** The largest unit that both can be counted in. */
function findUnit(a: bigint, b: bigint): bigint {
  return b === 0n ? a : findUnit(b, a % b)
}

/** Price times quantity as money. */
export function computeValue(instrument: Instrument, ticks: number, lots: number): bigint {
  const product = ticks * lots
  return product <= Number.MAX_SAFE_INTEGER
    ? BigInt(product) * instrument.unitValue
    : BigInt(ticks) * BigInt(lots) * instrument.unitValue
}
